// The claims table on the terminal: what the paper states, what it gives, what this raw data show.

import ArgumentParser
import Chapter
import Figures
import Foundation
import Theory

struct Claims: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows every claim of the paper beside what the raw data show.")

  @Option(help: ArgumentHelp("Folder with raw data.", valueName: "dir"))
  var data = "data"

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print a Markdown table.")
  var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
  }

  func run() throws {
    let table = try ClaimsTable(folder: data)
    if markdown {
      print(Figures.markdown(rows(table)))
    } else if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(table), as: UTF8.self))
    } else {
      show(table, from: data, on: Terminal())
    }
  }
}

/// The claims as a table with a header: those on trained models, those of the theory, those not decided here.
private func rows(_ table: ClaimsTable) -> [[String]] {
  [["Claim", "Paper", "Here", ""]]
    + [(table.measured, "reproduced", "not reproduced"), (table.theory, "holds", "does not hold")].flatMap {
      claims, yes, no in
      claims.map { ["\($0.statement) (\($0.source))", $0.paper, $0.here, $0.holds ? "✔ \(yes)" : "✘ \(no)"] }
    }
    + table.open.map { ["\($0.statement) (\($0.source))", "", "`\($0.command)`", "– not decided here"] }
}

/// Prints the claims, a few lines each.
func show(_ table: ClaimsTable, from data: String, on terminal: Terminal) {
  terminal.section("Claims, as \(data)/ shows them")
  show(table.measured, "On trained models", "reproduced", "not reproduced", on: terminal)
  show(table.theory, "In theory", "holds", "does not hold", on: terminal)
  if !table.open.isEmpty {
    terminal.say("\nNot decided here")
    for claim in table.open {
      terminal.say("  – \(claim.statement) (\(claim.source))")
      terminal.say(
        claim.isUndecided
          ? "      raw data of \(claim.command) are here, but they do not say"
          : "      measure it: \(claim.command)")
    }
  }
  terminal.say(
    "\n\(table.measured.count(where: \.holds)) of \(table.measured.count) claims on trained models reproduced, "
      + "\(table.theory.count(where: \.holds)) of \(table.theory.count) in theory hold, \(table.open.count) not decided here"
  )
}

private func show(_ claims: [Claim], _ title: String, _ yes: String, _ no: String, on terminal: Terminal) {
  guard !claims.isEmpty else { return }
  terminal.say("\n\(title)")
  let width = max(yes.count, no.count)
  for claim in claims {
    let verdict = (claim.holds ? yes : no).padding(toLength: width, withPad: " ", startingAt: 0)
    terminal.say("  \(claim.holds ? "✔" : "✘") \(verdict)  \(claim.statement) (\(claim.source))")
    let space = String(repeating: " ", count: width + 6)
    terminal.say(space + "paper: \(claim.paper)")
    terminal.say(space + "here:  \(claim.here)")
  }
}
