// Inputs shared by this chapter's measurements: problems, checkpoints, threads and the terminal.

import ArgumentParser
import Chapter
import Inputs
import Reachability
import Records

/// The problems to measure on, the threads to use, and the terminal for the results.
struct Measurement {
  /// The problem file, or nil for the held-out problems of the measured run.
  var testFile: String?
  /// The most problems to read from it.
  var limit: Int
  var workers: Int
  var terminal: Terminal

  /// The test file for the run in the folder `run`.
  func file(of run: String) -> String { testFile ?? "\(run)/\(RunRecord.heldOutFile)" }

  /// The first `limit` problems of the test file, for the run in the folder `run`. Throws `InputError`.
  func problems(of run: String) throws -> TestSet {
    let file = file(of: run)
    return TestSet(file: file, problems: Array(try ProblemFile.read(file).prefix(limit)))
  }
}

/// Problems to measure on, and the file they came from.
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

  @Option(help: "Worker threads (default: all cores this process may use).")
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

/// Options that select a run's checkpoints.
struct SeriesOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A run's folder of checkpoint_<n> folders.", valueName: "dir"))
  var checkpointDir = "runs/quick-coconut-seed0"

  @Option(parsing: .upToNextOption, help: "Epochs n to read (default: all there are).")
  var epochs: [Int] = []

  /// Finds the checkpoints. Throws `InputError`.
  func find() throws -> CheckpointSeries { try CheckpointSeries.find(in: checkpointDir, epochs: epochs) }

  func validate() throws {
    if let epoch = epochs.first(where: { $0 < 0 }) {
      throw ValidationError("--epochs must be 0 or more, found \(epoch)")
    }
  }
}
