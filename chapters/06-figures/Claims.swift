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

  func run() throws {
    let table = try ClaimsTable(folder: data)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(table), as: UTF8.self))
    } else {
      show(table, from: data, on: Terminal())
    }
  }
}

/// Prints the claims, a few lines each.
func show(_ table: ClaimsTable, from data: String, on terminal: Terminal) {
  terminal.section("Claims, as \(data)/ shows them")
  for (title, claims) in [("On trained models", table.measured), ("In theory", table.theory)]
  where !claims.isEmpty {
    terminal.say("\n\(title)")
    for claim in claims {
      terminal.say(
        "  \(claim.holds ? "✔ reproduced    " : "✘ not reproduced") \(claim.statement) (\(claim.source))")
      terminal.say("                     paper: \(claim.paper)")
      terminal.say("                     here:  \(claim.here)")
    }
  }
  if !table.open.isEmpty {
    terminal.say("\nNot measured here")
    for claim in table.open {
      terminal.say("  – \(claim.statement) (\(claim.source)); measure it: \(claim.command)")
    }
  }
  let all = table.measured + table.theory
  terminal.say(
    "\n\(all.count(where: \.holds)) of \(all.count) claims reproduced, \(table.open.count) not measured here")
}
