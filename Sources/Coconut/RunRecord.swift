// `run.json`: where a run's numbers come from, and the numbers.

import Foundation
import Inputs
import Transformer

/// A run's provenance and results.
public struct RunRecord: Codable, Sendable {
  /// One start of the program.
  public struct Part: Codable, Sendable {
    /// The command, the commit it was built from (`-dirty` with changes), steps before and after, seconds of training.
    public var command: String
    public var commit: String
    public var fromStep, toStep: Int
    public var seconds: Double
    /// When it began, UTC.
    public var started: String
    /// Processes and threads of each.
    public var ranks, threads: Int
    /// The machine.
    public var machine: Machine
  }

  /// What computes.
  public struct Machine: Codable, Sendable {
    /// The processor's name, its cores, and the kernels OpenBLAS chose for it.
    public var processor: String
    public var cores: Int
    public var blas: String
    /// The operating system.
    public var system: String

    /// This machine.
    public static func here() -> Machine {
      let lines =
        (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
      let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
      return Machine(
        processor: name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown",
        cores: ProcessInfo.processInfo.processorCount, blas: blasCoreName(),
        system: ProcessInfo.processInfo.operatingSystemVersionString)
    }
  }

  /// Loss as run folders name it, and the seed.
  public var loss: String
  public var seed: UInt64
  /// The configuration by key, as YAML text, and the fingerprint of its samples.
  public var configuration: [String: String]
  public var samples: String
  /// Whether the last step was reached.
  public var isComplete: Bool
  /// Seconds of training over all parts.
  public var seconds: Double
  /// Starts of the program, in order.
  public var parts: [Part]
  /// Everything measured.
  public var metrics: Metrics

  /// Training steps of one epoch, from the last evaluation; nil before the first.
  public var stepsPerEpoch: Double? {
    metrics.evaluations.last.flatMap { $0.epoch > 0 ? Double($0.step) / Double($0.epoch) : nil }
  }

  /// Reads a run's record. Throws `InputError`.
  public static func read(runFolder: String) throws -> RunRecord {
    try readJSON(RunRecord.self, from: runFolder + "/" + RunFolder.record)
  }
}

/// The commit of the source the program was started in: what `git describe --always --dirty` says, or `unknown`.
public func currentCommit() -> String {
  let git = Process()
  git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
  let output = Pipe()
  git.standardOutput = output
  git.standardError = FileHandle.nullDevice
  guard (try? git.run()) != nil else { return "unknown" }
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  git.waitUntilExit()
  return git.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : "unknown"
}
