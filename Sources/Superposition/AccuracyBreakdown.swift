// Where a model fails: answer accuracy by the difficulty of the problem.

import Coconut
import Reachability

/// Greedy answer accuracy by path length, widest frontier and number of nodes.
public struct AccuracyBreakdown: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Share of problems whose greedy token after L thoughts and [A] is the target (edges and candidates shuffled), by L, \
    by the size of the widest frontier at hops 1 … L, and by the number of nodes.
    """

  /// Problems that share a value.
  public struct Bin: Codable, Sendable, Hashable {
    /// The path length, frontier size or number of nodes that they share.
    public var value: Int
    /// Problems with that value.
    public var count: Int
    /// Those answered rightly.
    public var correct: Int
    /// Share of right answers, 0 … 1.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    /// Counts as given.
    public init(value: Int, count: Int, correct: Int) {
      self.value = value
      self.count = count
      self.correct = correct
    }
  }

  /// Problems in all.
  public var count: Int
  /// Those answered rightly.
  public var correct: Int
  /// By L, ascending.
  public var byPathLength: [Bin]
  /// By the most nodes at one hop, of hops 1 … L; ascending.
  public var byWidestFrontier: [Bin]
  /// By n, the number of nodes, ascending.
  public var byNodes: [Bin]

  /// Measures a model on `problems`, which it must be able to read; `seed` orders edges and candidates.
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
