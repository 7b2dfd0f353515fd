// Problems for these tests: hand-made ones with known sums, and random ones that need no generator.

import Randomness
import Reachability

/// Root 0 → 1 … branches, all → one node: a fan whose next hop (c = 1) has one node of in-degree `branches` and, from
/// node 1, one of in-degree 1. The target is `branches + 2`, two hops away with d* = 1 < d_max = `branches`.
func fan(branches: Int) -> Problem {
  let sink = branches + 1
  let target = branches + 2
  var edges = (1...branches).flatMap { [Edge(0, $0), Edge($0, sink)] }
  edges.append(Edge(1, target))
  return problem(nodes: branches + 4, edges: edges, root: 0, target: target, other: branches + 3)
}

/// Root 0 → 1, and `nodes − 2` nodes without edges.
func single(nodes: Int) -> Problem {
  problem(nodes: nodes, edges: [Edge(0, 1)], root: 0, target: 1, other: 2)
}

/// A problem without symbols.
func problem(nodes: Int, edges: [Edge], root: Int, target: Int, other: Int) -> Problem {
  Problem(
    graph: Graph(nodeCount: nodes, edges: edges), symbols: [], root: root, target: target,
    negativeTarget: other)
}

/// `count` random acyclic problems with 12 to 23 nodes and paths of 3 or 4 hops.
func randomProblems(_ count: Int, seed: UInt64) -> [Problem] {
  var random = RandomStream(seed)
  var problems: [Problem] = []
  while problems.count < count {
    let nodes = 12 + random.below(12)
    var edges: Set<Edge> = []
    for _ in 0..<(nodes * 3 / 2) {
      let a = random.below(nodes)
      let b = random.below(nodes)
      if a != b { edges.insert(Edge(min(a, b), max(a, b))) }
    }
    let ordered = edges.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    let distance = Graph(nodeCount: nodes, edges: ordered).distances(from: 0)
    let targets = (1..<nodes).filter { distance[$0] == 3 || distance[$0] == 4 }
    let others = (1..<nodes).filter { distance[$0] == nil }
    guard let target = random.pick(targets), let other = random.pick(others) else { continue }
    problems.append(problem(nodes: nodes, edges: ordered, root: 0, target: target, other: other))
  }
  return problems
}
