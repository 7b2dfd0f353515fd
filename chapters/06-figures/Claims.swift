// Prints the claims table: what the paper states, its number, and what these raw data show.

import ArgumentParser
import Chapter
import Claims
import Figures
import Foundation

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
    let table = try ClaimsTable.judge(data)
    if markdown {
      print(Figures.markdown(rows(table)))
    } else if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(table), as: UTF8.self))
    } else {
      let terminal = Terminal()
      terminal.section("Claims, as \(data)/ shows them")
      show(table, on: terminal)
    }
  }
}

/// The claims as a table with a header: on trained models, of the theory, made after the paper, then those still open.
private func rows(_ table: ClaimsTable) -> [[String]] {
  [["Claim", "Paper", "Here", "Verdict"]]
    + [
      (table.measured, "reproduced", "not reproduced"), (table.theory, "holds", "does not hold"),
      (table.after, "holds", "does not hold"),
    ].flatMap { claims, yes, no in
      claims.map { ["\($0.statement) (\($0.source))", $0.paper, $0.here, $0.holds ? "✔ \(yes)" : "✘ \(no)"] }
    }
    + table.open.map { ["\($0.statement) (\($0.source))", "", "`\($0.command)`", "– not decided here"] }
}

/// Prints each claim: verdict and statement, then the paper's number, ours, and the figures that show it.
func show(_ table: ClaimsTable, on terminal: Terminal) {
  show(table.measured, "On trained models", "reproduced", "not reproduced", on: terminal)
  show(table.theory, "In theory (chapter 5)", "holds", "does not hold", on: terminal)
  show(
    table.after, "After the paper, of the models tested here (chapter 7)", "holds", "does not hold",
    on: terminal)
  if !table.open.isEmpty {
    terminal.say("\nNot decided here")
    for claim in table.open {
      terminal.say(wrapped("\(claim.statement) (\(claim.source))", after: "  – "))
      let command =
        claim.isUndecided
        ? "raw data of \(claim.command) are here, but they do not say" : "measure it: \(claim.command)"
      terminal.say(wrapped(command, after: "    "))
    }
  }
  terminal.say(
    "\n\(table.measured.count(where: \.holds)) of \(table.measured.count) claims on trained models reproduced, "
      + "\(table.theory.count(where: \.holds)) of \(table.theory.count) in theory hold, "
      + "\(table.after.count(where: \.holds)) of \(table.after.count) made after it, \(table.open.count) not decided here"
  )
}

private func show(_ claims: [Claim], _ title: String, _ yes: String, _ no: String, on terminal: Terminal) {
  guard !claims.isEmpty else { return }
  terminal.say("\n\(title)")
  for claim in claims {
    terminal.say(
      wrapped(
        "\(claim.statement) (\(claim.source))", after: claim.holds ? "  ✔ \(yes): " : "  ✘ \(no): ", next: 4))
    terminal.say(wrapped(claim.paper, after: "      paper: ", next: 13))
    terminal.say(wrapped(claim.here, after: "      here:  ", next: 13))
    let declared = (measuredClaims + causalClaims).first { $0.statement == claim.statement }
    let figures = declared?.figures ?? []
    if !figures.isEmpty {
      terminal.say(
        wrapped(figures.map { $0 + ".pdf" }.joined(separator: ", "), after: "      shown: ", next: 13))
    }
  }
}

/// Wraps `text` after `start` in lines of at most 100 characters. Later lines are indented by `next`, by
/// default the length of `start`.
private func wrapped(_ text: String, after start: String, next: Int? = nil) -> String {
  let indent = String(repeating: " ", count: next ?? start.count)
  var lines = [start]
  for (index, word) in text.split(separator: " ").enumerated() {
    let last = lines[lines.count - 1]
    if index > 0 && last.count + 1 + word.count > 100 {
      lines.append(indent + word)
    } else {
      lines[lines.count - 1] = index == 0 ? last + word : last + " " + word
    }
  }
  return lines.joined(separator: "\n")
}
