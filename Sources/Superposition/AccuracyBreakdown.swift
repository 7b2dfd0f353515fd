// Where a model fails: answer accuracy by the difficulty of the problem.

import Coconut
import Reachability

/// Greedy answer accuracy by path length, widest frontier and number of nodes.
public struct AccuracyBreakdown: Codable, Sendable, Hashable {
  /// The definition.
  public static let definition = """
    Share of problems whose greedy token after L thoughts and [A] is the target (edges and candidates shuffled), by L, \
    by the size of the widest frontier at hops 1 … L, and by the number of nodes.
    """

  /// Problems that share a value.
  public struct Bin: Codable, Sendable, Hashable {
    /// The path length, frontier size or number of nodes.
    public var value: Int
    /// Problems, and those answered rightly.
    public var count, correct: Int
    /// Share of right answers.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    /// Counts as given.
    public init(value: Int, count: Int, correct: Int) {
      self.value = value
      self.count = count
      self.correct = correct
    }
  }

  /// All problems, and those answered rightly.
  public var count, correct: Int
  /// By L, by the widest frontier, by the number of nodes; ascending values.
  public var byPathLength, byWidestFrontier, byNodes: [Bin]

  /// Measures a model. - Parameter seed: of the order of edges and candidates.
  public init(_ engine: Engine, _ problems: [Problem], seed: UInt64 = 0) {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let right = zip(problems, engine.lastLogits(sequences)).map { greedy($1) == $0.target }
    func bins(_ value: (Problem) -> Int) -> [Bin] {
      var bins: [Int: Bin] = [:]
      for (problem, right) in zip(problems, right) {
        let value = value(problem)
        bins[value, default: Bin(value: value, count: 0, correct: 0)].count += 1
        if right { bins[value]?.correct += 1 }
      }
      return bins.values.sorted { $0.value < $1.value }
    }
    count = right.count
    correct = right.count { $0 }
    byPathLength = bins(\.pathLength)
    byWidestFrontier = bins(\.widestFrontier)
    byNodes = bins(\.graph.nodeCount)
  }
}

extension Problem {
  /// The most nodes at one hop, of hops 1 … L.
  var widestFrontier: Int { (0...pathLength).dropFirst().map { frontier($0).count }.max() ?? 0 }
}

/// The token with the largest logit; the first of several.
func greedy(_ logits: [Float]) -> Int {
  logits.indices.max { logits[$0] < logits[$1] } ?? 0
}
