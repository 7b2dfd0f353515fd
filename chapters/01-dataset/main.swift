// Chapter 01: the task of the paper, its problems generated, checked and compared with the published ones. It trains
// nothing.

import ArgumentParser
import Chapter
import Figures
import Foundation
import Inputs
import Reachability

extension Neighbours: ExpressibleByArgument {}

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "01-dataset",
    abstract: "Generates ProsQA problems, checks problem files and compares them with the published ones.")

  @Option(help: "Training problems to generate.") var train = ProblemSets.publishedCount(.train)
  @Option(help: "Validation problems to generate.") var valid = ProblemSets.publishedCount(.valid)
  @Option(help: "Test problems to generate.") var test = ProblemSets.publishedCount(.test)
  @Option(
    help: "Meaning of neighbor_k in the files: shortest-path nodes (coconut) or all within k hops (bfs).")
  var neighbours: Neighbours = .coconut
  @Option(
    name: .customLong("import"), help: ArgumentHelp("Read and check a problem file.", valueName: "file"))
  var file: String?
  @Flag(help: "Check the sets that data/manifest.json records, and their files.") var verify = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    for (flag, count) in [("--train", train), ("--valid", valid), ("--test", test)] {
      guard (1...ProblemSets.largestCount).contains(count) else {
        throw ValidationError("\(flag) must be 1 to \(ProblemSets.largestCount), found \(count)")
      }
    }
    if verify && file != nil { throw ValidationError("--verify and --import exclude each other") }
  }

  var seed: UInt64 { common.seed ?? 0 }

  /// How many problems of each set.
  func count(_ split: Split) -> Int {
    switch split {
    case .train: train
    case .valid: valid
    case .test: test
    }
  }

  /// The command that writes the sets again.
  var command: String {
    "./build.sh 01 --train \(train) --valid \(valid) --test \(test) --seed \(seed)"
      + " --neighbours \(neighbours.rawValue)" + (common.out.map { " --out \($0)" } ?? "")
  }

  /// Without --out the sets go to data/prosqa/, what figures are drawn from to data/, figures to figures/.
  var sets: String { common.out ?? "data/prosqa" }
  var data: String { common.out ?? "data" }
  var figures: String { common.out ?? "figures" }
}

let options = chapterOptions(Options.self)
let terminal = options.common.terminal

/// The published validation problems, where the reader has them.
func publishedValidation() throws -> [Problem]? {
  try PublishedProblems.path().map { try ProblemFile.read($0) }
}

/// The table of a report; the columns of the comparison only where there is one.
func show(_ report: DatasetReport, _ first: String, _ other: String?) {
  func cell(_ value: Double?, _ digits: Int = 2) -> String {
    value.map { String(format: "%.\(digits)f", $0) } ?? "–"
  }
  let rows = report.statistics.map {
    [$0.quantity, "\(cell($0.mean)) ± \(cell($0.deviation))", cell($0.publishedMean)]
      + (other == nil
        ? []
        : [
          "\(cell($0.otherMean)) ± \(cell($0.otherDeviation))", cell($0.statistic, 3),
          cell($0.probability, 3),
        ])
  }
  terminal.table(["", first, "published, all"] + (other.map { [$0, "D", "p"] } ?? []), rows)
  if other != nil {
    terminal.say("D and p: two-sample Kolmogorov–Smirnov test of the first column against the third.")
  }
}

func leave(_ report: DatasetReport, data: String, figures: String) throws {
  terminal.section("Files")
  for path in try report.write(data: data, figures: figures) { terminal.say("  \(path)") }
}

if options.verify {
  orExit {
    for set in try ProblemSets.verify(manifest: "\(options.data)/manifest.json", folder: options.sets) {
      terminal.say("\(set.file): \(set.problems) problems, seed \(set.seed), SHA-256 as recorded")
    }
  }
} else if let file = options.file {
  orExit {
    let problems = try ProblemFile.read(file)
    terminal.section("Problems of \(file)")
    terminal.say("\(problems.count) problems, all valid")
    let ours = Generator().problems(ProblemSets.publishedCount(.test), of: .test, seed: options.seed)
    let report = DatasetReport(("imported", problems), beside: ("generated", ours))
    show(report, "imported", "generated (\(ours.count))")
    if let out = options.common.out { try leave(report, data: out, figures: out) }
  }
} else {
  orExit {
    terminal.section("The task (paper, Section 2)")
    terminal.say(
      "A problem is a directed graph, a root and two candidates. Exactly one candidate, the target, can be")
    terminal.say(
      "reached from the root, by a shortest path of L hops. The model reads the edges as tokens and must")
    terminal.say(
      "name the target. N_c is the set of nodes within c hops; the frontier at c are those exactly c away.")

    terminal.section("Three sets, from seed \(options.seed)")
    var recorded: [ProblemSet] = []
    var training: [Problem] = []
    for split in Split.allCases {
      let made = ProblemSet.generate(
        split, count: options.count(split), seed: options.seed, neighbours: options.neighbours,
        command: options.command)
      if split == .train { training = made.problems }
      try writeAtomically(made.bytes, to: "\(options.sets)/\(made.set.file)")
      recorded.append(made.set)
      terminal.say(
        "  \(options.sets)/\(made.set.file): \(made.set.problems) problems, SHA-256 \(made.set.sha256)")
    }
    try writeJSON(recorded, to: "\(options.data)/manifest.json")

    terminal.section("One problem")
    if let first = training.first {
      terminal.say(first.wording.map { $0.question } ?? "")
      for hop in 0...first.pathLength {
        terminal.say(
          "  hop \(hop): frontier \(first.frontier(hop)), on a shortest path \(first.shortestPathNodes(hop))")
      }
      terminal.say(first.wording.map { $0.answer } ?? "")
      terminal.say(
        "As tokens: " + Prompt(asItStands: first).tokens.map { Vocabulary.names[$0] }.joined(separator: " "))
    }

    terminal.section("Statistics beside the published problems")
    let published = try publishedValidation()
    let report = DatasetReport(
      ("generated", training), beside: published.map { ("published validation", $0) })
    show(report, "generated", published.map { "published validation (\($0.count))" })
    if published == nil {
      terminal.say("The published files are not here: set PROSQA_DIR to the folder that has them to compare.")
    }
    try leave(report, data: options.data, figures: options.figures)
  }
}
