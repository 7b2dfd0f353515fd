// A small training run in a folder of its own, as a program that can be stopped, killed and denied room.

import Foundation
import Testing

/// The folder of a run of `RankCheck train`, and ways to start it.
struct SmallRun: ~Copyable {
  let folder: String

  /// How a start of the program ended.
  struct Ending {
    /// The exit status, or −(signal).
    let status: Int32
    let output, errors: String
  }

  init(in place: String = FileManager.default.temporaryDirectory.path) {
    folder = place + "/run-" + UUID().uuidString
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Trains with `arguments`; under mpirun with `ranks`, below another command with `below`.
  /// - Parameter disturb: called once the program has started; it may send it signals.
  @discardableResult
  func train(
    _ arguments: [String] = [], ranks: Int? = nil, below: [String] = [], disturb: (Process) -> Void = { _ in }
  ) throws -> Ending {
    let runner = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    let program = runner.deletingLastPathComponent().appendingPathComponent("RankCheck").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let launch =
      ranks.map { ["mpirun", "-q", "-n", "\($0)", "--oversubscribe", "--bind-to", "none"] } ?? []
    process.arguments = below + launch + [program, "train", folder] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    ]) { $1 }
    let base = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { for end in [".out", ".err"] { try? FileManager.default.removeItem(atPath: base + end) } }
    for end in [".out", ".err"] { _ = FileManager.default.createFile(atPath: base + end, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: base + ".out")
    process.standardError = FileHandle(forWritingAtPath: base + ".err")
    try process.run()
    disturb(process)
    process.waitUntilExit()
    return Ending(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: try String(contentsOfFile: base + ".out", encoding: .utf8),
      errors: try String(contentsOfFile: base + ".err", encoding: .utf8))
  }

  /// Weights and moments of a checkpoint, as bytes.
  func bytes(_ checkpoint: String = "checkpoint_12") throws -> [Data] {
    try ["model.safetensors", "optimizer.safetensors", "config.json"].map {
      try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(checkpoint)/\($0)"))
    }
  }

  /// Names in the folder.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

  /// Where `latest` points.
  var latest: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") }

  /// The 60 steps without a stop on one thread.
  static let straight: [Data] = {
    let run = SmallRun()
    guard let ending = try? run.train(), ending.status == 0 else { return [] }
    return (try? run.bytes()) ?? []
  }()
}
