// Schema of `run.json`: a run's numbers and where they come from. It computes none of them.

import Foundation
import Inputs
import Reachability

/// A run's provenance and results.
public struct RunRecord: Codable, Sendable {
  /// The record's file in a run's folder.
  public static let file = "run.json"
  /// The held-out problems that a run was evaluated on, in its folder.
  public static let heldOutFile = "validation.json"

  /// The folder of a run in its profile's own form, below the folder of runs.
  public static func folder(profile: String, _ loss: Loss, seed: some CustomStringConvertible = "") -> String
  {
    "\(profile)-\(loss.rawValue)-seed\(seed)"
  }

  /// One start of the program.
  public struct Part: Codable, Sendable {
    /// The command line.
    public var command: String
    /// The commit of the source at the start (`currentCommit`); `-dirty` marks uncommitted changes.
    public var commit: String
    /// Steps finished when it began.
    public var fromStep: Int
    /// Steps finished when it ended, or the step from which a later part resumed.
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

    package init(
      command: String, commit: String, fromStep: Int, toStep: Int, seconds: Double, started: String,
      ranks: Int, threads: Int, machine: Machine
    ) {
      (self.command, self.commit, self.fromStep, self.toStep) = (command, commit, fromStep, toStep)
      (self.seconds, self.started, self.ranks, self.threads) = (seconds, started, ranks, threads)
      self.machine = machine
    }
  }

  /// The hardware and software that compute.
  public struct Machine: Codable, Sendable {
    /// The processor's name as the system gives it; `unknown` where it does not.
    public var processor: String
    /// Logical cores of the machine.
    public var cores: Int
    /// The kernels OpenBLAS chose for it (`blasCoreName`).
    public var blas: String
    /// The operating system.
    public var system: String

    package init(processor: String, cores: Int, blas: String, system: String) {
      (self.processor, self.cores, self.blas, self.system) = (processor, cores, blas, system)
    }
  }

  /// The loss, by name (`Loss`).
  public var loss: Loss
  /// Seed of every random stream.
  public var seed: UInt64
  /// The configuration by key, each value as YAML text.
  public var configuration: [String: String]
  /// A SHA-256 that differs whenever the run's samples differ.
  public var samples: String
  /// Whether the last step was reached.
  public var isComplete: Bool
  /// Seconds over all parts whose steps were kept.
  public var seconds: Double
  /// One entry per start of the program, in order.
  public var parts: [Part]
  /// Everything measured.
  public var metrics: Metrics

  /// Training steps of one epoch, from the last row of training, whose epoch has a fraction; nil before the first.
  public var stepsPerEpoch: Double? {
    metrics.training.last.flatMap { $0.epoch > 0 ? (Double($0.step) / $0.epoch).rounded() : nil }
  }

  /// The record of a run; `checkpoint` is the run's folder or a checkpoint's folder in it. Nil without one. Throws `InputError`
  /// for one that cannot be read.
  public static func beside(_ checkpoint: String) throws -> RunRecord? {
    try [checkpoint, parentFolder(of: checkpoint)].first {
      FileManager.default.fileExists(atPath: "\($0)/\(RunRecord.file)")
    }.map(read(runFolder:))
  }

  /// What a checkpoint's model is called: its folder's name; `RUN/checkpoint_8` is epoch 8 of RUN, and `RUN/latest` is named
  /// after its run.
  public static func modelName(of checkpoint: String) -> (name: String, epoch: Int?) {
    let url = URL(fileURLWithPath: checkpoint).standardizedFileURL
    let (name, run) = (url.lastPathComponent, url.deletingLastPathComponent().lastPathComponent)
    if name == CheckpointName.latest { return (run, nil) }
    return CheckpointName.epoch(name).map { (run, $0) } ?? (name, nil)
  }

  /// Reads the `run.json` of a run's folder. Throws `InputError` when it is missing or malformed.
  public static func read(runFolder: String) throws -> RunRecord {
    try readJSON(RunRecord.self, from: runFolder + "/" + RunRecord.file)
  }

  package init(
    loss: Loss, seed: UInt64, configuration: [String: String], samples: String, isComplete: Bool,
    seconds: Double, parts: [Part], metrics: Metrics
  ) {
    (self.loss, self.seed, self.configuration, self.samples) = (loss, seed, configuration, samples)
    (self.isComplete, self.seconds, self.parts, self.metrics) = (isComplete, seconds, parts, metrics)
  }
}

/// The training step after which graphs have full size and prompts begin at position 0, by a run's configuration
/// (`TrainingConfiguration.fullSizeStep`).
public func fullSizeStep(_ configuration: [String: String]) -> Int {
  func number(_ key: String) -> Int { configuration[key].flatMap(Int.init) ?? 0 }
  return max(number("start_nodes") > 0 ? number("grow_to_step") : 0, number("offset_until_step"))
}
