// A training run on disk: where it starts (anew, or from a checkpoint), what it writes on the way, and how it ends.
// What is computed is Trainer.swift's; what is shown is the chapter's.

import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Transformer

/// How a run is kept, beside its configuration.
public struct SessionOptions: Sendable {
  /// The run's folder.
  public var out: String
  /// Whether to go on from the newest whole checkpoint in it.
  public var resume: Bool
  /// Whether to replace a run that it holds.
  public var overwrite: Bool
  /// Worker threads of this process.
  public var threads: Int
  /// The command line, which the record keeps.
  public var command: [String]
  /// The commit of the source, which rank 0's record keeps.
  public var commit: String

  /// Options for a run in the folder `out`.
  public init(
    out: String, resume: Bool = false, overwrite: Bool = false, threads: Int = 1, command: [String] = [],
    commit: String = "unknown"
  ) {
    self.out = out
    self.resume = resume
    self.overwrite = overwrite
    self.threads = threads
    self.command = command
    self.commit = commit
  }
}

/// A run and its folder. Every rank makes one, and only rank 0 writes.
public final class TrainingSession {
  /// How a run ended.
  public enum Outcome: Sendable, Hashable {
    /// The last step was reached.
    case finished
    /// SIGINT or SIGTERM (its number) came: the step was finished and a checkpoint saved.
    case interrupted(Int32)
  }

  /// The run in memory.
  public let trainer: Trainer
  /// What happened at the start, for the terminal (`resumed from step 250`, warnings).
  public private(set) var messages: [String] = []
  private let world: World
  private let folder: RunFolder
  /// Held by rank 0 as long as this object lives.
  private let lock: RunLock?
  private let configuration: TrainingConfiguration
  private let samples: String
  private var log: RunLog?
  /// Where the numbers come from, and the numbers so far.
  public private(set) var record: RunRecord
  private var window = Tally()
  private let before: Double
  private let start = ContinuousClock.now

  /// Opens a run: reads the newest whole checkpoint with `resume`, begins anew without. Throws `InputError` when the
  /// folder already holds a run, when the run in it has another configuration or other samples, and when another process
  /// trains in the folder.
  public static func open(
    _ configuration: TrainingConfiguration, problems: TrainingProblems, validation: [Problem],
    options: SessionOptions, world: World = .alone
  ) throws -> TrainingSession {
    try TrainingSession(configuration, problems, validation, options, world)
  }

  private init(
    _ configuration: TrainingConfiguration, _ problems: TrainingProblems, _ validation: [Problem],
    _ options: SessionOptions, _ world: World
  ) throws {
    self.world = world
    self.configuration = configuration
    folder = RunFolder(options.out)
    // Before anything in the folder is read or removed.
    lock = world.isFirst ? try RunLock.acquire(options.out) : nil
    if world.isFirst && !options.resume && !options.overwrite && folder.holdsRun {
      throw InputError(
        in: options.out, expected: "a folder without a run", found: "a run",
        next: "go on with it (--resume), replace it (--overwrite), or give another --out")
    }
    let newest =
      world.isFirst && options.resume ? folder.newest() : (checkpoint: nil, folder: "", warnings: [])
    messages = newest.warnings.map { "warning: \($0)" }
    let found = newest.checkpoint
    if let found { try TrainingSession.checkSettings(found, configuration, newest.folder) }
    // Every process has weights and two moments, and every shard a gradient.
    try TrainingSession.checkMemory(
      configuration, copies: 3 * world.localSize + configuration.shards * world.localSize / world.size,
      "weights, two moments and a gradient for each of \(configuration.shards) shards",
      next: "choose a smaller model, or fewer shards")
    let engine = Engine(
      try found.map { try configuration.fitting($0.parameters, from: newest.folder) }
        ?? TrainingSession.initialParameters(configuration, warn: world.warn),
      shards: configuration.shards, threads: options.threads, world: world)
    if let found {
      _ = engine.first.update(from: found.first)
      _ = engine.second.update(from: found.second)
    }
    engine.step = world.broadcast([found?.state.step ?? 0])[0]
    if engine.step > 0 {
      for buffer in [engine.weights, engine.first, engine.second] {
        world.broadcast(UnsafeMutableRawBufferPointer(buffer))
      }
    }
    trainer = Trainer(
      configuration, problems: problems, validation: validation, engine: engine,
      learned: world.broadcast(found?.state.learned ?? []))
    samples = trainer.fingerprint()
    if let state = found?.state {
      try TrainingSession.checkSamples(state, samples, newest.folder)
      messages.append("resumed from step \(state.step)")
    } else if options.resume {
      messages.append("nothing to resume in \(options.out): starting anew")
    }
    window = found?.state.window ?? Tally()
    before = found?.state.seconds ?? 0
    var earlier: RunRecord?
    if found != nil {
      do { earlier = try RunRecord.read(runFolder: options.out) } catch {
        messages.append("warning: the record loses its earlier parts: \(error)")
      }
    }
    record = RunRecord(
      loss: configuration.loss, seed: configuration.seed, configuration: configuration.values,
      samples: samples,
      isComplete: false, seconds: before, parts: (earlier?.parts ?? []).filter { $0.fromStep < engine.step },
      metrics: found?.state.metrics ?? Metrics())
    guard world.isFirst else { return }
    if let last = record.parts.indices.last {
      record.parts[last].toStep = min(record.parts[last].toStep, engine.step)
    }
    record.parts.append(
      RunRecord.Part(
        command: options.command.joined(separator: " "), commit: options.commit, fromStep: engine.step,
        toStep: engine.step, seconds: 0, started: Date.now.ISO8601Format(), ranks: world.size,
        threads: options.threads, machine: .here()))
    if found == nil { folder.clear() }
    folder.sweep()
    try makeFolder(options.out)
    try writeAtomically(Data(configuration.yaml.utf8), to: options.out + "/" + RunFolder.configuration)
    try writeJSON(record, to: options.out + "/" + RunRecord.file)
    log = try RunLog(folder: options.out, metrics: record.metrics)
  }

  /// Trains to the end, or to the first SIGINT, SIGTERM or SIGUSR1 on any rank.
  ///
  /// `onEvent` is told of each event on every rank, after it was written down. Throws `InputError` for a step whose
  /// loss or gradient is not finite, and when the run's folder cannot be written to.
  public func run(onEvent: (TrainingEvent) -> Void = { _ in }) throws -> Outcome {
    StopSignal.watch()
    defer { StopSignal.ignore() }
    var signal: Int32 = 0
    do {
      try trainer.train(shouldStop: {
        signal = Int32(world.largest(Int(StopSignal.number)))
        return signal != 0
      }) { event in
        if world.isFirst { try keep(event) }
        onEvent(event)
      }
    } catch let failure as NonFiniteStep {
      throw try explain(failure)
    }
    if world.isFirst {
      record.isComplete = trainer.engine.step == trainer.lastStep
      try save(record)
    }
    world.barrier()
    return signal != 0 && trainer.engine.step < trainer.lastStep ? .interrupted(signal) : .finished
  }

  private func keep(_ event: TrainingEvent) throws {
    let now = Date.now.timeIntervalSince1970
    switch event {
    case .step(let report):
      window += report.tally
      // Often enough for a curve, seldom enough for a file; a row never spans the end of an epoch.
      guard
        report.step % 25 == 0 || report.step % trainer.stepsPerEpoch == 0 || report.step == trainer.lastStep
      else {
        return
      }
      let row = TrainingRow(report, window, time: now)
      window = Tally()
      record.metrics.training.append(row)
      try log?.append(row)
    case .evaluation(let report):
      let row = EvaluationRow(report, stage: trainer.stage(atStep: max(report.step - 1, 0)), time: now)
      record.metrics.evaluations.append(row)
      try log?.append(row, isFirst: record.metrics.evaluations.count == 1)
    case .checkpoint(let step, let epoch):
      let engine = trainer.engine
      let state = CheckpointState(
        step: step, epoch: epoch, learned: trainer.learned, configuration: configuration.values,
        samples: samples, metrics: record.metrics, window: window, seconds: before + elapsed)
      let path = folder.checkpoint(step: step, epoch: epoch)
      try Checkpoint(
        state: state, parameters: engine.parameters, first: Array(engine.first), second: Array(engine.second)
      ).write(to: path)
      try folder.link(path)
      folder.prune(upTo: step, last: configuration.keepLast, every: configuration.keepEvery)
      try save(record)
    }
  }

  /// Writes the batch of a step that failed into the run's folder, and says where it and the last checkpoint are.
  private func explain(_ failure: NonFiniteStep) throws -> InputError {
    let (count, problem) = trainer.problems.batch(failure.step - 1, configuration)
    let file = "\(folder.path)/nonfinite_step_\(failure.step).json"
    if world.isFirst { try ProblemFile.write((0..<count).map(problem), to: file, neighbours: .coconut) }
    let good = folder.newest().folder
    let start = good.isEmpty ? "" : " and load_model_path=\(good), its last good checkpoint"
    return InputError(
      in: folder.path, at: "step \(failure.step)", expected: "a finite loss and gradient",
      found:
        "loss \(failure.loss), gradient norm \(failure.gradientNorm) on the \(count) problems in \(file)",
      next: "begin another run with a lower lr or a gradient_clip\(start)")
  }

  private var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  private func save(_ record: RunRecord) throws {
    var record = record
    record.seconds = before + elapsed
    if let last = record.parts.indices.last {
      record.parts[last].toStep = trainer.engine.step
      record.parts[last].seconds = elapsed
    }
    self.record = record
    try writeJSON(record, to: folder.path + "/" + RunRecord.file)
  }

  /// The weights a run starts with: `load_model_path`, or random ones. Throws `InputError` for weights of another
  /// shape, and for a model too large for this machine's memory. `warn` is `ModelFolder.read`'s.
  public static func initialParameters(
    _ configuration: TrainingConfiguration, warn: (String) -> Void
  ) throws -> Parameters<Float> {
    try checkMemory(configuration, copies: 1, "weights", next: "choose a smaller model")
    guard let path = configuration.loadModelPath else {
      return Parameters(initial: configuration.model, seed: configuration.seed)
    }
    return try configuration.fitting(ModelFolder.read(path, warn: warn), from: path)
  }

  /// Throws `InputError` where so many floats for each parameter, which are `what`, take more than this machine's memory.
  private static func checkMemory(
    _ configuration: TrainingConfiguration, copies: Int, _ what: String, next: String
  ) throws {
    let (count, memory) = (Layout(configuration.model).count, ProcessInfo.processInfo.physicalMemory)
    let needed = UInt64(count) * 4 * UInt64(copies)
    guard needed < memory else {
      throw InputError(
        in: "configuration", at: "width, layers, positions, shards",
        expected: "a model that fits in this machine's \(memory >> 30) GiB of memory",
        found: "\(count) parameters, which take \(needed >> 30) GiB (\(what))", next: next)
    }
  }

  private static func checkSettings(
    _ found: Checkpoint, _ configuration: TrainingConfiguration, _ folder: String
  ) throws {
    var began = found.state.configuration
    // Early versions recorded the shape of the YAML keys where `model_id` gave another: the checkpoint's own counts.
    var theirs = configuration
    theirs.model = found.parameters.configuration
    for key in ConfigurationKey.all where key.isShape && key.text(theirs) == key.text(configuration) {
      began[key.name] = key.text(theirs)
    }
    if let (key, then, now) = configuration.difference(from: began) {
      throw InputError(
        in: folder, at: key, expected: "\(then), as the run began with", found: now,
        next: "resume with the old value, or begin another run (--out or --overwrite)")
    }
  }

  private static func checkSamples(_ state: CheckpointState, _ samples: String, _ folder: String) throws {
    guard state.samples == samples else {
      throw InputError(
        in: folder, at: "samples",
        expected: "the training samples the run began with (\(state.samples.prefix(12))…)",
        found: "\(samples.prefix(12))…",
        next: "resume with the same data and program, or begin another run (--out or --overwrite)")
    }
  }
}

extension TrainingConfiguration {
  /// The weights of `loaded`, which the folder `path` holds, as those of `model`: dropout is this configuration's. Throws
  /// `InputError` where they have another shape, or belong to another function.
  fileprivate func fitting(_ loaded: Parameters<Float>, from path: String) throws -> Parameters<Float> {
    try loaded.configuration.checkVocabulary(model: path)
    var theirs = self
    theirs.model = loaded.configuration
    theirs.model.dropout = model.dropout
    theirs.model.initialDeviation = model.initialDeviation
    if let (key, wanted, found) = theirs.difference(from: values) {
      throw InputError(
        in: path, at: "config.json",
        expected: "the shape that the configuration gives (\(key) \(wanted))", found: "\(key) \(found)",
        next: "--set \(key)=\(found), or name another checkpoint")
    }
    return Parameters(configuration: model, values: loaded.values)
  }
}
