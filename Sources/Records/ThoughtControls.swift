// Answer accuracy with the thoughts left as they are, removed, or replaced. The schema of a record; measuring it is the module Superposition's.

/// Greedy answer accuracy under replaced thoughts.
public struct ThoughtControls: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Share of problems whose greedy token at [A] is the target (edges and candidates shuffled). own: the model's L \
    thoughts. removed: [A] right after the prompt. zeroed: L zero vectors. swapped: the thoughts of the next problem \
    with the same L (problems without one are not counted). mean: thought c is the mean of all problems' c-th thoughts.
    """

  /// What was answered with the thoughts treated in one way.
  public struct Control: Codable, Sendable, Hashable {
    /// Problems asked.
    public var count: Int
    /// Those answered rightly.
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
