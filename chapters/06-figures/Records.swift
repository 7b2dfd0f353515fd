// Prints the tables of speed (Benchmarks) and reliability (CONTRIBUTING.md), as Markdown, from their records in data/.

import ArgumentParser
import Figures
import Foundation
import Inputs
import Records

struct Records: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the record of the speed or of the reliability measurements as a Markdown table.",
    discussion: "recipe: how long the published recipe takes by the times of the record of speed.")

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case speed, recipe, reliability
  }

  @Argument(help: "The record to print.")
  var kind: Kind

  @Option(help: ArgumentHelp("Folder with the records.", valueName: "dir"))
  var data = "data"

  func run() throws {
    switch kind {
    case .speed:
      try show(RecordName.benchmark, by: "./build.sh bench", BenchmarkRecord.self) { ($0.table, $0.origin) }
    case .recipe:
      let times = try records(BenchmarkRecord.self, RecordName.benchmark, in: data).compactMap(
        \.publishedRecipe)
      print(times.isEmpty ? "a time that has not been measured" : times.joined(separator: "; "))
    case .reliability:
      try show(RecordName.reliability, by: "./build.sh soak", ReliabilityRecord.self) {
        ($0.table, $0.origin)
      }
    }
  }

  private func show<Record: Decodable>(
    _ pattern: String, by command: String, _ type: Record.Type, _ content: (Record) -> ([[String]], String)
  ) throws {
    let found = try records(type, pattern, in: data)
    guard !found.isEmpty else { return print("Not measured yet: `\(command)` writes `\(data)/\(pattern)`.") }
    let tables = found.map(content).map { rows, origin in markdown(rows) + "\n\n" + origin }
    print(tables.joined(separator: "\n\n"))
  }
}
