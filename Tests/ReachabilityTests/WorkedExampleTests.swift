// What chapters 1 to 5 say by hand of the worked example.

import Reachability
import Testing

@Suite struct WorkedExampleTests {
  private let problem = Problem.workedExample

  @Test func layersAreThoseOfTheBook() {
    #expect((0...3).map(problem.frontier) == [[0], [1, 2], [3, 4, 5], [6]])
    #expect((0...3).map(problem.shortestPathNodes) == [[0], [1, 2], [3, 4], [6]])
    #expect(problem.reachable(2) == [0, 1, 2, 3, 4, 5] && problem.successors(1) == [1, 2, 3, 4, 5])
  }

  @Test func theAnswerIsSixAndFourHasTwoParents() {
    #expect(problem.pathLength == 3 && problem.target == 6)
    #expect(problem.distance[problem.negativeTarget] == nil)
    #expect([3, 4, 5].map { problem.graph.predecessors[$0].count } == [1, 2, 1])
    #expect(problem.graph.successors[5].isEmpty)
  }
}
