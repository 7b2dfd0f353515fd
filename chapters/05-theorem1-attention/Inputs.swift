// The flags that this chapter's measurements share.

import ArgumentParser
import Chapter
import Inputs
import Reachability

struct MeasurementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Problems, a JSON file in the published schema (default: the run's validation.json).", valueName: "file"
    ))
  var testFile: String?

  @Option(help: "Read at most this many problems, from the first on.")
  var maxSamples = 200

  @Option(help: "Worker threads (default: all cores).")
  var threads: Int?

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func validate() throws {
    if maxSamples < 1 { throw ValidationError("--max-samples must be at least 1, found \(maxSamples)") }
    try checkThreads(threads)
  }

  var terminal: Terminal { Terminal(quiet: quiet) }

  var workers: Int { terminal.threads(threads) }

  /// The test file: as asked, or the held-out problems of the run in the folder `run`.
  func testFile(of run: String) -> String { testFile ?? run + "/validation.json" }

  /// The first problems of a test file.
  func problems(_ file: String) throws -> [Problem] { Array(try ProblemFile.read(file).prefix(maxSamples)) }
}

/// Which checkpoints of a run.
struct SeriesOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A run's folder of checkpoint_<n> folders.", valueName: "dir"))
  var checkpointDir = "runs/quick-coconut-seed0"

  @Option(parsing: .upToNextOption, help: "Epochs n to read (default: all there are).")
  var epochs: [Int] = []

  func validate() throws {
    if let epoch = epochs.first(where: { $0 < 0 }) {
      throw ValidationError("--epochs must be 0 or more, found \(epoch)")
    }
  }
}
