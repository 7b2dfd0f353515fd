// Hostile inputs made by hand: deep nesting, a graph of a million edges, numbers too large for any type, hop
// sets that contradict the edges, wrong types. ReaderFuzzTests.swift has random ones.

import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Testing
import Training
import Transformer

@Suite(.serialized) struct HostileInputTests {
  /// Every reader of a JSON file.
  enum Reader: String, CaseIterable {
    case problems, rawData, checkpoint, configuration, shardIndex

    /// Writes `text` to a file and reads it with this reader.
    func read(_ text: String) throws {
      let names = [Reader.checkpoint: "state.json", .shardIndex: "model.safetensors.index.json"]
      let file = try InputFile(names[self] ?? "x.json")
      try file.put(Data(text.utf8))
      switch self {
      case .problems: _ = try ProblemFile.read(file.path)
      case .rawData: _ = try AttentionRawData.read(file.path)
      case .checkpoint: _ = try Checkpoint.readState(file.folder)
      case .configuration: _ = try Configuration.read(file.path)
      case .shardIndex:
        try Configuration().json().write(to: URL(fileURLWithPath: file.folder + "/config.json"))
        _ = try ModelFolder.read(file.folder)
      }
    }
  }

  @Test(arguments: Reader.allCases) func nestingIsRefused(reader: Reader) {
    for text in [
      String(repeating: "[", count: 1_000_000),
      String(repeating: "{\"a\":", count: 1_000_000),
      String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000),
    ] {
      refuses { try reader.read(text) }
    }
  }

  @Test(arguments: Reader.allCases) func otherTypesAreRefused(reader: Reader) {
    for text in ["", " ", "0", "\"x\"", "null", "true", "[1]", "[[]]", "NaN", "{\"edges\":", "\u{FEFF}["] {
      refuses { try reader.read(text) }
    }
  }

  @Test func nestedYAMLIsRefused() {
    for text in [
      String(repeating: "[", count: 60_000), String(repeating: "{a: ", count: 15_000),
      String(repeating: "- ", count: 30_000), "lr: " + String(repeating: "[", count: 60_000),
      "? " + String(repeating: "? ", count: 30_000),
    ] {
      refuses {
        var reader = ConfigurationReader()
        try reader.read(yaml: text, from: "x.yaml")
      }
    }
  }

  @Test func nestedHeaderIsRefused() {
    for text in [
      "{\"a\":" + String(repeating: "[", count: 1_000_000),
      "{" + String(repeating: "\"a\":{", count: 500_000),
    ] {
      let header = Data(text.utf8)
      refuses {
        _ = try Safetensors(
          withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header, from: "x")
      }
    }
  }

  private func problem(
    edges: String = "[0,1],[1,2]", rest: String = "\"root\":0,\"target\":2,\"neg_target\":3"
  ) -> String {
    "[{\"idx_to_symbol\":[\"a\",\"b\",\"c\",\"d\"],\"edges\":[\(edges)],\(rest)}]"
  }

  @Test func aMillionEdgesAreRefusedByName() throws {
    let repeated = problem(edges: (0..<1_000_000).map { "[\($0 % 2),\($0 % 2 + 1)]" }.joined(separator: ","))
    refuses("[0].edges: expected at most 961 edges, as many as 31 nodes can have, found 1000000") {
      try Reader.problems.read(repeated)
    }
    let most = problem(edges: (0..<961).map { "[\($0 % 2),\($0 % 2 + 1)]" }.joined(separator: ","))
    #expect(throws: Never.self) { try Reader.problems.read(most) }
    let beyond = problem(edges: (0..<900).map { "[\($0),\($0 + 1)]" }.joined(separator: ","))
    refuses("[0].edges[3]: expected a node in 0...3, found 4") { try Reader.problems.read(beyond) }
  }

  @Test(arguments: [
    ("[0,1e400]", "edges[0][1]"), ("[0,-1]", "edges[0]"), ("[0,9223372036854775808]", "edges[0][1]"),
    ("[0,1.5]", "edges[0][1]"), ("[0,null]", "edges[0][1]"), ("[0,\"1\"]", "edges[0][1]"), ("[]", "edges[0]"),
    ("[0,1,2]", "edges[0]"), ("[0,NaN]", "column 49: expected a value, found NaN"),
  ]) func edges(edge: String, place: String) {
    refuses(place) { try Reader.problems.read(problem(edges: edge)) }
  }

  @Test(arguments: [
    ("\"root\":4,\"target\":2,\"neg_target\":3", "root"),
    ("\"root\":0,\"target\":0,\"neg_target\":3", "target"),
    ("\"root\":0,\"target\":3,\"neg_target\":3", "target"),
    ("\"root\":0,\"target\":2,\"neg_target\":1", "neg_target"),
    ("\"root\":0,\"target\":2", "neg_target"),
    (
      "\"root\":0,\"target\":2,\"neg_target\":3,\"neighbor_k\":{\"0\":[0],\"1\":[2],\"2\":[2]}",
      "neighbor_k.1"
    ),
    ("\"root\":0,\"target\":2,\"neg_target\":3,\"neighbor_k\":{\"0\":[0],\"1\":[1]}", "neighbor_k.2"),
    ("\"root\":0,\"target\":2,\"neg_target\":3,\"neighbor_k\":{\"x\":[0],\"1\":[1],\"2\":[2]}", "neighbor_k"),
    ("\"root\":0,\"target\":2,\"neg_target\":3,\"bfs_neighbor_k\":{\"1\":[]}", "bfs_neighbor_k.1"),
    ("\"root\":0,\"target\":2,\"neg_target\":3,\"steps\":[]", "steps"),
  ]) func contradictions(rest: String, place: String) {
    refuses("[0].\(place)") { try Reader.problems.read(problem(rest: rest)) }
  }

  /// The configuration asks for weights far larger than the file that should hold them.
  @Test func aConfigurationAloneAsksForNoMemory() throws {
    let file = try InputFile("config.json")
    let huge = Configuration(vocabulary: 1_000_000, positions: 65536, width: 16384, layers: 64, heads: 1)
    try file.put(huge.json())
    let small = Parameters<Float>(
      initial: Configuration(vocabulary: 4, positions: 4, width: 4, layers: 1, heads: 1), seed: 0)
    try ModelFolder.encode(small).write(to: URL(fileURLWithPath: file.folder + "/model.safetensors"))
    refuses("expected a tensor of shape") { _ = try ModelFolder.read(file.folder) }
  }

  /// Checks that `read` throws an `InputError` of one line that contains `part`.
  private func refuses(_ part: String = "expected ", _ read: () throws -> Void) {
    do {
      try read()
      Issue.record("accepted")
    } catch let error as InputError {
      let line = error.description
      #expect(line.contains(part) && !line.contains("\n") && line.utf8.count < 4096, "\(line)")
    } catch {
      Issue.record("not an InputError: \(error)")
    }
  }
}
