// What every probe's record shares: what was measured, how and on what. Each probe adds its own result.

import Inputs

/// One probe's raw data, a `probe-<name>.json`.
public struct ProbeFile<Result: Codable & Sendable>: Codable, Sendable {
  /// The probe's name, part of the file's name.
  public var probe: String
  /// What is measured, in words.
  public var definition: String
  /// The checkpoint folder, as it was named.
  public var checkpoint: String
  /// The problem file, as it was named.
  public var testFile: String
  /// The commit the run recorded; nil where there is no record beside the checkpoint.
  public var commit: String?
  /// Problems that were read.
  public var problems: Int
  /// The probe's result; its type defines what it holds.
  public var result: Result

  /// The content of a probe's file; `commit` is that of the run (`RunRecord.beside`).
  package init(
    _ probe: ProbeName, definition: String, checkpoint: String, testFile: String, commit: String?,
    problems: Int, result: Result
  ) {
    (self.probe, self.definition, self.checkpoint) = (probe.rawValue, definition, checkpoint)
    (self.testFile, self.commit, self.problems, self.result) = (testFile, commit, problems, result)
  }

  /// The content of a probe's file. Throws `InputError` when it cannot be read or holds another probe's result.
  public static func read(_ path: String) throws -> ProbeFile {
    try readJSON(Self.self, from: path, next: earlierRecord)
  }

  /// Writes `<folder>/probe-<name>.json`, completely or not at all, and returns its path. Throws `InputError`.
  public func write(into folder: String) throws -> String {
    let path = "\(folder)/\(ProbeName.file(probe))"
    try writeJSON(self, to: path)
    return path
  }
}
