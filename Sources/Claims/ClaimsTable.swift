// The claims table: each claim, the paper's number, and what a folder of raw data shows. The rules that judge
// a claim are in MeasuredClaims.swift and, for the theory, in TheoryClaims.swift.

import Records

/// A claim about trained models, the raw data that decide it, the command that makes them, and its rule.
public struct DeclaredClaim: Sendable {
  /// What is stated, in one sentence.
  public let statement: String
  /// Where the paper states it: theorem, figure or section; for another paper, its arXiv number.
  public let source: String
  /// Patterns of file names in the data folder; `*` matches anything, and each must match at least one file.
  public let rawData: [String]
  /// The command that makes the raw data.
  public let command: String
  /// The rule: the paper's number, the number found, and whether they agree; nil if the data cannot decide.
  public let judge: @Sendable (RawFiles) throws -> (paper: String, here: String, holds: Bool)?
}

/// All claims, judged on one folder of raw data.
public struct ClaimsTable: Codable, Hashable, Sendable {
  /// A claim that the folder's raw data do not decide.
  public struct Open: Codable, Hashable, Sendable {
    /// What is stated, in one sentence.
    public let statement: String
    /// Where the paper states it.
    public let source: String
    /// The command whose raw data would decide it.
    public let command: String
    /// True if the raw data are there but cannot decide it, for example with too few checkpoints.
    public let isUndecided: Bool
  }

  /// Claims about trained models, judged on runs and probes.
  public let measured: [Claim]
  /// Claims of the theory, judged on its records.
  public let theory: [Claim]
  /// What others have said since the paper of what thoughts cause, judged on the causal tests.
  public let after: [Claim]
  /// Claims that the folder's raw data do not decide.
  public let open: [Open]

  /// Judges `claims`, the theory's and `after` on the files in `folder`. Throws `InputError` for unusable files.
  public static func judge(
    _ folder: String, claims: [DeclaredClaim] = measuredClaims, after: [DeclaredClaim] = causalClaims
  ) throws -> ClaimsTable {
    var open: [Open] = []
    func judged(_ claims: [DeclaredClaim]) throws -> [Claim] {
      try claims.compactMap { claim in
        let files = RawFiles.find(in: folder, matching: claim.rawData)
        let isThere = claim.rawData.allSatisfy { !files.matching($0).isEmpty }
        if isThere, let found = try claim.judge(files) {
          return Claim(
            statement: claim.statement, source: claim.source, paper: found.paper, here: found.here,
            holds: found.holds)
        }
        open.append(
          Open(
            statement: claim.statement, source: claim.source, command: claim.command, isUndecided: isThere))
        return nil
      }
    }
    let (measured, after) = (try judged(claims), try judged(after))
    let theory = try theoryClaims(in: folder)
    if theory.isEmpty {
      open.append(
        Open(
          statement: "The theorems in numbers", source: "Theorems 1–3", command: "./build.sh 05 theory",
          isUndecided: false))
    }
    return ClaimsTable(measured: measured, theory: theory, after: after, open: open)
  }
}
