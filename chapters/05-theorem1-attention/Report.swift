// Runs all of this book's measurements on the runs of one profile; each can also be run by itself.

import ArgumentParser
import Chapter
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Superposition

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure all runs of a profile (attention, prediction stage, probes) and write the records that chapter 06 reads."
  )

  @Option(help: "The profile whose runs are measured.")
  var profile: Profile = .quick

  @Option(help: ArgumentHelp("Folder of the runs.", valueName: "dir"))
  var runs = "runs"

  @Option(
    help: ArgumentHelp(
      "Problems to measure on (default: each run's own held-out problems, validation.json).",
      valueName: "file"))
  var testFile: String?

  @Option(help: ArgumentHelp("Folder for the records (default: runs/<profile>-data).", valueName: "dir"))
  var out: String?

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func run() throws {
    let data = out ?? "\(runs)/\(profile.rawValue)-data"
    let found = try measuredRuns()
    if let testFile { _ = try ProblemSets.read(testFile, note: Terminal(quiet: quiet).say) }
    let terminal = Terminal(quiet: quiet)
    // Series over checkpoints read 200 problems, as published; only probes of the last checkpoint read all.
    let first = Measurement(
      testFile: testFile, limit: 200, workers: terminal.threads(nil), terminal: terminal)
    var all = first
    all.limit = .max
    for run in found {
      let checkpoints = try CheckpointSeries.find(in: run.folder)
      func path(_ name: String) -> String { "\(data)/\(name)" }
      try measureAttention(
        checkpoints, first, c: [0, 1, 2, 3], to: path(RecordName.attention(run.loss, seed: run.seed)))
      try writeAtomically(
        try readFile("\(run.folder)/\(RunRecord.file)"), to: path(RecordName.run(run.loss, seed: run.seed)))
      try judge(run, all, to: path(RecordName.evaluation(run.loss, seed: run.seed)))
      // Where the book shows one run for Coconut or Coconut-BFS, it is the first run found with that loss.
      guard run.folder == found.first(where: { $0.isBFS == run.isBFS })?.folder else { continue }
      try measureAttention(
        checkpoints, first, c: [0, 1],
        to: path(run.isBFS ? RecordName.attentionEvolutionBFS : RecordName.attentionEvolution))
      guard !run.isBFS else { continue }
      try measurePrediction(checkpoints, first, into: data)
      try probe("\(run.folder)/\(CheckpointName.latest)", all, into: data)
    }
  }

  /// Evaluates a run on its test file. A run on full-size graphs also gets the published validation problems,
  /// if the reader has them.
  private func judge(_ run: Measured, _ measurement: Measurement, to path: String) throws {
    let terminal = measurement.terminal
    let published = run.hasFullSizeGraphs ? PublishedProblems.path() : nil
    let evaluation = try RunEvaluation.measure(
      RunRecord.read(runFolder: run.folder), runFolder: run.folder,
      testFiles: [measurement.file(of: run.folder)] + [published].compactMap { $0 },
      threads: measurement.workers)
    terminal.section("Problems never trained on: \(run.folder)")
    terminal.show(evaluationsTable([evaluation]))
    try writeJSON(evaluation, to: path)
    terminal.say("→ \(path)")
  }

  /// A run of the profile.
  private struct Measured {
    let folder: String
    let loss: Loss
    let seed: UInt64
    let hasFullSizeGraphs: Bool
    var isBFS: Bool { loss != .coconut }
  }

  /// The complete runs in order: Coconut, the frontier (with it a model searches), other candidate sets.
  private func measuredRuns() throws -> [Measured] {
    let losses: [Loss] = [.coconut, .bfsFrontier, .bfsSuccessors, .bfsReachable]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    let found = try losses.flatMap { loss in
      try names.sorted().compactMap { name -> Measured? in
        guard name.hasPrefix(RunRecord.folder(profile: profile.rawValue, loss)) else { return nil }
        let record = try RunRecord.read(runFolder: "\(runs)/\(name)")
        guard record.isComplete else { return nil }
        return Measured(
          folder: "\(runs)/\(name)", loss: loss, seed: record.seed,
          hasFullSizeGraphs: record.configuration["problems"] == "file"
            || record.configuration["max_nodes"].flatMap(Int.init) ?? 0 >= 28)
      }
    }
    guard !found.isEmpty else {
      throw InputError(
        in: runs, expected: "complete runs named \(profile.rawValue)-<loss>-seed<k>", found: "none",
        next: "train first: ./build.sh 03 --profile \(profile.rawValue)")
    }
    return found
  }
}
