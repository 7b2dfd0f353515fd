// Schema: answer accuracy with thoughts kept, removed or replaced. Module Superposition measures it.

/// Greedy answer accuracy under replaced thoughts.
public struct ThoughtControls: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Share of problems whose greedy token at [A] is the target (edges and candidates shuffled). own: the model's L \
    thoughts. removed: [A] right after the prompt. zeroed: L zero vectors. swapped: the thoughts of the next problem \
    with the same L (problems without one are not counted). mean: thought c is the mean of all problems' c-th thoughts.
    """

  /// The answers under one treatment of the thoughts.
  public struct Control: Codable, Sendable, Hashable {
    /// Problems asked.
    public var count: Int
    /// How many were answered rightly.
    public var correct: Int
    /// Share of right answers, 0 … 1.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    package init(count: Int, correct: Int) {
      (self.count, self.correct) = (count, correct)
    }
  }

  /// With the model's own L thoughts.
  public var own: Control
  /// With `[A]` right after the prompt; arXiv 2604.06374 finds a drop from 94.5 to 13.8 %.
  public var removed: Control
  /// With L zero vectors in their place.
  public var zeroed: Control
  /// With the thoughts of the next problem that has the same L.
  public var swapped: Control
  /// With the mean of all problems' c-th thoughts as thought c.
  public var mean: Control

  package init(own: Control, removed: Control, zeroed: Control, swapped: Control, mean: Control) {
    (self.own, self.removed, self.zeroed, self.swapped, self.mean) = (own, removed, zeroed, swapped, mean)
  }
}
