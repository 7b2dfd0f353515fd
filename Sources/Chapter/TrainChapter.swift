// What the two training chapters do with their flags: say what will happen, train, show what came of it.

import Coconut
import Foundation
import Inputs
import Reachability
import Transformer

/// Trains as `options` say and shows the run; ends the program with 130 or 143 after a signal.
///
/// - Parameter chapter: the chapter's folder, where its profiles are.
public func trainChapter(_ options: TrainingOptions, chapter: String) throws {
  let (configuration, notes) = try options.configuration(chapter: chapter)
  if options.printConfig {
    for note in notes { print("# note: \(note)") }
    return print(configuration.yaml, terminator: "")
  }
  let out = options.folder(configuration)
  try World.run { world in
    let page = TrainingPage(
      options: options, configuration: configuration, notes: notes, out: out, world: world)
    if configuration.onlyEvaluate { try page.evaluate() } else { try page.train() }
  }
}

/// One training run, shown.
struct TrainingPage {
  let options: TrainingOptions
  let configuration: TrainingConfiguration
  let notes: [String]
  let out: String
  let world: World
  /// The terminal; silent on ranks other than 0.
  var terminal: Terminal {
    Terminal(quiet: options.common.quiet || !world.isFirst, step: options.common.step)
  }

  /// Worker threads of this process: what was asked for, or its share of the machine's cores.
  var threads: Int {
    options.threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount / world.localSize)
  }

  /// The record of a run with this very configuration that is finished; nil if there is none.
  func finishedRecord() throws -> RunRecord? {
    guard !options.overwrite, FileManager.default.fileExists(atPath: out + "/run.json") else { return nil }
    let record = try RunRecord.read(runFolder: out)
    return record.isComplete && configuration.difference(from: record.configuration) == nil ? record : nil
  }

  /// Trains to the end, and returns the run's record.
  @discardableResult
  func train() throws -> RunRecord {
    let problems = try configuration.trainingProblems(say: terminal.say)
    let validation = try configuration.validationProblems(say: terminal.say)
    describe(problems)
    let session = try TrainingSession(
      configuration, problems: problems, validation: validation,
      options: SessionOptions(
        out: out, resume: options.resume, overwrite: options.overwrite, threads: threads,
        command: CommandLine.arguments),
      world: world)
    if world.isFirst {
      try ProblemFile.write(validation, to: out + "/validation.json", neighbours: .coconut)
    }
    for message in session.messages { terminal.say(message) }
    if options.common.profile == .paper && options.config == nil { estimate(session.trainer, problems) }
    let progress = Progress(
      from: session.trainer.engine.step, to: session.trainer.lastStep,
      quiet: options.common.quiet || !world.isFirst)
    let outcome = try session.run(onEvent: progress.show)
    progress.closeLine()
    switch outcome {
    case .finished: if world.isFirst { show(session.record.metrics.evaluations) }
    case .interrupted(let signal):
      terminal.say(
        "stopped by signal \(signal) after step \(session.trainer.engine.step); go on with --resume")
      // MPI was joined: every rank ends by itself, with the code of the signal.
      fflush(nil)
      exit(128 + signal)
    }
    return session.record
  }

  /// Measures the weights of `load_model_path` on the validation problems and writes nothing (`only_eval`).
  func evaluate() throws {
    guard let path = configuration.loadModelPath else {
      throw InputError(
        in: "configuration", at: "load_model_path", expected: "a checkpoint, since only_eval is set",
        found: "None", next: "--set load_model_path=…")
    }
    let validation = try configuration.validationProblems(say: terminal.say)
    let engine = Engine(
      try TrainingSession.initialParameters(configuration), shards: 1, threads: threads)
    guard world.isFirst else { return }
    let count = configuration.evaluationProblems > 0 ? configuration.evaluationProblems : validation.count
    let evaluation = engine.evaluate(
      Array(validation.prefix(count)), seed: configuration.seed, feedback: configuration.feedback)
    for note in notes { terminal.say("note: \(note)") }
    terminal.table(["\(path) on \(evaluation.count) problems", ""], evaluation.table)
  }

  private func describe(_ problems: TrainingProblems) {
    let model = configuration.model
    let count = Layout(model).count
    terminal.section("The run")
    terminal.table(
      ["", ""],
      [
        ["loss", configuration.lossName + (configuration.labels == .single ? "" : ", a label at every hop")],
        ["model", "\(model.layers) layers, width \(model.width), \(model.heads) heads, \(count) parameters"],
        ["problems", problemText(problems)],
        ["problems a step (global batch)", "\(configuration.batchSize)"],
        ["steps", "\(configuration.lastStep(stepsPerEpoch: problems.stepsPerEpoch(configuration)))"],
        ["seed", "\(configuration.seed)"],
        [
          "workers",
          "\(world.size) process\(world.size == 1 ? "" : "es") × \(threads) thread\(threads == 1 ? "" : "s")",
        ],
        ["written to", out],
      ])
    for note in notes { terminal.say("note: \(note)") }
  }

  private func problemText(_ problems: TrainingProblems) -> String {
    switch problems {
    case .file(let problems): return "\(problems.count) from \(configuration.trainPath ?? "")"
    case .stream:
      let first = configuration.graphSizes(atStep: 0)
      let last = configuration.graphSizes(atStep: .max)
      let sizes = "\(last.lowerBound)–\(last.upperBound) nodes"
      return first == last
        ? "generated, \(sizes)" : "generated, \(first.lowerBound)–\(first.upperBound) growing to \(sizes)"
    }
  }

  /// Measures a few steps at the first and the last stage and says how long the whole will take.
  private func estimate(_ trainer: Trainer, _ problems: TrainingProblems) {
    let plan = trainer.estimate()
    terminal.say(
      "measured here: \(Progress.number(plan.secondsPerStep, 2)) s a step on \(world.size) rank(s); "
        + "\(trainer.lastStep - trainer.engine.step) steps will take about \(Progress.duration(plan.seconds))"
    )
    for ranks in [2, 4, 8] where ranks > world.size {
      terminal.say(
        "  with \(ranks) such machines (mpirun -n \(ranks)): about "
          + Progress.duration(plan.seconds * Double(world.size) / Double(ranks)))
    }
  }

  private func show(_ rows: [EvaluationRow]) {
    guard let last = rows.last else { return }
    terminal.section("After \(last.step) steps")
    terminal.table(["measured on \(last.count) held-out problems", ""], last.table)
    terminal.section("Logit difference, frontier edges minus others")
    let counted = last.logitDifference.indices.filter { last.logitDifference[$0] != nil }
    terminal.table(
      ["step", "stage"] + counted.map { "c = \($0)" } + ["answers"],
      spread(rows, over: 12).map { row in
        ["\(row.step)", "\(row.stage)"]
          + counted.map { c in row.logitDifference[c].map { Progress.number($0, 1) } ?? "–" }
          + [Progress.number(row.accuracy, 2)]
      })
    terminal.say("\nnext: ./build.sh 05 --checkpoint-dir \(out)")
  }

  /// About `count` of them, evenly, the last included.
  private func spread<Item>(_ items: [Item], over count: Int) -> [Item] {
    let every = max(1, (items.count + count - 1) / count)
    return items.enumerated().filter { ($0.offset + 1) % every == 0 || $0.offset == items.count - 1 }.map(
      \.element)
  }
}
