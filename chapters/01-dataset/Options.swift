// Chapter 01's flags, and its two other tasks: to verify generated sets, and to check a problem file.

import ArgumentParser
import Chapter
import Foundation
import Reachability
import Records

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

  /// The command that writes these sets again.
  var command: String {
    "./build.sh 01 --train \(train) --valid \(valid) --test \(test) --seed \(seed)"
      + " --neighbours \(neighbours.rawValue)" + (common.out.map { " --out \($0)" } ?? "")
  }

  /// Without --out, the sets go to data/prosqa/, the raw data of figures to data/, and figures to figures/.
  var sets: String { common.out ?? "data/prosqa" }
  var data: String { common.out ?? "data" }
  var figures: String { common.out ?? "figures" }
}

extension Options {
  /// Reads the options of this run. With `--verify` or `--import`, does only that and ends the program.
  static func read() -> Options {
    let options = chapterOptions(Options.self)
    if options.verify {
      orExit { try options.verifySets() }
      Foundation.exit(0)
    }
    if let file = options.file {
      orExit { try options.describe(file) }
      Foundation.exit(0)
    }
    return options
  }

  private func verifySets() throws {
    for set in try ProblemSets.verify(manifest: "\(data)/\(RecordName.manifest)", folder: sets) {
      common.terminal.say("\(set.file): \(set.problems) problems, seed \(set.seed), SHA-256 as recorded")
    }
  }

  private func describe(_ file: String) throws {
    let problems = try ProblemFile.read(file)
    common.terminal.section("Problems of \(file)")
    common.terminal.say("\(problems.count) problems, all valid")
    let ours = Generator().problems(ProblemSets.publishedCount(.test), of: .test, seed: seed)
    let report = DatasetReport(
      ("imported", problems), beside: DatasetHistograms.Set("generated", ours))
    common.terminal.show(report, "imported", "generated (\(ours.count))")
    if let out = common.out {
      common.terminal.section("Files")
      for path in try report.write(data: out, figures: out) { common.terminal.say("  \(path)") }
    }
  }
}
