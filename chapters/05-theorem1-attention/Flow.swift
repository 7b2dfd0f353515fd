// Theorem 1's gradient flow of the index-matching logit μ over a data set, for every c and loss.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Reachability
import Records

struct Flow: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Integrate the gradient flow of Theorem 1 over a problem file.")

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Flag(help: "Print one JSON object: for each c and loss the share, the root (or null), the rate, the path.")
  var json = false

  func run() throws {
    let problems = try ProblemSets.read(testFile) { note in if !json { Terminal().say(note) } }
    let report = FlowReport.compute(problems)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      show(report, Terminal())
    }
  }
}

/// Prints the flow as a table.
func show(_ report: FlowReport, _ terminal: Terminal) {
  terminal.table(
    ["c", "loss", "d* < d_max", "μ' > 0 at 0", "root μ*", "rate", "of", "μ at the end"],
    report.rows.map { row in
      [
        "\(row.c)", row.loss.rawValue, number(row.share, 3), number(row.risingShare, 3),
        row.root.map { number($0, 3) } ?? "none",
        number(row.rate, 3), row.rateOf, number(row.endValue, 2),
      ]
    })
}
