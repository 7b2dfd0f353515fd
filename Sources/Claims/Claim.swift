// One line of the claims table: what the paper states and what was found here. It measures nothing.

/// A statement of the paper and the number found here.
public struct Claim: Codable, Hashable, Sendable {
  /// What is stated, in one sentence.
  public let statement: String
  /// Where the paper states it (theorem, equation or section).
  public let source: String
  /// What the paper gives, in words or numbers.
  public let paper: String
  /// What was found here, in words or numbers.
  public let here: String
  /// Whether what was found agrees with the statement.
  public let holds: Bool

  package init(statement: String, source: String, paper: String, here: String, holds: Bool) {
    (self.statement, self.source, self.paper, self.here, self.holds) = (statement, source, paper, here, holds)
  }
}
