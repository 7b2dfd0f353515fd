// A small training run in a folder of its own, as a program that can be stopped, killed and denied room.

import Foundation
import TestPrograms
import Testing

/// The folder of a run of `RankCheck train`, and ways to start it.
struct SmallRun: ~Copyable {
  let folder: String

  init(in place: String = FileManager.default.temporaryDirectory.path) {
    folder = place + "/run-" + UUID().uuidString
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Trains with `arguments`; under mpirun with `ranks`, below another command with `below`.
  /// - Parameter disturb: called once the program has started; it may send it signals.
  @discardableResult
  func train(
    _ arguments: [String] = [], ranks: Int? = nil, below: [String] = [], disturb: (Process) -> Void = { _ in }
  ) throws -> Program {
    try Program(
      "RankCheck", ["train", folder] + arguments, ranks: ranks, below: below, disturb: disturb)
  }

  /// Weights and moments of a checkpoint, as bytes.
  func bytes(_ checkpoint: String = "checkpoint_12") throws -> [Data] {
    try ["model.safetensors", "optimizer.safetensors", "config.json"].map {
      try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(checkpoint)/\($0)"))
    }
  }

  /// Names in the folder.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

  /// What the lock in the folder says; empty where there is none.
  var lock: String { (try? String(contentsOfFile: folder + "/run.lock", encoding: .utf8)) ?? "" }

  /// Where `latest` points.
  var latest: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") }

  /// The 60 steps without a stop on one thread.
  static let straight: [Data] = {
    let run = SmallRun()
    guard let ending = try? run.train(), ending.status == 0 else { return [] }
    return (try? run.bytes()) ?? []
  }()
}
