// One problem as a file states it: the published keys, and the checks it must pass to become a Problem.

import Inputs

/// The published keys. Hop sets follow from the edges and sentences go to no model, so both may be absent.
struct ProblemRecord: Decodable {
  let question, answer: String?
  let steps: [String]?
  let symbols: [String]
  let edges: [[Int]]
  let root, target, negativeTarget: Int
  let neighbours, frontiers: [String: [Int]]?

  enum CodingKeys: String, CodingKey {
    case question, answer, steps
    case symbols = "idx_to_symbol"
    case edges, root, target
    case negativeTarget = "neg_target"
    case neighbours = "neighbor_k"
    case frontiers = "bfs_neighbor_k"
  }

  /// The problem, or an `InputError` naming `path` and the key under `place`.
  func checked(_ path: String, _ place: String) throws -> Problem {
    let check = Check(path: path, place: place)
    guard (1...Vocabulary.nodeCount).contains(symbols.count) else {
      throw check.error(
        "idx_to_symbol", "1 to \(Vocabulary.nodeCount) nodes, as many as there are node tokens",
        "\(symbols.count)")
    }
    // More edges would have to repeat, and each costs a model three tokens.
    let most = Vocabulary.nodeCount * Vocabulary.nodeCount
    guard edges.count <= most else {
      throw check.error(
        "edges", "at most \(most) edges, as many as \(Vocabulary.nodeCount) nodes can have", "\(edges.count)")
    }
    for (index, edge) in edges.enumerated() {
      guard edge.count == 2 else {
        throw check.error("edges[\(index)]", "[source, target]", shown(edge))
      }
      try edge.forEach { try check.node($0, "edges[\(index)]", of: symbols.count) }
    }
    try check.node(root, "root", of: symbols.count)
    try check.node(target, "target", of: symbols.count)
    try check.node(negativeTarget, "neg_target", of: symbols.count)
    let graph = Graph(nodeCount: symbols.count, edges: edges.map { Edge($0[0], $0[1]) })
    let problem = Problem(
      graph: graph, symbols: symbols, root: root, target: target, negativeTarget: negativeTarget,
      wording: wording)
    guard target != root else {
      throw check.error("target", "a node other than the root", "node \(target), the root")
    }
    guard problem.distance[target] != nil else {
      throw check.error("target", "a node that the root reaches", "node \(target), which it does not")
    }
    guard problem.distance[negativeTarget] == nil else {
      throw check.error(
        "neg_target", "a node that the root does not reach",
        "node \(negativeTarget), \(problem.distance[negativeTarget] ?? 0) hops away")
    }
    if let steps, steps.count != problem.pathLength {
      throw check.error(
        "steps", "\(problem.pathLength) steps, the length of the shortest path", "\(steps.count)")
    }
    try checkHopSets(problem, check)
    return problem
  }

  private var wording: Wording? {
    guard let question, let answer, let steps else { return nil }
    return Wording(question: question, answer: answer, steps: steps)
  }

  /// `neighbor_k` must reach the target in one of its two meanings; `bfs_neighbor_k` must be the frontiers.
  private func checkHopSets(_ problem: Problem, _ check: Check) throws {
    if let neighbours {
      for hop in 0...problem.pathLength where neighbours[String(hop)] == nil && hop > 0 {
        throw check.error("neighbor_k.\(hop)", "a list of nodes", "none")
      }
      let wrong = Neighbours.allCases.map { meaning in
        firstDifference(neighbours) { meaning.set(problem, hop: $0) }
      }
      if let coconut = wrong[0], let bfs = wrong[1] {
        // Report the meaning that holds up to the later hop: the file most likely means that one.
        let (hop, expected) =
          (Int(coconut.hop) ?? -1) >= (Int(bfs.hop) ?? -1) ? coconut : bfs
        throw check.error(
          "neighbor_k.\(hop)", "\(expected) from the edges", "\((neighbours[hop] ?? []).sorted())")
      }
    }
    if let frontiers, let (hop, expected) = firstDifference(frontiers, problem.frontier) {
      throw check.error(
        "bfs_neighbor_k.\(hop)", "\(expected) from the edges", "\((frontiers[hop] ?? []).sorted())")
    }
  }

  /// The first hop at which `sets` differs from `derived`, or nil. A key that is no hop counts as different.
  private func firstDifference(
    _ sets: [String: [Int]], _ derived: (Int) -> [Int]
  ) -> (hop: String, expected: String)? {
    for key in sets.keys.sorted(by: { (Int($0) ?? -1, $0) < (Int($1) ?? -1, $1) }) {
      guard let hop = Int(key), hop >= 0, String(hop) == key else { return (key, "a hop as key, sets") }
      let expected = derived(hop)
      if (sets[key] ?? []).sorted() != expected { return (key, "\(expected)") }
    }
    return nil
  }
}

/// Makes errors that name the file and the place in it.
private struct Check {
  let path, place: String

  func error(_ key: String, _ expected: String, _ found: String) -> InputError {
    InputError(
      in: path, at: "\(place).\(key)", expected: expected, found: found,
      next: "correct the file or write it anew")
  }

  func node(_ id: Int, _ key: String, of count: Int) throws {
    guard (0..<count).contains(id) else { throw error(key, "a node in 0...\(count - 1)", "\(id)") }
  }
}
