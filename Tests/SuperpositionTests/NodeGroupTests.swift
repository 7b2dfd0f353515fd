// The groups of a problem small enough to write down.

import Reachability
import Testing

@Suite struct NodeGroupTests {
  @Test func groupsNodes() {
    let problem = smallProblem()
    func nodes(_ group: NodeGroup, _ c: Int) -> [Int] { group.nodes(problem, c) }
    #expect(nodes(.reachable, 1) == [0, 1, 2, 3])
    #expect(nodes(.notReachable, 1) == [4, 5, 6, 7])
    #expect(nodes(.frontier, 1) == [1, 2, 3])
    #expect(nodes(.frontier, 2) == [4, 5])
    // 0 → 1 → 3 and 0 → 2 → 3 are walks of two edges, so 3 counts although it is one hop away.
    #expect(nodes(.walkFrontier, 2) == [3, 4, 5])
    #expect(nodes(.optimal, 1) == [3])
    #expect(nodes(.optimal, 0) == [0] && nodes(.walkFrontier, 0) == [0])
  }

  @Test func groupsEdgesBySourceAndOptimalOnesByBothEnds() {
    let problem = smallProblem()
    let edges = problem.graph.edges
    #expect(NodeGroup.frontier.edges(problem, edges, 0) == [0, 2, 6])
    #expect(NodeGroup.optimal.edges(problem, edges, 0) == [6])
    #expect(NodeGroup.optimal.edges(problem, edges, 1) == [7])
    #expect(NodeGroup.notReachable.edges(problem, edges, 1) == [1])
    #expect(NodeGroup.reachable.edges(problem, edges, 1) == [0, 2, 3, 4, 5, 6, 7])
  }
}
