// Directed graphs and their breadth-first layers: N_c and frontier_c of the paper. Knows nothing of prompts or models.

/// A directed edge between node numbers.
public struct Edge: Hashable, Sendable {
  /// The node the edge leaves, the paper's s.
  public let source: Int
  /// The node it enters, the paper's t.
  public let target: Int

  /// The edge source → target.
  public init(_ source: Int, _ target: Int) {
    self.source = source
    self.target = target
  }
}

/// A directed graph: nodes `0 ..< nodeCount` and a list of edges whose order is kept.
public struct Graph: Hashable, Sendable {
  /// Number of nodes, the paper's n.
  public let nodeCount: Int
  /// The edges in file order.
  public let edges: [Edge]
  /// Targets of each node's edges, in edge order.
  public let successors: [[Int]]
  /// Sources of each node's edges, in edge order.
  public let predecessors: [[Int]]

  /// A graph; every edge's ends must lie in `0 ..< nodeCount`.
  public init(nodeCount: Int, edges: [Edge]) {
    self.nodeCount = nodeCount
    self.edges = edges
    var successors = [[Int]](repeating: [], count: nodeCount)
    var predecessors = successors
    for edge in edges {
      successors[edge.source].append(edge.target)
      predecessors[edge.target].append(edge.source)
    }
    self.successors = successors
    self.predecessors = predecessors
  }

  /// Fewest edges from `root` to each node (breadth-first), one entry a node, nil where there is no path.
  public func distances(from root: Int) -> [Int?] { breadthFirst(from: root, along: successors) }

  /// Fewest edges from each node to `goal`, one entry a node, nil where there is no path.
  public func distances(to goal: Int) -> [Int?] { breadthFirst(from: goal, along: predecessors) }

  /// Breadth-first search from `start`: the hops to each node, nil where there is no path.
  ///
  /// `frontier` holds the nodes exactly `hops` edges away. The next frontier is made of their neighbours, without those that
  /// an earlier hop has found.
  private func breadthFirst(from start: Int, along neighbours: [[Int]]) -> [Int?] {
    var distance = [Int?](repeating: nil, count: nodeCount)
    distance[start] = 0
    var (hops, frontier) = (0, [start])
    while !frontier.isEmpty {
      hops += 1
      var next: [Int] = []
      for node in frontier {
        for neighbour in neighbours[node] where distance[neighbour] == nil {
          distance[neighbour] = hops
          next.append(neighbour)
        }
      }
      frontier = next
    }
    return distance
  }
}
