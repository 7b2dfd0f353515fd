// What every probe's raw data share: what was measured, on what, and how it is defined. Results are the probes' own.

import Coconut
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

  /// A file's content.
  public init(
    probe: String, definition: String, checkpoint: String, testFile: String, problems: Int, result: Result
  ) {
    self.probe = probe
    self.definition = definition
    self.checkpoint = checkpoint
    self.testFile = testFile
    self.problems = problems
    self.result = result
    commit = runRecord(beside: checkpoint)?.parts.last?.commit
  }

  /// Reads a probe's file. Throws `InputError` when it cannot be read or holds another probe's result.
  public init(file: String) throws { self = try readJSON(Self.self, from: file) }

  /// Writes `<folder>/probe-<name>.json`, completely or not at all, and returns its path. Throws `InputError`.
  public func write(into folder: String) throws -> String {
    let path = "\(folder)/probe-\(probe).json"
    try writeJSON(self, to: path, indented: false)
    return path
  }
}

/// The `run.json` of the run's folder, or of the folder a checkpoint is in; nil for none.
func runRecord(beside checkpoint: String) -> RunRecord? {
  let folders = [checkpoint, parentFolder(of: checkpoint)]
  return folders.lazy.compactMap { try? RunRecord.read(runFolder: $0) }.first
}

/// Mean and spread of a sample of numbers.
public struct Moments: Codable, Sendable, Hashable {
  /// Arithmetic mean.
  public var mean: Double
  /// Standard deviation (n − 1 in the denominator; 0 for one number).
  public var deviation: Double
  /// How many numbers they are taken over.
  public var count: Int

  /// The moments of `values`; nil if there are none.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let centre = values.reduce(0, +) / Double(values.count)
    mean = centre
    let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
  }
}
