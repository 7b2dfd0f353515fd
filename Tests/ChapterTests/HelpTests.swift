// What --help says, word for word. RECORD_HELP=1 ./build.sh test --filter HelpTests records a wanted change.

import Foundation
import TestPrograms
import Testing

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Fixtures/help")
private let isRecording = ProcessInfo.processInfo.environment["RECORD_HELP"] != nil

@Suite("Help texts")
struct HelpTests {
  /// The help text: compared with the fixture `name`, or recorded there.
  private func help(_ program: String, _ subcommand: String? = nil) throws -> String {
    let run = try Program(
      program, (subcommand.map { [$0] } ?? []) + ["--help"], below: ["env", "COLUMNS=80"])
    #expect(run.status == 0 && run.errors == "")
    let name = ([program] + [subcommand].compactMap { $0 }).joined(separator: "-")
    let file = folder.appendingPathComponent(name + ".txt")
    if isRecording { try Data(run.output.utf8).write(to: file) }
    #expect(try run.output == String(contentsOf: file, encoding: .utf8), "\(name)")
    return run.output
  }

  @Test(arguments: [
    "01-dataset", "02-model", "03-coconut-train", "04-bfs-loss", "05-theorem1-attention", "06-figures",
    "07-causal-tests",
  ])
  func helpIsAsRecorded(program: String) throws {
    // "  evaluate                Measure a checkpoint …" under SUBCOMMANDS.
    let list = try help(program).split(separator: "SUBCOMMANDS:\n").dropFirst().first ?? ""
    for match in list.matches(of: /(?m)^  ([a-z0-9-]+)/) { _ = try help(program, String(match.1)) }
  }
}
