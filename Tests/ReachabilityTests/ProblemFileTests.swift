// Problem files: hand-made ones with known answers, one for each error, and the published ones.

import Foundation
import Inputs
import Reachability
import Testing

@Suite("Problem files")
struct ProblemFileTests {
  /// 0 → 1 → 3 and 0 → 2 → 3 (two shortest paths to the target 3), 1 → 4, 5 → 6 with 6 the negative target.
  static let diamond = """
    [{"idx_to_symbol": ["Ada", "bumpus", "dumpus", "fumpus", "gumpus", "Emil", "kumpus"],
      "edges": [[0, 1], [0, 2], [1, 3], [2, 3], [1, 4], [5, 6]],
      "root": 0, "target": 3, "neg_target": 6,
      "neighbor_k": {"0": [0], "1": [2, 1], "2": [3]},
      "bfs_neighbor_k": {"0": [0], "1": [1, 2], "2": [3, 4]}}]
    """

  private func folder() throws -> String {
    let path = NSTemporaryDirectory() + "problems-\(UUID().uuidString)"
    try makeFolder(path)
    return path
  }

  private func read(_ text: String) throws -> [Problem] {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/set.json"))
    return try ProblemFile.read(folder + "/set.json")
  }

  @Test("A hand-made problem is read with both meanings of neighbor_k")
  func diamondIsRead() throws {
    let problem = try #require(try read(Self.diamond).first)
    #expect(problem.pathLength == 2)
    #expect(problem.shortestPathNodes(1) == [1, 2])
    #expect(problem.reachable(2) == [0, 1, 2, 3, 4])
    let cumulative = Self.diamond.replacing(
      "{\"0\": [0], \"1\": [2, 1], \"2\": [3]}",
      with: "{\"1\": [0, 2, 1], \"2\": [0, 1, 2, 3, 4], \"4\": [4, 3, 2, 1, 0]}")
    #expect(try read(cumulative) == [problem])
  }

  @Test("Cycles and self-loops are allowed")
  func cycles() throws {
    let cyclic = Self.diamond.replacing("[5, 6]]", with: "[5, 6], [3, 0], [6, 6]]")
    #expect(try read(cyclic).first?.pathLength == 2)
  }

  @Test(
    "Each way of being wrong is named by its key",
    arguments: [
      ("[", "[", "line 1, column 2: expected a value, found the end of the text"),
      ("[5, 6]]", "[5, 7]]", "[0].edges[5]: expected a node in 0...6, found 7"),
      ("[5, 6]]", "[5, -1]]", "[0].edges[5]"),
      ("[5, 6]]", "[5, 6, 1]]", "[0].edges[5]: expected [source, target], found [5,6,1]"),
      ("[5, 6]]", "[5, 6.5]]", "[0].edges[5][1]: expected an integer that a Swift Int can hold, found 6.5"),
      ("[5, 6]]", "[5, \"6\"]]", "edges[5][1]"),
      ("\"root\": 0, ", "", "[0].root: expected this key, found none"),
      ("\"root\": 0, ", "\"root\": null, ", "[0].root"),
      ("\"target\": 3", "\"target\": 30", "[0].target: expected a node in 0...6"),
      ("\"target\": 3", "\"target\": 0", "[0].target: expected a node other than the root"),
      ("\"target\": 3", "\"target\": 5", "[0].target: expected a node that the root reaches"),
      (
        "\"neg_target\": 6", "\"neg_target\": 4",
        "[0].neg_target: expected a node that the root does not reach"
      ),
      ("\"1\": [2, 1]", "\"1\": [1]", "[0].neighbor_k.1: expected [1, 2]"),
      (", \"2\": [3]}", "}", "[0].neighbor_k.2"),
      ("\"2\": [3]}", "\"2\": [3], \"-1\": []}", "neighbor_k"),
      ("\"2\": [3, 4]", "\"2\": [3]", "[0].bfs_neighbor_k.2: expected [3, 4]"),
      ("\"root\"", "\"steps\": [\"Ada is a bumpus.\"], \"root\"", "[0].steps: expected 2 steps"),
      ("\"root\"", "\"question\": 3, \"root\"", "[0].question: expected a string"),
    ])
  func wrong(old: String, new: String, line: String) throws {
    let text = old == "[" ? "[" : Self.diamond.replacing(old, with: new)
    let error = #expect(throws: InputError.self) { try read(text) }
    let description = error?.description ?? ""
    #expect(description.contains(line), "\(description)")
    #expect(!description.contains("\n"))
  }

  /// What converters and Python write instead of a list of problems.
  @Test("Files of another shape: the line says what is expected and how to get there")
  func otherShapes() {
    let problem = String(Self.diamond.dropFirst().dropLast()).replacing("\n", with: " ")
    let list = "expected a list of problems ([{…}, {…}])"
    for (text, line) in [
      (
        "\(problem)\n\(problem)\n", "line 2, column 1: \(list) and nothing after it, found {\"idx_to_symbol\""
      ),
      ("\(problem)\n\(problem)\n", "; make JSON Lines one list: jq -s . FILE"),
      (problem, "set.json: \(list), found {\"bfs_neighbor_k\""), (problem, "; put it in brackets"),
      ("{\"data\": [\(problem)]}", "set.json: \(list), found {\"data\":[{"),
      ("{\"data\": [\(problem)]}", "; keep only the list under \"data\""),
      (
        "[\n // first problem\n\(problem)]",
        "line 2, column 2: expected a value, found // first problem; take the"
      ),
      (
        "[" + problem.replacing("\"target\"", with: "\"weight\": NaN, \"target\"") + "]",
        "expected a value, found NaN; write a number or null: JSON has no such number"
      ),
    ] {
      let error = #expect(throws: InputError.self) { try read(text) }
      #expect(error?.description.contains(line) == true, "\(error?.description ?? "")")
    }
  }

  @Test("An empty list, an object and deep nesting are refused")
  func notAList() {
    for text in ["[]", "{}", "", String(repeating: "[", count: 200_000)] {
      #expect(throws: InputError.self) { try read(text) }
    }
  }

  @Test("What is written is read back the same, in both meanings", arguments: Neighbours.allCases)
  func roundTrip(neighbours: Neighbours) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let problems = (0..<20).map { Generator().problem($0, of: .test, seed: 3) }
    try ProblemFile.write(problems, to: folder + "/set.json", neighbours: neighbours)
    #expect(try ProblemFile.read(folder + "/set.json") == problems)
  }

  @Test("Quotes and control characters in words survive")
  func escapes() throws {
    let odd = Self.diamond.replacing("gumpus", with: "\\\"g\\\\\\u0001\\n")
    let problems = try read(odd)
    #expect(problems[0].symbols[4] == "\"g\\\u{1}\n")
    let text = String(decoding: ProblemFile.data(problems, neighbours: .coconut), as: UTF8.self)
    #expect(try read(text).map(\.symbols) == problems.map(\.symbols))
  }

  @Test(
    "The published files are read; hop sets as published",
    .enabled(if: PublishedProblems.path() != nil && PublishedProblems.path(PublishedProblems.bfsFile) != nil))
  func published() throws {
    let coconut = try ProblemFile.read(try #require(PublishedProblems.path()))
    let bfs = try ProblemFile.read(try #require(PublishedProblems.path(PublishedProblems.bfsFile)))
    #expect(coconut.count == 257 && coconut == bfs)
    for neighbours in Neighbours.allCases {
      let text = String(decoding: ProblemFile.data(coconut, neighbours: neighbours), as: UTF8.self)
      #expect(try read(text) == coconut)
    }
  }
}
