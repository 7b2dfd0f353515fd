// Measures what a model does after each number of thoughts: where it looks, what it predicts, what its thoughts hold.
// The quantities are defined in Records/HopSeries.swift.

import Coconut
import Foundation
import Reachability
import Records
import Transformer

extension HopReads {
  /// Measures a model that can read `problems` with `most` thoughts each, for c = 0 … most.
  public static func measure(_ reader: Reader, _ problems: [Problem], most: Int = 3) -> [HopReads] {
    let embeddings = reader.embeddings
    let prompts = problems.map { Prompt(asItStands: $0) }
    let rows = reader.evaluate(prompts.map { ThoughtSequence(prompt: $0.tokens, thoughts: most) }) {
      model, range in
      var rows = range.map { _ in (0...most).map { _ in Row() } }
      model.forEachHidden { index, c, hidden, scores in
        let at = range.lowerBound + index
        rows[index][c].differences = differences(problems[at], prompts[at], c, scores)
        // This hidden state is what is fed back: thought c + 1.
        if c < most { rows[index][c + 1].cosines = cosines(problems[at], c + 1, hidden, embeddings) }
      }
      model.forEachRead { index, c, logits in
        rows[index][c].reads = Reads(problems[range.lowerBound + index], c, logits.map(Double.init))
      }
      return rows
    }.flatMap { $0 }
    return (0...most).map { c in HopReads(c, rows.map { $0[c] }) }
  }

  private init(_ c: Int, _ rows: [Row]) {
    func estimate(_ value: (Row) -> Double?) -> Estimate? { Estimate(rows.compactMap(value)) }
    func estimates(_ losses: [Loss], _ value: (Reads) -> [Loss: Double]) -> [Loss: Estimate] {
      losses.reduce(into: [:]) { all, loss in all[loss] = estimate { $0.reads.flatMap { value($0)[loss] } } }
    }
    self.init(
      c: c,
      logitDifference: EdgePart.allCases.reduce(into: [:]) { all, part in
        all[part] = estimate { $0.differences?[part] }
      },
      inFrontier: estimate { $0.reads?.isInFrontier }, evenness: estimate { $0.reads?.evenness },
      losses: estimates(HopReads.losses, \.losses),
      probability: estimates(HopReads.acceptances, \.probability),
      frontierCosine: estimate { $0.cosines?.frontier }, reachableCosine: estimate { $0.cosines?.reachable })
  }
}

/// What one problem gives after c thoughts.
private struct Row: Sendable {
  /// Nil unless the problem has frontier edges and others.
  var differences: [EdgePart: Double]?
  /// Nil unless the target is further than c hops away.
  var reads: Reads?
  /// Nil for c = 0.
  var cosines: (frontier: Double?, reachable: Double?)?
}

/// What one problem's logits say after c thoughts.
struct Reads: Sendable {
  /// 1 if the largest logit is a node exactly c + 1 hops from the root, else 0.
  let isInFrontier: Double
  /// Nil for a frontier of one node.
  let evenness: Double?
  /// Expected cross-entropy in nats under each of `HopReads.losses`.
  let losses: [Loss: Double]
  /// Probability of the nodes accepted by each of `HopReads.acceptances`.
  let probability: [Loss: Double]

  /// Nil if the target is at most `c` hops away.
  init?(_ problem: Problem, _ c: Int, _ logits: [Double]) {
    guard c < problem.pathLength else { return nil }
    let frontier = problem.frontier(c + 1)
    isInFrontier = frontier.contains(greedy(logits)) ? 1 : 0
    evenness = Superposition.evenness(of: frontier.map { logits[$0] })
    losses = HopReads.losses.reduce(into: [:]) { losses, loss in
      losses[loss] = crossEntropy(logits: logits, acceptingOneOf: loss.acceptedSets(problem, c: c)).loss
    }
    probability = HopReads.acceptances.reduce(into: [:]) { shares, loss in
      let accepted = Set(loss.acceptedSets(problem, c: c).joined()).sorted()
      shares[loss] = exp(-crossEntropy(logits: logits, accepting: accepted).loss)
    }
  }
}

/// The entropy of the softmax of `logits` over ln(their number): 1 where all are equal, near 0 where one outweighs the
/// rest; nil for fewer than two.
public func evenness(of logits: [Double]) -> Double? {
  logits.count > 1 ? evenness(softmax(logits: logits), of: logits.count) : nil
}

/// Mean score on frontier edges minus mean score on the others, at each token of an edge; nil without both kinds.
private func differences(
  _ problem: Problem, _ prompt: Prompt, _ c: Int, _ scores: UnsafeBufferPointer<Float>
) -> [EdgePart: Double]? {
  let places: [(EdgePart, back: Int)] = [(.source, 2), (.target, 1), (.edgeToken, 0)]
  let means = places.compactMap { part, back in
    meanScores(problem, prompt, c, scores, back: back).map { (part, $0.frontier - $0.other) }
  }
  return means.isEmpty ? nil : Dictionary(uniqueKeysWithValues: means)
}

/// Cosine of thought c with the sum of the embeddings of frontier_c, and of N_c; nil for an empty set.
private func cosines(
  _ problem: Problem, _ c: Int, _ thought: UnsafeBufferPointer<Float>, _ embeddings: [[Float]]
) -> (frontier: Double?, reachable: Double?) {
  let thought = Array(thought)
  func cosine(_ nodes: [Int]) -> Double? {
    nodes.isEmpty ? nil : Superposition.cosine(thought, sumOf: nodes, embeddings)
  }
  return (cosine(problem.frontier(c)), cosine(problem.reachable(c)))
}
