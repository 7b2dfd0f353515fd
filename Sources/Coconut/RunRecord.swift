// `run.json`: where a run's numbers come from, and the numbers.

import Foundation
import Inputs
import Transformer

/// A run's provenance and results.
public struct RunRecord: Codable, Sendable {
  /// One start of the program.
  public struct Part: Codable, Sendable {
    /// The command line.
    public var command: String
    /// The commit of the source it was started in (`currentCommit`), `-dirty` with changes.
    public var commit: String
    /// Steps finished when it began.
    public var fromStep: Int
    /// Steps finished when it ended, or that a later part went on from.
    public var toStep: Int
    /// Seconds by the clock from opening the run to its last save, evaluations and checkpoints included.
    public var seconds: Double
    /// When it began, UTC (ISO 8601).
    public var started: String
    /// Processes (MPI ranks).
    public var ranks: Int
    /// Worker threads of each process.
    public var threads: Int
    /// The machine of rank 0.
    public var machine: Machine
  }

  /// What computes.
  public struct Machine: Codable, Sendable {
    /// The processor's name as the system gives it; `unknown` where it does not.
    public var processor: String
    /// Logical cores of the machine.
    public var cores: Int
    /// The kernels OpenBLAS chose for it (`blasCoreName`).
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

  /// Loss as run folders name it (`TrainingConfiguration.lossName`).
  public var loss: String
  /// Seed of every random stream.
  public var seed: UInt64
  /// The configuration by key, each value as YAML text.
  public var configuration: [String: String]
  /// The fingerprint of the run's samples (`Trainer.fingerprint`).
  public var samples: String
  /// Whether the last step was reached.
  public var isComplete: Bool
  /// Seconds over all parts whose steps count.
  public var seconds: Double
  /// Starts of the program, in order.
  public var parts: [Part]
  /// Everything measured.
  public var metrics: Metrics

  /// Training steps of one epoch, from the last evaluation; nil before the first.
  public var stepsPerEpoch: Double? {
    metrics.evaluations.last.flatMap { $0.epoch > 0 ? Double($0.step) / Double($0.epoch) : nil }
  }

  /// Reads the `run.json` of a run's folder. Throws `InputError` when there is none or it is not one.
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
