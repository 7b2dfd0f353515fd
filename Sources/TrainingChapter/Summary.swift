// The `summary` subcommand of the training chapters: finished runs side by side, by the settings in which they differ.

import ArgumentParser
import Foundation
import Inputs
import Records

/// A Markdown table of runs: settings that differ, steps, and the last evaluation.
package struct Summary: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Compare runs: the settings in which they differ, and what each gave.")

  @Argument(help: ArgumentHelp("Folders of runs.", valueName: "run"))
  var runs: [String]

  package init() {}

  /// Prints the table. Throws `InputError` for a folder without a run.
  package func run() throws {
    let records = try runs.map { try RunRecord.read(runFolder: $0) }
    let keys = Set(records.flatMap(\.configuration.keys)).subtracting(["save_path"]).sorted().filter { key in
      Set(records.map { $0.configuration[key] }).count > 1
    }
    let header =
      keys + ["steps", "loss", "answers", "without thoughts", "hops in frontier", "seed", "commit"]
    print("| " + header.joined(separator: " | ") + " |")
    print("|" + String(repeating: "---|", count: header.count))
    for record in records {
      print("| " + row(record, keys).joined(separator: " | ") + " |")
    }
  }

  private func row(_ record: RunRecord, _ keys: [String]) -> [String] {
    guard let last = record.metrics.evaluations.last else { return [record.loss.rawValue, "not evaluated"] }
    return keys.map { record.configuration[$0] ?? "–" } + [
      "\(last.step)", number(last.loss, 3), number(last.accuracy, 3),
      number(last.accuracyWithoutThoughts, 3),
      numbers(last.frontierShare), "\(record.seed)",
      record.parts.last?.commit ?? "unknown",
    ]
  }
}
