// What every theory record shares: the command, problems and commit behind it. Reports add results.

import Inputs

/// One theory result as a JSON file. Only `commit` depends on when it was computed; nothing depends on where.
public struct TheoryFile<Report: Codable & Sendable>: Codable, Sendable {
  /// The command that makes it.
  public var command: String
  /// The problem file it was computed on; empty if its problems were generated for it alone.
  public var testFile: String
  /// The commit of the source that computed it; nil where it is not known.
  public var commit: String?
  /// The result; its type defines what it holds.
  public var report: Report

  package init(command: String, testFile: String, commit: String? = nil, report: Report) {
    (self.command, self.testFile, self.commit, self.report) = (command, testFile, commit, report)
  }

  /// Reads a record. Throws `InputError` when it cannot be read or holds another report.
  public static func read(_ path: String) throws -> TheoryFile {
    try readJSON(Self.self, from: path, next: earlierRecord)
  }

  /// Writes it to `path`, completely or not at all. Throws `InputError`, also for numbers JSON lacks.
  public func write(to path: String) throws { try writeJSON(self, to: path) }
}
