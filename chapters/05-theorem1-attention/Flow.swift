// Theorem 1's gradient flow of the index-matching logit μ over a data set, for every c and loss.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Reachability
import Records

struct Flow: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Integrate the gradient flow of Theorem 1, averaged over a file of problems.")

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Flag(
    help: "Print one JSON object: for each c and loss the share, the root (or null), the rate and the path.")
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

/// Prints the flow of `losses` as a table. A flow with a root has a rate; one without has a slope on log t and its limit.
func show(_ report: FlowReport, of losses: [Loss] = Loss.allCases, _ terminal: Terminal) {
  terminal.table(
    [
      "c", "loss", "d* < d_max", "μ' > 0 at 0", "root μ*", "rate", "slope on log t", "its limit",
      "μ at the end",
    ],
    report.rows.filter { losses.contains($0.loss) }.map { row in
      let rate = number(row.rate, 3)
      return [
        "\(row.c)", row.loss.rawValue, number(row.share, 3), number(row.risingShare, 3),
        row.root.map { number($0, 3) } ?? "none", row.root == nil ? "" : rate,
        row.root == nil ? rate : "", row.slopeInTheLimit.map { number($0, 3) } ?? "", number(row.endValue, 2),
      ]
    }, left: [0, 1])
}
