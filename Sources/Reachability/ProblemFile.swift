// Reads ProsQA problems in the published JSON schema, checking everything, and writes whole files or none.
// Problem.swift defines the hop sets; Generator.swift draws problems.
// Schema: https://github.com/Ber666/emergence-of-superposition, files prosqa_*_graph_4_{coconut,bfs}*.json.

import Foundation
import Inputs
import Randomness

/// What `neighbor_k` holds in a file; published files use both meanings.
public enum Neighbours: String, CaseIterable, Codable, Sendable {
  /// Entry k: the nodes at hop k of some shortest path root → target (published `*_coconut*` files).
  case coconut
  /// Entry k: the nodes within k hops of the root, root included (published `*_bfs*` files).
  case bfs

  /// The set `neighbor_k[hop]` of `problem`, ascending.
  public func set(_ problem: Problem, hop: Int) -> [Int] {
    self == .coconut ? problem.shortestPathNodes(hop) : problem.reachable(hop)
  }
}

/// Reads and writes lists of problems.
public enum ProblemFile {
  /// The problems of the file at `path`, in file order, at least one. Throws `InputError` naming the first thing wrong:
  /// not JSON, a missing key or wrong type, an id out of range, an unreachable target, a reachable negative target, hop
  /// sets that do not follow from the edges. Cycles are allowed.
  public static func read(_ path: String) throws -> [Problem] {
    let records = try readJSON([ProblemRecord].self, from: path, whole: "a list of problems ([{…}, {…}])")
    guard !records.isEmpty else {
      throw InputError(
        in: path, expected: "at least one problem", found: "an empty list",
        next: "generate or copy the file anew")
    }
    return try records.enumerated().map { index, record in try record.checked(path, "[\(index)]") }
  }

  /// Writes `problems` to `path`, with this meaning of `neighbor_k` and the frontiers as `bfs_neighbor_k`.
  /// The same problems give the same bytes on every machine. Throws `InputError` if that fails.
  public static func write(_ problems: [Problem], to path: String, neighbours: Neighbours) throws {
    try writeAtomically(data(problems, neighbours: neighbours), to: path)
  }

  /// The bytes that `write` writes: one problem per line.
  public static func data(_ problems: [Problem], neighbours: Neighbours) -> Data {
    var text = "["
    for (index, problem) in problems.enumerated() {
      text += index == 0 ? "\n" : ",\n"
      text += json(problem, neighbours, wording: problem.wording ?? wording(problem, index))
    }
    return Data((text + "\n]\n").utf8)
  }

  private static func wording(_ problem: Problem, _ index: Int) -> Wording {
    var random = RandomStream(0, UInt64(index))
    return Wording(of: problem, using: &random)
  }

  private static func json(_ problem: Problem, _ neighbours: Neighbours, wording: Wording) -> String {
    let last = problem.distance.compactMap(\.self).max() ?? 0
    let path = neighbours == .coconut ? problem.pathLength : last
    let fields = [
      ("question", json(wording.question)),
      ("answer", json(wording.answer)),
      ("steps", json(wording.steps.map(json))),
      ("idx_to_symbol", json(problem.symbols.map(json))),
      ("edges", json(problem.graph.edges.map { json([String($0.source), String($0.target)]) })),
      ("root", String(problem.root)),
      ("target", String(problem.target)),
      ("neg_target", String(problem.negativeTarget)),
      ("neighbor_k", hops(0...path) { neighbours.set(problem, hop: $0) }),
      ("bfs_neighbor_k", hops(0...last) { problem.frontier($0) }),
    ]
    return "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  private static func hops(_ range: ClosedRange<Int>, _ set: (Int) -> [Int]) -> String {
    "{" + range.map { "\"\($0)\": \(json(set($0).map(String.init)))" }.joined(separator: ", ") + "}"
  }

  private static func json(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  /// A JSON string (RFC 8259): quotes, backslashes and control characters escaped.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
