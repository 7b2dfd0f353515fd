// What --help says, word for word. After a change on purpose, scripts/record-help.sh records all texts anew.

import Foundation
import TestPrograms
import Testing

@Suite("Help texts")
struct HelpTests {
  private func help(_ program: String, _ subcommand: String? = nil) throws -> String {
    let run = try Program(
      program, (subcommand.map { [$0] } ?? []) + ["--help"], below: ["env", "COLUMNS=80"])
    #expect(run.status == 0 && run.errors == "")
    return run.output
  }

  private func expected(_ name: String) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/help/\(name)", withExtension: "txt"), "\(name).txt")
    return try String(contentsOf: url, encoding: .utf8)
  }

  @Test(arguments: [
    "01-dataset", "02-model", "03-coconut-train", "04-bfs-loss", "05-theorem1-attention", "06-figures",
  ])
  func helpIsAsRecorded(program: String) throws {
    let text = try help(program)
    #expect(try text == expected(program))
    // "  evaluate                Measure a checkpoint …" under SUBCOMMANDS.
    let list = text.split(separator: "SUBCOMMANDS:\n").dropFirst().first ?? ""
    let subcommands = list.matches(of: /(?m)^  ([a-z0-9-]+)/).map { String($0.1) }
    for subcommand in subcommands {
      #expect(try help(program, subcommand) == expected("\(program)-\(subcommand)"), "\(subcommand)")
    }
  }
}
