// One ProsQA problem: a graph, a root and two candidates of which exactly one is reachable. It defines the
// sets of nodes that losses and probes use. ProblemFile.swift reads files, Generator.swift draws problems.

/// A reachability problem on a directed graph.
public struct Problem: Hashable, Sendable {
  /// The graph, edges in file order.
  public let graph: Graph
  /// A word for each node, as the questions use them (`idx_to_symbol`).
  public let symbols: [String]
  /// The root r, from which the search starts.
  public let root: Int
  /// The reachable candidate c*, the answer.
  public let target: Int
  /// The other candidate, which the root does not reach (`neg_target` of the published files).
  public let negativeTarget: Int
  /// The problem in words; nil where nobody needs them (problems generated during training).
  public let wording: Wording?
  /// Hops from the root to each node, nil where unreachable.
  public let distance: [Int?]
  /// Fewest edges from each node to the target, nil where there is no path.
  public let distanceToTarget: [Int?]

  /// A problem. The caller guarantees that ids are in range (`ProblemFile` checks what it reads).
  public init(
    graph: Graph, symbols: [String], root: Int, target: Int, negativeTarget: Int, wording: Wording? = nil
  ) {
    self.graph = graph
    self.symbols = symbols
    self.root = root
    self.target = target
    self.negativeTarget = negativeTarget
    self.wording = wording
    distance = graph.distances(from: root)
    distanceToTarget = graph.distances(to: target)
  }

  /// L: hops of the shortest path root → target; 0 if there is none. 3 or 4 in the published sets.
  public var pathLength: Int { distance[target] ?? 0 }

  /// frontier_c: nodes exactly `c` hops from the root, ascending.
  public func frontier(_ c: Int) -> [Int] { nodes { distance[$0] == c } }

  /// N_c: nodes within `c` hops of the root, the root included, ascending.
  public func reachable(_ c: Int) -> [Int] { nodes { distance[$0].map { $0 <= c } ?? false } }

  /// All successors of N_c, ascending: every v with an edge from N_c, even if v is in N_c itself.
  public func successors(_ c: Int) -> [Int] {
    Set(reachable(c).flatMap { graph.successors[$0] }).sorted()
  }

  /// Nodes on some shortest path root → target at hop `k`, ascending (`neighbor_k` of the published files).
  public func shortestPathNodes(_ k: Int) -> [Int] {
    nodes { distance[$0] == k && distanceToTarget[$0] == pathLength - k }
  }

  private func nodes(where keep: (Int) -> Bool) -> [Int] { (0..<graph.nodeCount).filter(keep) }
}
