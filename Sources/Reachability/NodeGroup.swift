// The groups into which probes sort nodes and edges after `c` thoughts. It knows no model.

/// Groups of nodes after `c` thoughts. They overlap: every group listed after `reachable` lies within it.
///
/// An edge belongs to the groups of its source. In `optimal` it must also lead from hop `c` to hop `c + 1` of
/// a shortest path root → target.
public enum NodeGroup: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
  /// Outside N_c.
  case notReachable
  /// N_c: at most `c` hops from the root.
  case reachable
  /// Ends of walks of exactly `c` edges from the root: what arXiv 2505.12514 calls the frontier.
  case walkFrontier
  /// Exactly `c` hops from the root: frontier_c.
  case frontier
  /// On a shortest path root → target, at hop `c`.
  case optimal

  /// The group's nodes after `c` thoughts, ascending.
  public func nodes(_ problem: Problem, _ c: Int) -> [Int] {
    switch self {
    case .notReachable:
      let reachable = Set(problem.reachable(c))
      return (0..<problem.graph.nodeCount).filter { !reachable.contains($0) }
    case .reachable: return problem.reachable(c)
    case .walkFrontier:
      return (0..<c).reduce(into: Set([problem.root])) { ends, _ in
        ends = Set(ends.flatMap { problem.graph.successors[$0] })
      }.sorted()
    case .frontier: return problem.frontier(c)
    case .optimal: return problem.shortestPathNodes(c)
    }
  }

  /// Indices into `edges` of the group's edges after `c` thoughts, ascending.
  public func edges(_ problem: Problem, _ edges: [Edge], _ c: Int) -> [Int] {
    let sources = Set(nodes(problem, c))
    let ends = self == .optimal ? Set(problem.shortestPathNodes(c + 1)) : nil
    return edges.indices.filter {
      sources.contains(edges[$0].source) && ends?.contains(edges[$0].target) ?? true
    }
  }
}
