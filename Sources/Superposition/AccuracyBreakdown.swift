// Where a model fails: answer accuracy by the difficulty of the problem.

import Coconut
import Reachability
import Records

extension AccuracyBreakdown {
  /// Measures a model that can read `problems`; `seed` shuffles edges and candidates.
  public static func measure(_ reader: Reader, _ problems: [Problem], seed: UInt64 = 0) -> AccuracyBreakdown {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let right = zip(problems, reader.lastLogits(sequences)).map { greedy($1) == $0.target }
    func bins(_ value: (Problem) -> Int) -> [Bin] {
      var bins: [Int: Bin] = [:]
      for (problem, right) in zip(problems, right) {
        let value = value(problem)
        bins[value, default: Bin(value: value, count: 0, correct: 0)].count += 1
        if right { bins[value]?.correct += 1 }
      }
      return bins.values.sorted { $0.value < $1.value }
    }
    return AccuracyBreakdown(
      count: right.count, correct: right.count { $0 }, byPathLength: bins(\.pathLength),
      byWidestFrontier: bins(\.widestFrontier), byNodes: bins(\.graph.nodeCount))
  }
}

extension Problem {
  /// The largest number of nodes at one hop, for hops 1 … L.
  var widestFrontier: Int { (0...pathLength).dropFirst().map { frontier($0).count }.max() ?? 0 }
}
