// The small problem that the chapters work through by hand.

extension Problem {
  /// Ten nodes. The target 6 lies three hops from the root 0, behind 3 and behind 4; the other candidate 9 hangs on 7.
  ///
  /// Node 4 has two parents, 1 and 2. Node 5 is a dead end: two hops from the root, and on no path to the target.
  public static let workedExample = Problem(
    graph: Graph(
      nodeCount: 10,
      edges: [
        Edge(0, 1), Edge(7, 8), Edge(1, 3), Edge(4, 6), Edge(0, 2), Edge(2, 4), Edge(8, 9), Edge(2, 5),
        Edge(1, 4),
        Edge(3, 6),
      ]), symbols: (0..<10).map { "node \($0)" }, root: 0, target: 6, negativeTarget: 9)
}
