// Prints the claims table: what the paper states, its number, and what these raw data show.

import ArgumentParser
import Chapter
import Claims
import Figures
import Foundation
import Inputs

struct Claims: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every claim beside what the records say of it.")

  @Option(help: ArgumentHelp("Folder with the records.", valueName: "dir"))
  var data = "data"

  @Flag(help: "Print a JSON list with one object for each claim.")
  var json = false

  @Flag(help: "Print a Markdown table.")
  var markdown = false

  @Flag(help: "Only the claims of the front page; goes with --markdown.")
  var headline = false

  func validate() throws {
    if headline && !markdown { throw ValidationError("--headline goes with --markdown") }
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
  }

  func run() throws {
    let table = try ClaimsTable.judge(data)
    if markdown {
      print(Figures.markdown(headline ? inShort(table.headline) : rows(table.claims)))
    } else if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(table.claims), as: UTF8.self))
    } else {
      let terminal = Terminal()
      terminal.section("Claims, judged by \(data)/")
      show(table, on: terminal)
    }
  }
}

/// The claims as a table with a header.
private func rows(_ claims: [Claim]) -> [[String]] {
  [["Claim", "Stated", "Here", "Seeds", "Verdict"]]
    + claims.map { claim in
      [
        "\(claim.statement) (\(claim.source))", claim.paper,
        claim.verdict == .notTested ? "`\(claim.command)`" : found(claim), claim.seeds.map(String.init) ?? "",
        "\(claim.verdict.mark) \(claim.verdict.rawValue)",
      ]
    }
}

/// The claims of the front page, each in one short line. One that is not the paper's says whose it is.
private func inShort(_ headline: [(statement: String, claim: Claim)]) -> [[String]] {
  [["The paper's claim, unless marked", "Found here", "Seeds", "Verdict"]]
    + headline.map { statement, claim in
      [
        claim.table == .paper ? statement : "\(statement) (\(claim.table.whose))",
        claim.verdict == .notTested ? "`\(claim.command)`" : claim.inShort ?? claim.ours,
        claim.seeds.map(String.init) ?? "", "\(claim.verdict.mark) \(claim.verdict.rawValue)",
      ]
    }
}

/// What was found, with the interval of the number that decides.
private func found(_ claim: Claim) -> String {
  claim.ours + (claim.interval.map { " [\($0)]" } ?? "")
}

/// Prints each table of claims, and under it how many claims of it have each verdict. A claim is its verdict and statement, then
/// the number stated, ours, what would count against it, and the figures that show it.
func show(_ table: ClaimsTable, on terminal: Terminal) {
  for source in ClaimSource.allCases {
    let claims = table.claims(of: source)
    guard !claims.isEmpty else { continue }
    terminal.say("\n\(source.title)")
    for claim in claims { show(claim, on: terminal) }
    // A claim without seeds is one of the theory, whose verdicts mean something else.
    for (kind, some) in [
      ("On trained models", claims.filter { $0.seeds != nil }),
      ("In the theory", claims.filter { $0.seeds == nil }),
    ] where !some.isEmpty {
      terminal.say("\n  \(kind): \(counts(some))")
    }
  }
}

/// How many claims have each verdict.
private func counts(_ claims: [Claim]) -> String {
  Verdict.allCases.compactMap { verdict in
    let count = claims.count { $0.verdict == verdict }
    let word =
      switch verdict {
      case .holds where count > 1: "hold"
      case .doesNotHold where count > 1: "do not hold"
      default: verdict.rawValue
      }
    return count > 0 ? "\(count) \(word)" : nil
  }.joined(separator: ", ")
}

private func show(_ claim: Claim, on terminal: Terminal) {
  let verdict = "  \(claim.verdict.mark) \(claim.verdict.rawValue): "
  terminal.say(wrapped("\(claim.statement) (\(claim.source))", after: verdict, next: 4))
  guard claim.verdict != .notTested else {
    return terminal.say(wrapped("measure it: \(claim.command)", after: "      "))
  }
  if !claim.paper.isEmpty && claim.paper != Claim.notStated {
    terminal.say(wrapped(claim.paper, after: "      stated:  ", next: 15))
  }
  let seeds = claim.seeds.map { $0 > 0 ? "; \(counted($0, "seed"))" : "" } ?? ""
  terminal.say(wrapped(found(claim) + seeds, after: "      here:    ", next: 15))
  if let against = claim.against { terminal.say(wrapped(against, after: "      against: ", next: 15)) }
  let figures = declaredClaims.first { $0.id == claim.id }?.figures ?? []
  if !figures.isEmpty {
    terminal.say(
      wrapped(figures.map { $0 + ".pdf" }.joined(separator: ", "), after: "      shown:   ", next: 15))
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
