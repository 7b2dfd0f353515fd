// A training chapter: what it is told, the one run it makes, and how it ends. What is shown of the run beside its course
// is the chapter's (TrainingTables.swift).

import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Training
import Transformer

/// The configuration, the terminal and the run of chapter 03 or 04, whether it was started alone or by mpirun.
package struct TrainingLesson {
  /// The configuration that the options amount to.
  package let configuration: TrainingConfiguration
  /// Silent on ranks other than 0.
  package let terminal: Terminal
  /// The held-out problems that the run is measured on.
  package let heldOut: [Problem]
  private let problems: TrainingProblems
  private let page: TrainingPage

  /// Reads the configuration and the problems. Ends the program after `--print-config` and `only_eval`, and with
  /// one line on the standard error where something cannot be used.
  ///
  /// `chapter` is the name of the chapter's folder, where its profiles are.
  package init(_ options: TrainingOptions, chapter: String) {
    let (configuration, notes) = orExit { try options.configuration(chapter: chapter) }
    if options.printConfig {
      for note in notes { print("# note: \(note)") }
      print(configuration.yaml, terminator: "")
      exit(0)
    }
    let world = World.join()
    let page = TrainingPage(
      options: options, configuration: configuration, notes: notes, out: options.folder(configuration),
      world: world)
    if configuration.onlyEvaluate {
      orExit { try world.perform(page.evaluate) }
      world.leave()
      exit(0)
    }
    (problems, heldOut) = orExit { try world.perform(page.problems) }
    self.configuration = configuration
    terminal = page.terminal
    self.page = page
  }

  /// The stages that the run passes.
  package var curriculum: [CurriculumStage] {
    configuration.curriculum(stepsPerEpoch: problems.stepsPerEpoch(configuration))
  }

  /// Trains to the end and returns the run's record, on rank 0; the other ranks end here. Ends the program with 130 or
  /// 143 after a signal, and with one line on the standard error after an error.
  package func train() -> RunRecord {
    let record = orExit { try page.world.perform { try page.train(problems, heldOut) } }
    page.world.leave()
    if !page.world.isFirst { exit(0) }
    return record
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
    Terminal(quiet: options.common.quiet || !world.isFirst, isLecture: options.common.lecture)
  }

  /// Worker threads of this process: what was asked for, or its share of the machine's cores.
  var threads: Int { terminal.threads(options.threads, processes: world.localSize) }

  /// The record of a run with this very configuration that is finished; nil if there is none.
  func finishedRecord() throws -> RunRecord? {
    guard !options.overwrite, FileManager.default.fileExists(atPath: "\(out)/\(RunRecord.file)") else {
      return nil
    }
    let record = try RunRecord.read(runFolder: out)
    return record.isComplete && configuration.difference(from: record.configuration) == nil ? record : nil
  }

  /// What the run trains on and what it is measured on.
  func problems() throws -> (training: TrainingProblems, heldOut: [Problem]) {
    (
      try configuration.trainingProblems(say: terminal.note),
      try configuration.validationProblems(say: terminal.note)
    )
  }

  /// Trains to the end, and returns the run's record.
  func train(_ problems: TrainingProblems, _ heldOut: [Problem]) throws -> RunRecord {
    describe(problems)
    let session = try TrainingSession.open(
      configuration, problems: problems, validation: heldOut,
      options: SessionOptions(
        out: out, resume: options.resume, overwrite: options.overwrite, threads: threads,
        command: CommandLine.arguments, commit: world.isFirst ? currentCommit() : "unknown"),
      world: world)
    if world.isFirst {
      try ProblemFile.write(heldOut, to: "\(out)/\(RunRecord.heldOutFile)", neighbours: .coconut)
    }
    // A page shows what came of a run, not in how many goes.
    for message in session.messages { isWeaving ? terminal.note(message) : terminal.say(message) }
    if options.common.profile == .paper && options.config == nil { estimate(session.trainer, problems) }
    // A page shows the evaluations as a table, and no lines of progress.
    let progress = Progress(
      from: session.trainer.engine.step, to: session.trainer.lastStep,
      quiet: options.common.quiet || !world.isFirst || isWeaving)
    let outcome = try session.run(onEvent: progress.show)
    progress.closeLine()
    if case .interrupted(let signal) = outcome {
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
    let validation = try configuration.validationProblems(say: terminal.note)
    let reader = Reader(
      try TrainingSession.initialParameters(configuration, warn: world.warn), threads: threads)
    guard world.isFirst else { return }
    let count = configuration.evaluationProblems > 0 ? configuration.evaluationProblems : validation.count
    let evaluation = reader.evaluate(
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
        [
          "loss",
          configuration.loss.rawValue + (configuration.labels == .single ? "" : ", a label at every hop"),
        ],
        ["model", "\(model.layers) layers, width \(model.width), \(model.heads) heads, \(count) parameters"],
        ["problems", problemText(problems)],
        ["problems a step (global batch)", "\(configuration.batchSize)"],
        ["steps", "\(configuration.lastStep(stepsPerEpoch: problems.stepsPerEpoch(configuration)))"],
        ["seed", "\(configuration.seed)"],
        [
          "workers",
          "\(world.size) process\(world.size == 1 ? "" : "es"), \(measured(Double(threads), digits: 0, within: 1024)) threads each",
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
      "measured here: \(number(plan.secondsPerStep, 2)) s a step on \(world.size) rank(s); "
        + "\(trainer.lastStep - trainer.engine.step) steps will take about \(duration(plan.seconds))"
    )
    for ranks in [2, 4, 8] where ranks > world.size {
      terminal.say(
        "  with \(ranks) such machines (mpirun -n \(ranks)): about "
          + duration(plan.seconds * Double(world.size) / Double(ranks)))
    }
  }
}
