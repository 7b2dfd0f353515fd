// The claims table: what the paper states, what it gives, what a folder of raw data shows. How each claim is judged stands
// in MeasuredClaims.swift; claims of the theory are judged in TheoryClaims.swift.

import Records

/// A claim about trained models: the raw data that decide it, the command that makes them, the judgement.
public struct DeclaredClaim: Sendable {
  /// What is stated, in one sentence.
  public let statement: String
  /// Where the paper states it (theorem, figure or section; of another paper its arXiv number).
  public let source: String
  /// File names in the data folder, each standing for at least one file, `*` for anything.
  public let rawData: [String]
  /// The command that makes the raw data.
  public let command: String
  /// The paper's number, the number found, and whether they agree; nil where the raw data do not say.
  public let judge: @Sendable (RawFiles) throws -> (paper: String, here: String, holds: Bool)?
}

/// Claims as judged on one folder of raw data.
public struct ClaimsTable: Codable, Hashable, Sendable {
  /// A claim that the raw data there do not decide.
  public struct Open: Codable, Hashable, Sendable {
    /// What is stated, in one sentence.
    public let statement: String
    /// Where the paper states it.
    public let source: String
    /// The command whose raw data would decide it.
    public let command: String
    /// Whether those raw data are there but do not say (too few checkpoints, say).
    public let isUndecided: Bool
  }

  /// Claims about trained models, judged on runs and probes.
  public let measured: [Claim]
  /// Claims of the theory, judged on its records.
  public let theory: [Claim]
  /// Claims without raw data that decide them.
  public let open: [Open]

  /// Judges `claims` and the theory's on the files of `folder`. Throws `InputError` for raw data that cannot be used.
  public static func judge(_ folder: String, claims: [DeclaredClaim] = measuredClaims) throws -> ClaimsTable {
    var (measured, open): ([Claim], [Open]) = ([], [])
    for claim in claims {
      let files = RawFiles(in: folder, matching: claim.rawData)
      let isThere = claim.rawData.allSatisfy { !files.matching($0).isEmpty }
      if isThere, let found = try claim.judge(files) {
        measured.append(
          Claim(
            statement: claim.statement, source: claim.source, paper: found.paper, here: found.here,
            holds: found.holds))
      } else {
        open.append(
          Open(
            statement: claim.statement, source: claim.source, command: claim.command, isUndecided: isThere))
      }
    }
    let theory = try theoryClaims(in: folder)
    if theory.isEmpty {
      open.append(
        Open(
          statement: "The theorems in numbers", source: "Theorems 1–3", command: "./build.sh 05 theory",
          isUndecided: false))
    }
    return ClaimsTable(measured: measured, theory: theory, open: open)
  }
}
