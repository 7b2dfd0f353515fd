// The chapter's flags, and the raw data that its text uses.

import ArgumentParser
import Chapter
import Records

struct Attention: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "05-theorem1-attention",
    abstract: "Theorems 1 to 3 in numbers, beside what a trained model does.",
    discussion:
      "With --checkpoint-dir DIR the attention of DIR's checkpoints is measured instead: see `measure --help`.",
    subcommands: [
      Measure.self, Prediction.self, Probes.self, Regression.self, Hops.self, Scale.self, Independent.self,
      Trace.self, Report.self, Flow.self, TheoryInNumbers.self,
    ])

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Option(help: ArgumentHelp("Checkpoint folder of the model that is measured.", valueName: "dir"))
  var checkpoint = "data/checkpoints/laptop-coconut"

  @Option(help: ArgumentHelp("Folder with the records that are shown.", valueName: "dir"))
  var data = "data"

  @Option(help: "Worker threads (default: all cores this process may use).")
  var threads: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    try checkThreads(threads)
    if common.out != nil {
      throw ValidationError("the chapter writes nothing: give --out to report, probes or theory")
    }
  }

  var workers: Int { common.terminal.threads(threads) }

  /// How many problems to measure: as many as the published script reads, or all.
  var count: Int { common.profile == .quick ? 200 : .max }

  /// Reads a result of the theory from the raw data.
  func theory<Result: Codable & Sendable>(_ name: TheoryName) -> Result {
    orExit { try TheoryFile<Result>.read("\(data)/\(name.file)").report }
  }

  /// Reads a probe's result from the raw data.
  func probe<Result: Codable & Sendable>(_ name: ProbeName) -> Result {
    orExit { try ProbeFile<Result>.read("\(data)/\(name.file)").result }
  }
}
