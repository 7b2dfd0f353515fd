// The `evaluate` subcommand of the training chapters: what a checkpoint answers on a problem file.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Reachability
import Records
import Training

/// Greedy answer accuracy of a checkpoint, per hop the share of predictions inside the frontier, and the accuracy with
/// the thoughts removed.
package struct Evaluate: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure a checkpoint on a problem file.")

  @Option(help: ArgumentHelp("Checkpoint folder, or a run's latest.", valueName: "dir"))
  var checkpoint: String

  @Option(help: ArgumentHelp("Problems, a JSON file.", valueName: "file"))
  var testFile: String

  @Option(help: "What stood at thought positions in training.")
  var feedback: Feedback = .continuous

  @Option(help: "Number of thoughts before [A] (default: as many as the path has hops).")
  var thoughts: Int?

  @Option(help: "Seed of the order of edges and candidates.")
  var seed: UInt64 = 0

  @Option(help: "Worker threads (default: all cores this process may use).")
  var threads: Int?

  @Flag(help: "Print one JSON object.")
  var json = false

  package init() {}

  /// Throws `ValidationError` for a number of threads that no machine has, and for fewer than no thoughts.
  package func validate() throws {
    try checkThreads(threads)
    if let thoughts, thoughts < 0 {
      throw ValidationError("--thoughts must be at least 0, found \(thoughts)")
    }
  }

  /// The numbers, as printed with `--json`.
  private struct Report: Encodable {
    let accuracy: Double
    let correct, count: Int
    let frontier_share: [Double]
    let accuracy_without_thoughts: Double
  }

  /// Evaluates and prints a table, or one JSON object. Throws `InputError` for a checkpoint or problems that do not
  /// fit.
  package func run() throws {
    let problems = try ProblemFile.read(testFile)
    let reader = try Reader.read(
      checkpoint: checkpoint, reading: problems, from: testFile, thoughts: thoughts,
      threads: Terminal(quiet: json).threads(threads))
    let evaluation = reader.evaluate(problems, seed: seed, feedback: feedback, thoughts: thoughts)
    if json {
      let report = Report(
        accuracy: evaluation.accuracy, correct: evaluation.correct, count: evaluation.count,
        frontier_share: evaluation.frontierShare,
        accuracy_without_thoughts: evaluation.accuracyWithoutThoughts)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      Terminal().table(["measured on \(evaluation.count) problems", ""], evaluation.table)
    }
  }
}

extension Feedback: ExpressibleByArgument {}

extension Evaluation {
  /// Name and value of each number, for a table.
  package var table: [[String]] {
    answerTable(count, correct, correctWithoutThoughts, frontierShare)
  }
}

extension EvaluationRow {
  /// Name and value of each of the row's numbers, for a table.
  package var table: [[String]] { answerTable(count, correct, correctWithoutThoughts, frontierShare) }
}

/// Every number depends on training. On another machine rounding differs, so a model trained there may answer a few problems
/// differently.
private func answerTable(_ count: Int, _ correct: Int, _ bare: Int, _ shares: [Double]) -> [[String]] {
  func share(_ part: Int) -> String {
    measured(Double(part), digits: 0, within: 0.1 * Double(count)) + " ("
      + measured(Double(part) / Double(max(count, 1)), digits: 3, within: 0.1) + ")"
  }
  return [["answers right", share(correct)], ["… with the thoughts removed", share(bare)]]
    + shares.enumerated().map { hop, share in
      ["predictions of hop \(hop + 1) inside the frontier", measured(share, digits: 3, within: 0.1)]
    }
}
