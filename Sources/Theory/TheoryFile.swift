// What the raw data of every theory result share: how they were made. Results are the reports' own.

import Inputs

/// Raw data of one theory result, as a JSON file. Nothing in it depends on when or where it was computed.
public struct TheoryFile<Report: Codable & Sendable>: Codable, Sendable {
  /// The command that makes it, and the problems it was computed on (empty: generated for it alone).
  public var command: String
  public var testFile: String
  /// The result.
  public var report: Report

  /// Raw data.
  public init(command: String, testFile: String, report: Report) {
    self.command = command
    self.testFile = testFile
    self.report = report
  }

  /// Reads raw data; throws `InputError`.
  public init(file: String) throws { self = try readJSON(Self.self, from: file) }

  /// Writes them to `path`; throws `InputError`.
  public func write(to path: String) throws { try writeJSON(self, to: path, indented: false) }
}
