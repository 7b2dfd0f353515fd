// The claims table: each claim, its authors' number, and what a folder of raw data shows. The rules that judge are in
// ContrastClaims.swift (the headline), PublishedClaims.swift, MiniatureClaims.swift, MeasuredClaims.swift, CausalClaims.swift and,
// for the theory, TheoryClaims.swift.

import Records

/// A claim about trained models, the raw data that decide it, the command that makes them, and its rule.
public struct DeclaredClaim: Sendable {
  /// A short name that stays the same.
  public let id: String
  /// Who makes it.
  public let table: ClaimSource
  /// What is stated, in one sentence.
  public let statement: String
  /// Where it is stated: theorem, figure or section; for another paper, its arXiv number.
  public let source: String
  /// What would count against it.
  public let against: String
  /// Patterns of file names in the data folder; `*` matches anything, and each must match at least one file.
  public let rawData: [String]
  /// The command that makes the raw data.
  public let command: String
  /// Whether figures drawn from the first of `rawData` show the claim.
  public var isDrawn = true
  /// The rule; nil if the data say nothing of the claim.
  public let judge: @Sendable (RawFiles) throws -> Finding?
}

/// All claims, judged on one folder of raw data.
public struct ClaimsTable: Hashable, Sendable {
  /// The claims: those about trained models in the order of `declaredClaims`, then the theory's in the order of theorems.
  public let claims: [Claim]

  /// The claims of one table.
  public func claims(of table: ClaimSource) -> [Claim] { claims.filter { $0.table == table } }

  /// The claims of the front page in a few words: the contrast, what becomes of it, why it is there, and whether thoughts are used.
  private static let frontPage = [
    ("contrast-coconut-level", "Coconut: the logit difference levels off"),
    ("contrast-bfs-grows", "Coconut-BFS, accepting the frontier: it keeps growing"),
    ("contrast-bfs-reachable", "Coconut-BFS with the published set finds the first hop"),
    ("published-bfs-grows", "Published recipe, accepting the frontier: Coconut-BFS grows"),
    ("contrast-narrows", "Published recipe: once later hops are trained, Coconut-BFS's difference falls"),
    ("scale-coconut", "Coconut's attention stops growing where its loss has its minimum"),
    ("accuracy", "Two layers answer almost every problem"),
    ("rewrite-branch", "Cutting a branch from a thought changes no answer"),
  ]

  /// The claims of the front page, each with its statement in at most twelve words; `Claim.inShort` is what was found.
  public var headline: [(statement: String, claim: Claim)] {
    Self.frontPage.compactMap { id, statement in self[id].map { (statement, $0) } }
  }

  /// The theory's claims.
  public var theory: [Claim] { claims.filter { $0.seeds == nil && $0.verdict != .notTested } }

  /// The claim with this name; nil if there is none.
  public subscript(id: String) -> Claim? { claims.first { $0.id == id } }

  /// Judges `declared` and the theory's claims on the files in `folder`. Throws `InputError` for unusable files.
  public static func judge(_ folder: String, declared: [DeclaredClaim] = declaredClaims) throws -> ClaimsTable
  {
    let measured = try declared.map { claim -> Claim in
      let files = RawFiles.find(in: folder, matching: claim.rawData)
      let isThere = claim.rawData.allSatisfy { !files.matching($0).isEmpty }
      let found = isThere ? try claim.judge(files) : nil
      return Claim(
        id: claim.id, table: claim.table, statement: claim.statement, source: claim.source,
        against: claim.against, paper: found?.paper ?? "", ours: found?.ours ?? "", inShort: found?.inShort,
        interval: found?.interval, seeds: found?.seeds ?? 0,
        verdict: found?.verdict ?? (isThere ? .notDecided : .notTested),
        command: claim.command)
    }
    let theory = try theoryClaims(in: folder)
    let none = Claim(
      id: "theory", table: .paper, statement: "The theorems in numbers", source: "Theorems 1–3", against: nil,
      paper: "", ours: "", seeds: nil, verdict: .notTested, command: theoryCommand)
    return ClaimsTable(claims: measured + (theory.isEmpty ? [none] : theory))
  }
}

/// Every claim about trained models, the headline first.
public let declaredClaims = contrastClaims + publishedClaims + miniatureClaims + measuredClaims + causalClaims

/// The command that makes the theory's records.
let theoryCommand = "./build.sh 05 theory"
