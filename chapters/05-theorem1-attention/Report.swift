// Everything this book measures on the runs of one profile, by the commands that a reader would type one by one.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Superposition

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure all runs of a profile: attention, prediction stage and probes, as raw data for chapter 06.")

  @Option(help: "The profile whose runs are measured.")
  var profile: Profile = .quick

  @Option(help: ArgumentHelp("Folder of the runs.", valueName: "dir"))
  var runs = "runs"

  @Option(
    help: ArgumentHelp(
      "Problems to measure on (default: each run's own held-out problems, validation.json).",
      valueName: "file"))
  var testFile: String?

  @Option(help: ArgumentHelp("Folder for raw data (default: runs/<profile>-data).", valueName: "dir"))
  var out: String?

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func run() throws {
    let data = out ?? "\(runs)/\(profile.rawValue)-data"
    let found = try measuredRuns()
    if let testFile { _ = try ProblemSets.read(testFile, note: Terminal(quiet: quiet).say) }
    for run in found {
      let file = testFile ?? "\(run.folder)/validation.json"
      let common = ["--test-file", file] + (quiet ? ["--quiet"] : [])
      let name = "\(run.loss)_seed\(run.seed)"
      let attention = "\(data)/attention_\(name)_raw_data.json"
      try Measure.parse(
        ["--checkpoint-dir", run.folder, "--steps", "0", "1", "2", "3", "--output", attention] + common
      ).run()
      try writeAtomically(
        Data(contentsOf: URL(fileURLWithPath: "\(run.folder)/run.json")), to: "\(data)/run_\(name).json")
      try judge(run, on: file, to: "\(data)/evaluation_\(name).json")
      // The first run with each of the two losses of Theorem 1 stands for it where one run is shown.
      guard run.folder == found.first(where: { $0.isBFS == run.isBFS })?.folder else { continue }
      let published = run.isBFS ? "attention_evolution_bfs" : "attention_evolution"
      try Measure.parse(
        ["--checkpoint-dir", run.folder, "--output", "\(data)/\(published)_raw_data.json"] + common
      ).run()
      if !run.isBFS {
        try Prediction.parse(["--checkpoint-dir", run.folder, "--out", data] + common).run()
        // Series over checkpoints read the first 200 problems, as published; the probes of the last one read all.
        try Probes.parse(
          ["--checkpoint", "\(run.folder)/latest", "--out", data] + common
            + ["--max-samples", "\(ProblemFile.read(file).count)"]
        ).run()
      }
    }
  }

  /// Evaluates a run on `file`, and one of full-size graphs on the published validation problems too, where the reader
  /// has them.
  private func judge(_ run: Measured, on file: String, to path: String) throws {
    let terminal = Terminal(quiet: quiet)
    let published = run.hasFullSizeGraphs ? PublishedProblems.path() : nil
    let evaluation = try RunEvaluation(
      runFolder: run.folder, testFiles: [file] + [published].compactMap { $0 },
      threads: terminal.threads(nil))
    terminal.section("Problems never trained on: \(run.folder)")
    terminal.table(
      ["", "problems", "answers right", "without thoughts"],
      evaluation.answers.map { answers in
        [
          answers.file, "\(answers.evaluation.count)", percent(answers.evaluation.accuracy),
          percent(answers.evaluation.accuracyWithoutThoughts),
        ]
      })
    try writeJSON(evaluation, to: path)
    terminal.say("→ \(path)")
  }

  /// A run of the profile.
  private struct Measured {
    let folder, loss: String
    let seed: UInt64
    let hasFullSizeGraphs: Bool
    var isBFS: Bool { loss != "coconut" }
  }

  /// The complete runs, Coconut first, then the candidate sets from the one that makes a model search.
  private func measuredRuns() throws -> [Measured] {
    let losses = ["coconut", "bfs-frontier", "bfs-successors", "bfs-reachable"]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    let found = try losses.flatMap { loss in
      try names.sorted().compactMap { name -> Measured? in
        guard name.hasPrefix("\(profile.rawValue)-\(loss)-seed") else { return nil }
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
