// The scale test: the last layer's match made stronger or weaker by a factor, and every loss evaluated. It shows which
// strength each loss asks for. Definitions are in Records/ScaleTest.swift.

import Coconut
import Foundation
import Reachability
import Records
import Transformer

extension ScaleTest {
  /// Measures a model that can read `problems` with `most` thoughts each, for c = 0 … most.
  public static func measure(
    _ parameters: Parameters<Float>, _ problems: [Problem], most: Int = 3, scales: [Double] = grid,
    threads: Int
  ) -> [Curve] {
    let sequences = problems.map { ThoughtSequence(prompt: Prompt(asItStands: $0).tokens, thoughts: most) }
    let own = Reader(parameters, threads: threads).thoughts(sequences)
    // For every scale: one entry a problem and c.
    var held: [[[Reads?]]] = []
    var chain: [[[Reads?]]] = []
    for scale in scales {
      let reader = Reader(parameters.scalingLastQueries(by: Float(scale)), threads: threads)
      held.append(reader.reads(problems, sequences, edit: giving(own)))
      chain.append(reader.reads(problems, sequences, edit: nil))
    }
    return (0...most).flatMap { c in
      [(Thoughts.held, held), (.chain, chain)].compactMap { thoughts, reads in
        c == 0 && thoughts == .chain ? nil : Curve(c, thoughts, reads.map { $0.compactMap { $0[c] } }, scales)
      }
    }
  }
}

extension ScaleTest.Curve {
  /// The curve of `reads` (scales, problems).
  init(_ c: Int, _ thoughts: ScaleTest.Thoughts, _ reads: [[Reads]], _ scales: [Double]) {
    func means(_ value: (Reads) -> Double?) -> [Double] {
      let values = reads.map { $0.compactMap(value) }
      return values.contains(where: \.isEmpty) ? [] : values.map(mean)
    }
    var (losses, best): ([Loss: [Double]], [Loss: ScaleTest.Minimum]) = ([:], [:])
    for loss in HopReads.losses {
      losses[loss] = means { $0.losses[loss] }
      best[loss] = ScaleTest.Minimum(reads.map { $0.compactMap { $0.losses[loss] } }, scales)
    }
    self.init(
      c: c, thoughts: thoughts, problems: reads.first?.count ?? 0, losses: losses, best: best,
      evenness: means(\.evenness), inFrontier: means(\.isInFrontier))
  }
}

extension ScaleTest.Minimum {
  /// The minimum of the mean of `values` (scales, problems); nil without problems.
  init?(_ values: [[Double]], _ scales: [Double]) {
    let problems = (values.first ?? []).indices.map { problem in values.map { $0[problem] } }
    func least(_ problems: [[Double]]) -> Double {
      minimum(of: scales.indices.map { at in problems.reduce(0) { $0 + $1[at] } }, at: scales)
    }
    guard let interval = bootstrapInterval(problems, least) else { return nil }
    self.init(scale: least(problems), low: interval.lowerBound, high: interval.upperBound)
  }
}

/// The place of the least of `values`, by a parabola in log `scales` through it and its neighbours; at an end, that end.
/// The scales are evenly spaced in their logarithm.
func minimum(of values: [Double], at scales: [Double]) -> Double {
  let least = values.indices.min { values[$0] < values[$1] } ?? 0
  guard least > 0, least < values.count - 1 else { return scales[least] }
  let (before, here, after) = (values[least - 1], values[least], values[least + 1])
  let bend = before - 2 * here + after
  let offset = bend > 0 ? (before - after) / (2 * bend) : 0
  return scales[least] * pow(scales[least + 1] / scales[least], offset)
}

extension Reader {
  /// What each problem's logits say after each number of thoughts in its sequence: (problems, thoughts + 1).
  fileprivate func reads(
    _ problems: [Problem], _ sequences: [ThoughtSequence], edit: ThoughtEdit?
  ) -> [[Reads?]] {
    evaluate(sequences, edit: edit) { model, range in
      var reads = range.map { at in [Reads?](repeating: nil, count: sequences[at].tail.count + 1) }
      model.forEachRead { index, c, logits in
        reads[index][c] = Reads(problems[range.lowerBound + index], c, logits.map(Double.init))
      }
      return reads
    }.flatMap { $0 }
  }
}

extension Parameters where Scalar == Float {
  /// The same model with the last layer's queries, weights and bias, multiplied by `scale`.
  func scalingLastQueries(by scale: Float) -> Parameters {
    let (d, layer) = (configuration.width, layout.layers[configuration.layers - 1])
    var scaled = self
    for row in 0..<d {
      for column in 0..<d { scaled.values[layer.attentionWeight + row * 3 * d + column] *= scale }
    }
    for column in 0..<d { scaled.values[layer.attentionBias + column] *= scale }
    return scaled
  }
}
