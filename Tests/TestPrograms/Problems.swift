// Problems made by hand, for tests whose answer is known.

import Reachability

/// A problem over these edges; it has as many nodes as the largest that is named asks for.
public func makeProblem(_ edges: [(Int, Int)], root: Int = 0, target: Int, other: Int) -> Problem {
  let nodes = 1 + (edges.flatMap { [$0.0, $0.1] } + [root, target, other]).reduce(0, max)
  return Problem(
    graph: Graph(nodeCount: nodes, edges: edges.map { Edge($0.0, $0.1) }),
    symbols: (0..<nodes).map { "node \($0)" }, root: root, target: target, negativeTarget: other)
}
