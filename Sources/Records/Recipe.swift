// A recipe that was tried, with its last evaluation: the schema of recipes.json, which the notes of chapter 3 show.

/// One training of a recipe.
public struct Recipe: Codable, Sendable {
  /// Right answers on problems that were not used to choose a recipe.
  public struct Answers: Codable, Sendable {
    /// Problems asked, and those answered rightly.
    public let count, correct: Int
  }

  /// What distinguishes this recipe, in words.
  public let recipe: String
  /// The command that trains it, and the commit it was run at.
  public let command, commit: String
  /// Seed of every random stream.
  public let seed: UInt64
  /// Seconds by the clock; nil where they were not kept.
  public let seconds: Double?
  /// Worker threads; nil where they were not kept.
  public let threads: Int?
  /// The machine it ran on.
  public let machine: RunRecord.Machine
  /// The last evaluation, on validation problems.
  public let evaluation: EvaluationRow
  /// Earlier evaluations that the notes name.
  public let earlier: [EvaluationRow]?
  /// Right answers by set (`test`, `published`), if this recipe was chosen.
  public let judged: [String: Answers]?
}
