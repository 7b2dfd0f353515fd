// What this chapter's measurements are told: the problems, the checkpoints, and where to show what they find.

import ArgumentParser
import Chapter
import Inputs
import Reachability
import Records

/// Problems to measure on, threads to measure with, a terminal to show it on.
struct Measurement {
  /// The problem file; nil for the held-out problems of the run that is measured.
  var testFile: String?
  /// The most problems that are read of it.
  var limit: Int
  var workers: Int
  var terminal: Terminal

  /// The first problems of the test file, for the run in the folder `run`. Throws `InputError`.
  func problems(of run: String) throws -> TestSet {
    let file = testFile ?? run + "/validation.json"
    return TestSet(file: file, problems: Array(try ProblemFile.read(file).prefix(limit)))
  }
}

/// The problems that are measured on, and the file they come from.
struct TestSet {
  let file: String
  let problems: [Problem]
}

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

  var measurement: Measurement {
    let terminal = Terminal(quiet: quiet)
    return Measurement(
      testFile: testFile, limit: maxSamples, workers: terminal.threads(threads), terminal: terminal)
  }
}

/// Which checkpoints of a run.
struct SeriesOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A run's folder of checkpoint_<n> folders.", valueName: "dir"))
  var checkpointDir = "runs/quick-coconut-seed0"

  @Option(parsing: .upToNextOption, help: "Epochs n to read (default: all there are).")
  var epochs: [Int] = []

  /// The checkpoints. Throws `InputError`.
  func find() throws -> CheckpointSeries { try CheckpointSeries.find(in: checkpointDir, epochs: epochs) }

  func validate() throws {
    if let epoch = epochs.first(where: { $0 < 0 }) {
      throw ValidationError("--epochs must be 0 or more, found \(epoch)")
    }
  }
}
