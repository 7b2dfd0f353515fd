// What a run's checkpoints do at each hop, and the scale test: raw data for the claims about the paper's contrast.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Superposition
import Transformer

struct Hops: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure a run's checkpoints after each number of thoughts: attention, predictions, evenness, losses.")

  @OptionGroup var options: CheckpointOptions

  func run() throws {
    let (measurement, run) = (options.measurement.measurement, try options.find())
    let (set, terminal) = (try measurement.problems(of: run.folder), measurement.terminal)
    terminal.section("Hop by hop: \(run.folder), \(set.problems.count) problems")
    let measured = try run.checkpoints.map { checkpoint in
      let most = max(3, set.problems.map(\.pathLength).max() ?? 0)
      let reader = try Reader.read(
        checkpoint: checkpoint.folder, reading: set.problems, from: set.file, thoughts: most,
        threads: measurement.workers)
      return HopSeries.Checkpoint(
        epoch: checkpoint.epoch, step: checkpoint.step,
        stage: run.record?.metrics.training.last { $0.step == checkpoint.step }?.stage,
        answered: Estimate(reader.answersRightly(set.problems).map { $0 ? 1 : 0 }),
        hops: HopReads.measure(reader, set.problems))
    }
    let data = HopSeries(
      run: run.name, record: run.record, testFile: set.file, problems: set.problems.count,
      checkpoints: measured)
    terminal.hops(data)
    let path = "\(options.out)/\(RecordName.hops(run.name))"
    try writeJSON(data, to: path)
    terminal.say("→ \(path)")
  }
}

struct Scale: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Multiply the last layer's queries by a factor, and find the factor at which each loss is least.")

  @OptionGroup var options: CheckpointOptions

  func run() throws {
    let (measurement, run) = (options.measurement.measurement, try options.find())
    let (set, terminal) = (try measurement.problems(of: run.folder), measurement.terminal)
    terminal.section("The scale test: \(run.folder), \(set.problems.count) problems")
    let measured = try run.checkpoints.map { checkpoint in
      let parameters = try ModelFolder.read(checkpoint.folder)
      try parameters.configuration.check(
        reads: set.problems, thoughts: 3, closing: 0, model: checkpoint.folder, problems: set.file)
      return ScaleTest.Checkpoint(
        epoch: checkpoint.epoch, step: checkpoint.step,
        curves: ScaleTest.measure(parameters, set.problems, threads: measurement.workers))
    }
    let data = ScaleTest(
      run: run.name, record: run.record, testFile: set.file, scales: ScaleTest.grid, checkpoints: measured)
    terminal.scaleTest(data)
    let path = "\(options.out)/\(RecordName.scale(run.name))"
    try writeJSON(data, to: path)
    terminal.say("→ \(path)")
  }
}

struct Independent: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the results of an independent run of the published recipe into one record.")

  @Option(help: ArgumentHelp("Folder with its run.json and metrics.jsonl.", valueName: "dir"))
  var results: String

  @Option(help: ArgumentHelp("Folder for independent_<loss>_seed<k>.json.", valueName: "dir"))
  var out: String

  func run() throws {
    let record = try IndependentRun.read(results: results)
    let path = "\(out)/\(RecordName.independent(record.run.loss, seed: record.run.seed))"
    try writeJSON(record, to: path)
    Terminal(quiet: false).say("→ \(path)")
  }
}

/// Which checkpoints are measured, on what, and where the record goes.
struct CheckpointOptions: ParsableArguments {
  @OptionGroup var series: SeriesOptions
  @OptionGroup var measurement: MeasurementOptions

  @Option(
    help: ArgumentHelp("One checkpoint's folder, made by any program, in place of a run's.", valueName: "dir")
  )
  var checkpoint: String?

  @Option(help: ArgumentHelp("Folder for the record, named after the run.", valueName: "dir"))
  var out: String

  /// Finds the checkpoints. Throws `InputError`.
  fileprivate func find() throws -> MeasuredRun { try MeasuredRun(series, or: checkpoint) }
}

/// A run's folder with its checkpoints, or one checkpoint's folder.
private struct MeasuredRun {
  let folder: String
  /// Nil for a checkpoint of another program.
  let record: RunRecord?
  let checkpoints: [(folder: String, epoch: Int, step: Int)]

  /// The folder's last component.
  var name: String { URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent }

  /// Throws `InputError` for a folder without checkpoints.
  init(_ series: SeriesOptions, or checkpoint: String?) throws {
    if let checkpoint {
      (folder, record, checkpoints) = (checkpoint, nil, [(checkpoint, 0, 0)])
    } else {
      let found = try series.find()
      let record = try RunRecord.read(runFolder: found.folder)
      (folder, self.record) = (found.folder, record)
      checkpoints = found.epochs.map { epoch in
        (found.path(epoch), epoch, Int((Double(epoch) * (record.stepsPerEpoch ?? 0)).rounded()))
      }
    }
  }
}

extension Terminal {
  /// The series as a table: one row a checkpoint and c.
  fileprivate func hops(_ data: HopSeries) {
    table(
      [
        "step", "answers", "c", "difference", "at source", "at target", "in frontier", "evenness", "Coconut",
        "BFS",
      ],
      data.checkpoints.flatMap { checkpoint in
        checkpoint.hops.map { hop in
          func shown(_ value: Estimate?, _ digits: Int) -> String {
            value.map { number($0.mean, digits) } ?? "–"
          }
          return [
            "\(checkpoint.step)", shown(checkpoint.answered, 2), "\(hop.c)",
            shown(hop.logitDifference[.edgeToken], 1),
            shown(hop.logitDifference[.source], 1), shown(hop.logitDifference[.target], 1),
            shown(hop.inFrontier, 2), shown(hop.evenness, 2), shown(hop.losses[.coconut], 3),
            shown(hop.losses[.bfsFrontier], 3),
          ]
        }
      }, left: [])
  }

  /// Where each loss is least, one row a checkpoint and curve.
  fileprivate func scaleTest(_ data: ScaleTest) {
    let losses = ScaleTest.tabulated
    table(
      ["step", "c", "thoughts"] + losses.map(\.title),
      data.checkpoints.flatMap { checkpoint in
        checkpoint.curves.map { curve in
          ["\(checkpoint.step)", "\(curve.c)", curve.thoughts.rawValue]
            + losses.map { loss in
              curve.best[loss].map {
                "\(number($0.scale, 2)) (\(number($0.low, 2))…\(number($0.high, 2)))"
              } ?? "–"
            }
        }
      }, left: [2])
  }
}
