// Families of graphs for tests out of distribution: each is what its description says.

import Reachability
import Testing

@Suite struct GraphFamilyTests {
  @Test(
    "A problem of every family is well formed, fits the vocabulary, and follows from seed and number",
    arguments: GraphFamily.allCases)
  func everyFamily(_ family: GraphFamily) {
    let problems = family.problems(30)
    for problem in problems {
      #expect(problem.graph.nodeCount <= Vocabulary.nodeCount)
      #expect(problem.pathLength > 0 && problem.distance[problem.negativeTarget] == nil)
      #expect(Set(problem.graph.edges).count == problem.graph.edges.count)
      // Nodes without any edge are in no prompt.
      #expect(Set(problem.graph.edges.flatMap { [$0.source, $0.target] }).count == problem.graph.nodeCount)
    }
    #expect(family.problems(3) == Array(problems.prefix(3)))
    #expect(family.problems(3, seed: 1) != Array(problems.prefix(3)))
  }

  @Test("Paths have the hops that the name says, and candidates differ in nothing but reach")
  func lengths() {
    for (family, hops) in [
      (GraphFamily.fiveHops, 5...5), (.sixHops, 6...6), (.sevenHops, 7...7), (.sparser, 3...4),
      (.denser, 3...4),
      (.larger, 3...4), (.trees, 3...4), (.manyParents, 3...4), (.stars, 3...10),
    ] {
      let lengths = family.problems(40).map(\.pathLength)
      #expect(lengths.allSatisfy(hops.contains))
      #expect(hops.count == 1 || Set(lengths).count > 1)
    }
    #expect(GraphFamily.larger.problems(20).allSatisfy { (29...31).contains($0.graph.nodeCount) })
  }

  @Test("Density is the mean number of parents of a new node")
  func density() {
    func edges(_ family: GraphFamily) -> Double {
      Double(family.problems(200).reduce(0) { $0 + $1.graph.edges.count }) / 200
    }
    // 26 new nodes want 1, 1.5 or 2 parents each; some want more than there are, and problems are chosen by their paths.
    #expect((20...30).contains(edges(.sparser)))
    #expect((32...42).contains(edges(.published)))
    #expect((42...54).contains(edges(.denser)))
  }

  @Test("Trees have one parent a node, layered graphs two or three, stars two arms")
  func shapes() {
    for problem in GraphFamily.trees.problems(20) {
      #expect(problem.graph.predecessors.count { $0.isEmpty } == 2)
      #expect(problem.graph.predecessors.allSatisfy { $0.count <= 1 })
    }
    for problem in GraphFamily.manyParents.problems(20) {
      let parents = problem.graph.predecessors.map(\.count)
      #expect(parents.count { $0 == 0 } == 2)
      // The first layer has the root alone before it.
      #expect(parents.count { $0 == 1 } == 6 && parents.allSatisfy { $0 <= 3 })
    }
    for problem in GraphFamily.stars.problems(20) {
      let ends = problem.graph.successors.indices.filter { problem.graph.successors[$0].isEmpty }
      #expect(Set(ends) == [problem.target, problem.negativeTarget])
      let middle = problem.graph.predecessors.indices.filter { problem.graph.predecessors[$0].isEmpty }
      #expect(middle.count == 1 && problem.graph.successors[middle[0]].contains(problem.root))
      #expect(problem.graph.successors[middle[0]].count == 2)
    }
  }
}
