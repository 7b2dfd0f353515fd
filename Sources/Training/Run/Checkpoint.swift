// A checkpoint: a folder that holds everything a run needs to go on, and hashes that show whether it is whole. Where a
// run keeps its checkpoints, and how many, is RunFolder.swift's.

import Foundation
import Coconut
import Inputs
import Reachability
import Records
import Transformer

/// What `state.json` of a checkpoint says. It is written last: a folder without it is not a checkpoint.
public struct CheckpointState: Codable, Sendable {
  /// The form of the folder; another form is refused.
  public var format = CheckpointState.format
  /// Training steps finished.
  public let step: Int
  /// Epochs finished, if the checkpoint ends one; nil within an epoch.
  public let epoch: Int?
  /// The steps, ascending, after which a stage ended because its hop was learned; nil in checkpoints of versions that know
  /// no such stages.
  public let learned: [Int]?
  /// The configuration by key, each value as YAML text (`TrainingConfiguration.values`).
  public let configuration: [String: String]
  /// The fingerprint of the run's samples (`Trainer.fingerprint`), 64 hexadecimal digits.
  public let samples: String
  /// Everything measured so far.
  public let metrics: Metrics
  /// Sums since the last training row.
  let window: Tally
  /// Seconds of training so far, over all parts of the run.
  public let seconds: Double
  /// SHA-256 of every other file in the folder, in hexadecimal, by file name.
  public var files: [String: String] = [:]

  /// The form written here.
  public static let format = 1
}

/// Weights, moments and state of a run at one step.
public struct Checkpoint: Sendable {
  /// Where the run stands.
  public var state: CheckpointState
  /// The weights and the shape of the model.
  public var parameters: Parameters<Float>
  /// AdamW's m, laid out as the weights are.
  public var first: [Float]
  /// AdamW's v, laid out as the weights are.
  public var second: [Float]

  static let stateFile = "state.json"
  static let momentsFile = "optimizer.safetensors"

  /// Writes everything to `folder`, which appears complete or not at all.
  func write(to folder: String) throws {
    let partial = RunFolder.hidden(folder)
    try? FileManager.default.removeItem(atPath: partial)
    defer { try? FileManager.default.removeItem(atPath: partial) }
    var files: [(String, Data)] = [
      (ModelFolder.weightsFile, try ModelFolder.encode(parameters)),
      (
        ModelFolder.configurationFile,
        try parameters.configuration.json(beginning: Vocabulary.question, end: 0)
      ),
    ]
    let moments = [("first_moment", first), ("second_moment", second)]
    files.append(
      (
        Checkpoint.momentsFile,
        try Safetensors.encode(moments.map { (name: $0.0, shape: [$0.1.count], values: $0.1[...]) })
      ))
    var state = state
    for (name, data) in files {
      try writeAtomically(data, to: partial + "/" + name)
      state.files[name] = SHA256.digest(of: data)
    }
    try writeJSON(state, to: partial + "/" + Checkpoint.stateFile)
    try replace(folder, with: partial)
  }

  /// Reads a whole checkpoint. Throws `InputError` for a file that is missing, cut short or changed.
  public static func read(_ folder: String) throws -> Checkpoint {
    let state = try readState(folder)
    for (name, expected) in state.files.sorted(by: { $0.key < $1.key }) {
      let found = try SHA256.digest(of: readFile(folder + "/" + name, atMost: 1 << 33))
      guard found == expected else {
        throw InputError(
          in: folder + "/" + name, expected: "SHA-256 \(expected.prefix(12))…, as state.json says",
          found: "\(found.prefix(12))…", next: "remove this checkpoint: the one before it is used")
      }
    }
    let parameters = try ModelFolder.read(folder)
    let moments = try Safetensors.read(folder + "/" + momentsFile)
    func moment(_ name: String) throws -> [Float] {
      let values = try moments.values(name, as: Float.self)
      guard values.count == parameters.values.count else {
        throw InputError(
          in: folder + "/" + momentsFile, at: name,
          expected: "\(parameters.values.count) numbers, one a weight",
          found: "\(values.count)", next: "remove this checkpoint: the one before it is used")
      }
      return values
    }
    return Checkpoint(
      state: state, parameters: parameters, first: try moment("first_moment"),
      second: try moment("second_moment"))
  }

  /// Reads `state.json` alone. Throws `InputError` when it is missing, broken, of another form, or names files outside
  /// the folder.
  public static func readState(_ folder: String) throws -> CheckpointState {
    let path = folder + "/" + stateFile
    let state = try readJSON(CheckpointState.self, from: path)
    func require(_ condition: Bool, _ key: String, _ expected: String, _ found: String) throws {
      if !condition {
        throw InputError(
          in: path, at: key, expected: expected, found: found,
          next: "remove this checkpoint: the one before it is used")
      }
    }
    try require(
      state.format == CheckpointState.format, "format", "\(CheckpointState.format)", "\(state.format)")
    try require(state.step >= 0 && state.step < 1 << 40, "step", "a number of steps", "\(state.step)")
    let learned = state.learned ?? []
    try require(
      learned == learned.sorted() && learned.allSatisfy { (1...max(state.step, 1)).contains($0) }, "learned",
      "steps up to \(state.step), ascending", "\(learned.prefix(8))")
    let expected: Set = [ModelFolder.weightsFile, ModelFolder.configurationFile, momentsFile]
    try require(
      Set(state.files.keys) == expected, "files", expected.sorted().joined(separator: ", "),
      state.files.keys.sorted().joined(separator: ", "))
    return state
  }
}

/// Puts the folder `new` in the place of `old` and makes that last.
private func replace(_ old: String, with new: String) throws {
  let aside = RunFolder.hidden(old) + ".old"
  try? FileManager.default.removeItem(atPath: aside)
  let existed = rename(old, aside) == 0
  guard rename(new, old) == 0 else {
    let reason = systemError()
    if existed { _ = rename(aside, old) }
    throw InputError(
      in: old, expected: "room and permission to write", found: reason,
      next: "choose another place or check permissions")
  }
  try? FileManager.default.removeItem(atPath: aside)
  try flushFolder(parentFolder(of: old))
}
