// What chapters 03 and 04 print: their sections in order, and table rows whose values are known.

import Foundation
import Reachability
import TestPrograms
import Testing

@Suite(.serialized) struct ChapterTextTests {
  @Test func chapter03() throws {
    let folder = try Folder()
    let run = try Program("03-coconut-train", tiny + ["--out", folder.path + "/run"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(
      sections(run.output) == [
        "What the loss sees", "The curriculum", "The run", "What it answers", "The logit difference",
        "Full-size graphs", "Two test sets",
      ])
    // stage_steps are 5 and 5, paths have up to three hops: stages 0 and 1, then ten steps for the answer.
    let curriculum = body("The curriculum", of: run.output)
    #expect(curriculum.map { $0.prefix(2) } == [["0", "1–5"], ["1", "6–10"], ["3", "11–20"]])
    #expect(curriculum.last?.contains("answer") == true)
    #expect(body("What it answers", of: run.output).first?.prefix(2) == ["answers", "right"])
    #expect(body("The logit difference", of: run.output).last?.first == "20")
  }

  @Test func chapter04() throws {
    let folder = try Folder()
    let run = try Program("04-bfs-loss", tiny + ["--out", folder.path + "/run"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(
      sections(run.output) == [
        "Which nodes are accepted", "The run", "What it answers", "The logit difference",
        "The contrast", "The published recipe", "The schedule in small", "Three sets, full-size graphs",
        "Last loss, and logit difference at c = 0 on the way",
      ])
    let accepted = body("Which nodes are accepted", of: run.output)
    #expect(accepted.map(\.first) == ["reachable", "frontier", "successors"])
    #expect(accepted.map { $0.suffix(4).joined(separator: " ") } == ["100 % 100 %", "0 % 0 %", "0 % 100 %"])
  }

  /// Prose, declarations and figures of every page are those of the sources; output is compared where chapters run.
  @Test func pagesShowWhatSourcesSay() throws {
    let run = try Program("weave", ["--text", "--check"])
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func quietPrintsNothing() throws {
    let folder = try Folder()
    for (name, chapter) in [("a", "03-coconut-train"), ("b", "04-bfs-loss")] {
      let run = try Program(
        chapter, tiny + ["--set", "max_steps=1", "--quiet", "--out", "\(folder.path)/\(name)"])
      #expect(run.status == 0 && run.output == "" && run.errors == "", "\(run.output) \(run.errors)")
    }
  }

  /// The titles in `output`: each line that is followed by a rule of its length.
  private func sections(_ output: String) -> [String] {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return zip(lines, lines.dropFirst()).filter { title, rule in
      !title.isEmpty && rule == String(repeating: "─", count: title.count)
    }.map(\.0)
  }

  /// The words in each row of the first table under a title, header excluded.
  private func body(_ title: String, of output: String) -> [[String]] {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: title) else { return [] }
    let rows = lines[(start + 2)...].drop { !$0.hasPrefix("─") }.dropFirst().prefix { !$0.isEmpty }
    return rows.map { $0.split(separator: " ").map(String.init) }
  }
}
