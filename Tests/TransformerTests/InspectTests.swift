// `02-model inspect` end to end: the fixture's numbers come out of the program, and bad input gives one line.

import Foundation
import Reachability
import TestPrograms
import Testing

@Suite struct InspectTests: ~Copyable {
  private struct Output: Decodable {
    let tokens: [Int]
    let logits: [Double]
    let thoughts: [[Double]]
    let scores: [Double]
  }

  let fixture: ParityFixture
  let folder: Folder
  let problemFile: String
  let row: ParityFixture.Row

  /// The fixture's row whose first candidate alone can be reached, written as a problem file.
  init() throws {
    let folder = try Folder()
    let fixture = try ParityFixture()
    let problems = fixture.cases.flatMap(\.rows).map { row in
      let graph = Graph(nodeCount: 31, edges: row.edges.map { Edge($0[0], $0[1]) })
      return Problem(
        graph: graph, symbols: (0..<31).map { "node \($0)" }, root: row.root, target: row.first,
        negativeTarget: row.second)
    }
    let index = try #require(
      problems.firstIndex { $0.distance[$0.target] != nil && $0.distance[$0.negativeTarget] == nil })
    let file = folder.path + "/problems.json"
    try ProblemFile.write([problems[index]], to: file, neighbours: .coconut)
    problemFile = file
    row = fixture.cases.flatMap(\.rows)[index]
    self.fixture = fixture
    self.folder = folder
  }

  private func inspect(_ arguments: String...) throws -> Program {
    try Program(
      "02-model", ["inspect", "--checkpoint", fixture.folder, "--test-file", problemFile] + arguments)
  }

  @Test func printsTheFixturesNumbers() throws {
    let program = try inspect(
      "--index", "0", "--thoughts", "\(row.thoughts)", row.answer ? "--answer" : "--json", "--json")
    #expect(program.status == 0 && program.errors == "")
    let output = try JSONDecoder().decode(Output.self, from: Data(program.output.utf8))
    #expect(output.tokens == row.tokens)
    #expect(output.logits.count == 40 && relativeError(output.logits, row.logits) < 1e-6)
    #expect(
      output.scores.count == row.layer2Scores.count && relativeError(output.scores, row.layer2Scores) < 1e-6)
    #expect(output.thoughts.count == row.thoughts)
    for (thought, expected) in zip(output.thoughts, row.thoughtVectors) {
      #expect(relativeError(thought, expected) < 1e-6)
    }
    let table = try inspect("--thoughts", "1")
    #expect(table.status == 0 && table.output.contains("[t_1]"))
  }

  @Test func readsThoughtsFromAFile() throws {
    func output(_ thoughts: String? = nil) throws -> Output {
      let file = folder.path + "/thoughts.json"
      try thoughts?.write(toFile: file, atomically: true, encoding: .utf8)
      let program = try Program(
        "02-model",
        ["inspect", "--checkpoint", fixture.folder, "--test-file", problemFile, "--thoughts", "2", "--json"]
          + (thoughts == nil ? [] : ["--thoughts-from", file]))
      #expect(program.status == 0 && program.errors == "")
      return try JSONDecoder().decode(Output.self, from: Data(program.output.utf8))
    }
    let own = try output()
    // What is printed can be read again. Numbers are printed in full, so that nothing changes.
    let same = try output("\(own.thoughts)")
    #expect(same.logits == own.logits && same.thoughts == own.thoughts)
    #expect(try output("[null, null]").logits == own.logits)
    // A given first thought is read as it is, and the second is made from it.
    let zeros = [Double](repeating: 0, count: own.thoughts[0].count)
    let changed = try output("[\(zeros), null]")
    #expect(changed.thoughts[0] == zeros && changed.thoughts[1] != own.thoughts[1])
    #expect(changed.logits != own.logits)
  }

  @Test func refusesBadInputInOneLine() throws {
    let short = folder.path + "/short.json"
    try "[[1, 2]]".write(toFile: short, atomically: true, encoding: .utf8)
    for (arguments, mention) in [
      (["--thoughts", "2", "--thoughts-from", short], "2 entries, one for each thought"),
      (["--thoughts", "1", "--thoughts-from", short], "[0]: expected"),
      (["--thoughts", "1", "--thoughts-from", "/nowhere"], "/nowhere"),
      (["--index", "1", "--thoughts", "1"], "--index"), (["--thoughts", "90"], "n_positions"),
      (["--thoughts", "1", "--checkpoint", "/nowhere"], "/nowhere"),
    ] {
      let program = try Program(
        "02-model", ["inspect", "--checkpoint", fixture.folder, "--test-file", problemFile] + arguments)
      #expect(program.status == 1 && program.output == "")
      #expect(program.errors.contains(mention) && program.errors.split(separator: "\n").count == 1)
    }
    #expect(try inspect("--thoughts=-1").status == 64)
  }
}
