// Problem files of a combination: long prompts, cycles, repeated edges, and now and then a target that cannot be reached,
// an id out of range, too many nodes or none to speak of.

import Foundation
import Reachability

extension Combination {
  /// A problem as a file states it, right or wrong.
  private struct Stated {
    var nodes: Int
    var edges: [[Int]]
    var root, target, negative: Int

    /// Positions that it takes: its prompt, a thought a hop, `[A]`. 0 for one that is wrong.
    var positions: Int {
      let ids = 0..<nodes
      guard (edges.joined() + [root, target, negative]).allSatisfy(ids.contains), !edges.isEmpty,
        edges.allSatisfy({ $0.count == 2 })
      else {
        return 0
      }
      let problem = Problem(
        graph: Graph(nodeCount: nodes, edges: edges.map { Edge($0[0], $0[1]) }), symbols: [], root: root,
        target: target, negativeTarget: negative)
      return Prompt(asItStands: problem).tokens.count + problem.pathLength + 1
    }

    var json: String {
      let symbols = (0..<max(0, nodes)).map { "\"node \($0)\"" }.joined(separator: ",")
      let list = edges.map { "[\($0.map(String.init).joined(separator: ","))]" }.joined(separator: ",")
      return "{\"idx_to_symbol\":[\(symbols)],\"edges\":[\(list)],\"root\":\(root),\"target\":\(target),"
        + "\"neg_target\":\(negative)}"
    }
  }

  /// Writes one to six problems; returns the file and the positions that the longest of them takes.
  mutating func writeProblems(_ name: String) throws -> (path: String, positions: Int) {
    var problems: [Stated] = []
    for _ in 0...random.below(6) { problems.append(statedProblem()) }
    if happens(0.2) { problems.append(problems[0]) }
    if happens(0.05) { problems[0] = spoilt(problems[0]) }
    let path = folder + "/" + name
    let text = "[" + problems.map(\.json).joined(separator: ",\n") + "]"
    try write(
      Data(text.utf8), to: path, tokens: ["\"edges\"", "\"root\"", "[0,1]", "31", "30"], damage: 0.03)
    return (path, problems.map(\.positions).max() ?? 0)
  }

  /// A path from the root to the target and a pair of nodes apart from it, with more edges where they change nothing of
  /// that, and few or many of them.
  private mutating func statedProblem() -> Stated {
    let length = happens(0.1) ? 1 + random.below(Vocabulary.nodeCount - 3) : 1 + random.below(4)
    let nodes = min(Vocabulary.nodeCount, length + 3 + random.below(6))
    var edges = (0..<length).map { [$0, $0 + 1] } + [[nodes - 2, nodes - 1]]
    for _ in 0..<(happens(0.1) ? random.below(50) : random.below(6)) {
      // Among the nodes of the path or those beside it: back edges, self loops, repetitions.
      let (a, b) = (random.below(length + 1), random.below(length + 1))
      edges.append(happens(0.2) ? [nodes - 1, b] : [max(a, b), min(a, b)])
    }
    if happens(0.5) { random.shuffle(&edges) }
    return Stated(nodes: nodes, edges: edges, root: 0, target: length, negative: nodes - 1)
  }

  private mutating func spoilt(_ problem: Stated) -> Stated {
    var problem = problem
    switch random.below(9) {
    case 0: problem.edges[0][0] = one(-1, problem.nodes, 31, 40, .max)
    case 1: problem.root = one(-1, problem.nodes, problem.target, problem.negative)
    case 2: problem.target = one(-1, problem.nodes, problem.root, problem.negative)
    case 3: problem.negative = one(-1, problem.nodes, problem.root, problem.target)
    case 4: problem.edges = []
    case 5: problem.nodes = one(0, 1, 32)
    case 6: problem.edges[0] = one([], [0], [0, 1, 2])
    case 7: problem.edges += Array(repeating: [0, 1], count: one(300, 1000))
    default: problem.nodes = one(problem.nodes - 1, problem.target)
    }
    return problem
  }
}
