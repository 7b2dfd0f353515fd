// Schema: answer accuracy by the difficulty of the problem. Module Superposition measures it.

/// Greedy answer accuracy by path length, widest frontier and number of nodes.
public struct AccuracyBreakdown: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
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
    /// How many were answered rightly.
    public var correct: Int
    /// Share of right answers, 0 … 1.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    package init(value: Int, count: Int, correct: Int) {
      (self.value, self.count, self.correct) = (value, count, correct)
    }
  }

  /// Problems in all.
  public var count: Int
  /// How many were answered rightly.
  public var correct: Int
  /// By L, ascending.
  public var byPathLength: [Bin]
  /// By the size of the widest frontier at hops 1 … L, ascending.
  public var byWidestFrontier: [Bin]
  /// By n, the number of nodes, ascending.
  public var byNodes: [Bin]

  package init(count: Int, correct: Int, byPathLength: [Bin], byWidestFrontier: [Bin], byNodes: [Bin]) {
    (self.count, self.correct, self.byPathLength) = (count, correct, byPathLength)
    (self.byWidestFrontier, self.byNodes) = (byWidestFrontier, byNodes)
  }
}
