// One line of the claims table: what is stated, what was found here, and the verdict. It measures nothing.

/// What the raw data say of a claim.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Trained models here show it.
  case reproduced
  /// Trained models here that could have shown it do not.
  case notReproduced = "not reproduced"
  /// The raw data are here and do not say: a model has not learned what the claim is about, there are too few seeds, or its points leave it
  /// open.
  case notDecided = "not decided"
  /// The raw data are not here.
  case notTested = "not tested"
  /// The theory's numbers show it.
  case holds
  /// The theory's numbers do not.
  case doesNotHold = "does not hold"

  /// The mark that stands before the verdict.
  public var mark: String {
    switch self {
    case .reproduced, .holds: "✔"
    case .notReproduced, .doesNotHold: "✘"
    case .notDecided, .notTested: "–"
    }
  }
}

/// Who makes a claim.
public enum ClaimSource: String, Codable, Sendable, CaseIterable {
  /// The paper, arXiv 2509.23365.
  case paper
  /// Its predecessor, arXiv 2505.12514.
  case predecessor
  /// This project.
  case ours
  /// Work that came after the paper.
  case after

  /// The heading of their table.
  public var title: String {
    switch self {
    case .paper: "The paper's claims"
    case .predecessor: "Its predecessor's"
    case .ours: "Ours"
    case .after: "After the paper"
    }
  }

  /// Whose claims these are, in a word or two.
  public var whose: String {
    switch self {
    case .paper: "the paper"
    case .predecessor: "its predecessor"
    case .ours: "ours"
    case .after: "later work"
    }
  }
}

/// A statement, what its authors give for it, and what was found here.
public struct Claim: Encodable, Hashable, Sendable {
  /// What `paper` says of a claim that is ours alone.
  package static let notStated = "(not stated)"

  /// A short name that stays the same.
  public let id: String
  /// Who makes it.
  public let table: ClaimSource
  /// What is stated, in one sentence.
  public let statement: String
  /// Where it is stated: theorem, figure or section.
  public let source: String
  /// What would count against it; nil for the theory, whose rules stand in TheoryClaims.swift.
  public let against: String?
  /// What its authors give, in words or numbers.
  public let paper: String
  /// What was found here, in words or numbers.
  public let ours: String
  /// The same in at most twelve words, for the front page; nil where `ours` is all there is. The JSON list leaves it out.
  public let inShort: String?
  /// The interval of the number that decides, in words; nil where there is none.
  public let interval: String?
  /// How many different seeds the judged trainings have; nil for the theory.
  public let seeds: Int?
  /// The verdict.
  public let verdict: Verdict
  /// The command that makes the raw data.
  public let command: String

  package init(
    id: String, table: ClaimSource, statement: String, source: String, against: String?, paper: String,
    ours: String, inShort: String? = nil, interval: String? = nil, seeds: Int?, verdict: Verdict,
    command: String
  ) {
    (self.id, self.table, self.statement, self.source, self.against) = (id, table, statement, source, against)
    (self.paper, self.ours, self.inShort, self.interval) = (paper, ours, inShort, interval)
    (self.seeds, self.verdict, self.command) = (seeds, verdict, command)
  }

  private enum CodingKeys: String, CodingKey {
    case id, table, statement, source, against, paper, ours, interval, seeds, verdict, command
  }

  /// Writes every key, with null where there is nothing, so that each row has the same form.
  public func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    try row.encode(id, forKey: .id)
    try row.encode(table, forKey: .table)
    try row.encode(statement, forKey: .statement)
    try row.encode(source, forKey: .source)
    try row.encode(against, forKey: .against)
    try row.encode(paper, forKey: .paper)
    try row.encode(ours, forKey: .ours)
    try row.encode(interval, forKey: .interval)
    try row.encode(seeds, forKey: .seeds)
    try row.encode(verdict, forKey: .verdict)
    try row.encode(command, forKey: .command)
  }
}

/// What a rule found.
public struct Finding: Sendable, Hashable {
  /// What the claim's authors give.
  public let paper: String
  /// What was found here.
  public let ours: String
  /// The same in at most twelve words, for the front page; nil where `ours` is all there is.
  public let inShort: String?
  /// The interval of the number that decides.
  public let interval: String?
  /// How many different seeds the judged trainings have.
  public let seeds: Int
  /// The verdict.
  public let verdict: Verdict

  /// A finding with its verdict.
  public init(
    paper: String, ours: String, inShort: String? = nil, interval: String? = nil, seeds: Int, verdict: Verdict
  ) {
    (self.paper, self.ours, self.inShort, self.interval) = (paper, ours, inShort, interval)
    (self.seeds, self.verdict) = (seeds, verdict)
  }

  /// A finding that supports the claim or speaks against it.
  public init(
    paper: String, ours: String, inShort: String? = nil, interval: String? = nil, seeds: Int, holds: Bool
  ) {
    self.init(
      paper: paper, ours: ours, inShort: inShort, interval: interval, seeds: seeds,
      verdict: holds ? .reproduced : .notReproduced)
  }
}
