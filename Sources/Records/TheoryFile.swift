// What the raw data of every theory result share: how they were made, and from which source. Results are the reports' own.

import Inputs

/// Raw data of one theory result, as a JSON file. Only `commit` depends on when it was computed, nothing on where.
public struct TheoryFile<Report: Codable & Sendable>: Codable, Sendable {
  /// The command that makes it.
  public var command: String
  /// The problems it was computed on (empty: generated for it alone).
  public var testFile: String
  /// The commit of the source that computed it; nil where it is not known.
  public var commit: String?
  /// The result; its type defines what it holds.
  public var report: Report

  package init(command: String, testFile: String, commit: String? = nil, report: Report) {
    (self.command, self.testFile, self.commit, self.report) = (command, testFile, commit, report)
  }

  /// Reads raw data; throws `InputError` when they cannot be read or are another report's.
  public static func read(_ path: String) throws -> TheoryFile { try readJSON(Self.self, from: path) }

  /// Writes them to `path`, completely or not at all; throws `InputError`, also for numbers that JSON lacks.
  public func write(to path: String) throws { try writeJSON(self, to: path) }
}
