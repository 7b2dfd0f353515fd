// Theorem 2: each thought searches exactly one hop further. Its arithmetic; the untrained construction.

import Claims
import Foundation
import Reachability
import Records
import Testing
import Theory

@Suite struct NextThoughtTests {
  @Test func chainHasItsHandComputedThoughts() {
    let chain = problem(nodes: 4, edges: [Edge(0, 1), Edge(1, 2)], root: 0, target: 2, other: 3)
    let made: [[Double]] = thoughts(of: chain, indexMatchingLogit: 2, count: 2)
    let first = [1, 2, 0, 0].map { Double($0) / 5.0.squareRoot() }
    let second = [1, 4, 4, 0].map { Double($0) / 33.0.squareRoot() }
    #expect(zip(made[1], first).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(made[2], second).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test(arguments: [1e-3, 0.1, 1, 30, 1e3])
  func supportIsExactlyTheReachableSet(mu: Double) {
    for problem in randomProblems(50, seed: 11) {
      let made: [[Double]] = thoughts(of: problem, indexMatchingLogit: mu, count: problem.pathLength)
      let turned: [[Double]] = thoughts(of: problem, indexMatchingLogit: -mu, count: 1)
      for c in 0...problem.pathLength {
        #expect(support(made[c]) == problem.reachable(c))
        #expect(abs(made[c].reduce(0) { $0 + $1 * $1 } - 1) < 1e-14)
      }
      #expect(support(turned[1]) != problem.reachable(1))
    }
  }

  @Test func denseThoughtsAreTheSameUpToRounding() {
    for problem in randomProblems(20, seed: 12) {
      let exact: [[Double]] = thoughts(of: problem, indexMatchingLogit: 3, count: problem.pathLength)
      let dense = denseThoughts(of: problem, indexMatchingLogit: 3, count: problem.pathLength)
      // 32 terms of size 1 rounded at 6e-8, four times over, amplified by μ d of order 10.
      for (a, b) in zip(exact, dense) { #expect(zip(a, b).allSatisfy { abs($0 - Double($1)) < 1e-4 }) }
    }
  }

  @Test func evennessHasItsKnownValues() {
    #expect(abs(evenness([2, 2, 2], of: 3) - 1) < 1e-15)
    #expect(evenness([5, 0], of: 2) == 0)
    #expect(abs(evenness([1, 1, 0, 0], of: 4) - 0.5) < 1e-15)
    #expect(evenness([3], of: 1) == 1 && evenness([0, 0], of: 2) == 1)
  }

  /// The fan with 2 branches, μ = 1: `[t_1]` ∝ (1, 1, 1, 0, 0, 0), and the logits after it (1, 2, 2, 2, 1, 0)/√3. The sink
  /// and the target, with 2 and 1 walks, are the frontier.
  @Test func reportOfAFanHasItsHandComputedShares() throws {
    let report = NextThoughtReport.compute([fan(branches: 2)], roots: [1.25, -1])
    #expect(report.thoughts == 2 && report.roots == [1.25])
    #expect(report.rows.count { (1e-3...1e3).contains($0.indexMatchingLogit) } == 7 + 6 + 1)
    let row = try #require(report.rows.first { abs($0.indexMatchingLogit - 1) < 1e-12 })
    #expect(row.exactInDouble == 1 && row.exactInFloat == 1 && row.resolvedInDenseFloat == 1)
    let weights = [1.0, 2, 2, 2, 1, 0].map { exp($0 / 3.0.squareRoot()) }
    for (found, expected) in [
      (row.frontierMass, 3.0 / 8), (row.evenness, evenness([1, 2, 2, 2, 1], of: 5)),
      (row.frontierEvenness, evenness([2, 1], of: 2)), (row.softmaxMass, 1 - 1 / weights.reduce(0, +)),
      (row.softmaxEvenness, evenness(Array(weights[..<5]), of: 5)),
      (row.softmaxFrontierEvenness, evenness([weights[3], weights[4]], of: 2)),
    ] { #expect(abs(found - expected) < 1e-14) }
    // With μ = 10^−5 dense rounding spares the first thought, but hides the frontier's μ² in the second.
    let small = try #require(report.rows.first { abs($0.indexMatchingLogit * 1e5 - 1) < 1e-12 })
    #expect(small.resolvedInDenseFloat == 0.5)
  }

  /// Root 0 → 1 and 0 → 2, μ = 10^12: the softmax is half and half on the frontier and e^−10^12 on the root.
  @Test func largeLogitsShareTheSoftmax() throws {
    let fork = problem(nodes: 4, edges: [Edge(0, 1), Edge(0, 2)], root: 0, target: 1, other: 3)
    let row = try #require(NextThoughtReport.compute([fork], roots: []).rows.last)
    #expect(row.softmaxMass == 1 && abs(row.softmaxFrontierEvenness - 1) < 1e-14)
    #expect(abs(row.softmaxEvenness - log(2) / log(3)) < 1e-14)
  }

  @Test func reportFindsWhereFloatsFail() {
    let report = NextThoughtReport.compute(randomProblems(20, seed: 13), roots: [2.5])
    #expect(report.rows.count == 32 && report.roots == [2.5])
    // Every node exactly c hops away has weight μ^c times its number of walks, so evenness over the frontier
    // is the same for all μ. The softmax goes from even (μ → 0) to the nodes with most walks.
    let even = report.rows.map(\.frontierEvenness)
    #expect(even.allSatisfy { abs($0 - even[0]) < 1e-9 })
    let softmax = report.rows.map(\.softmaxFrontierEvenness)
    #expect(abs(softmax[0] - 1) < 1e-9 && zip(softmax, softmax.dropFirst()).allSatisfy { $1 <= $0 + 1e-9 })
    #expect(judge(nextThought: report).map { $0.verdict == .holds } == [true, true, false, false, true])
    // Dense rounding of 1e-7 certainly hides a frontier of weight μ³ ≤ 1e-30.
    #expect(report.rows[0].resolvedInDenseFloat < 1)
  }
}

@Suite struct ExplicitConstructionTests {
  @Test func thoughtsAreUniformAndAnswersRight() {
    let report = ConstructionReport.compute(randomProblems(10_000, seed: 14))
    #expect(report.correct == 10_000)
    #expect(report.thoughts > 30_000 && report.thoughts < 40_000)
    // One square root and one division in single precision.
    #expect(report.largestDeviation < 2e-7)
    #expect(judge(construction: report).allSatisfy { $0.verdict == .holds })
  }

  @Test func holdsForAnyRootAndOrder() {
    // The root is not node 0, edges run against node order, one edge is doubled, and there is a cycle.
    let edges = [Edge(9, 8), Edge(8, 7), Edge(8, 3), Edge(8, 3), Edge(7, 9), Edge(7, 2), Edge(5, 6)]
    let cyclic = problem(nodes: 31, edges: edges, root: 9, target: 2, other: 6)
    let result = ExplicitConstruction.run(cyclic)
    #expect(result.answer == 2)
    #expect(result.thoughts.map(support) == (1...3).map(cyclic.reachable))
  }

  /// Over 600 positions. Some differ by multiples of 256; only the clock's slow half tells those apart.
  @Test func readsTheRightPositionOfALongPrompt() {
    let edges = Array(repeating: Edge(5, 6), count: 200) + [Edge(0, 1), Edge(1, 2), Edge(0, 3), Edge(2, 4)]
    let long = problem(nodes: 8, edges: edges, root: 0, target: 4, other: 6)
    let result = ExplicitConstruction.run(long)
    #expect(result.answer == 4)
    #expect(result.thoughts.map(support) == (1...3).map(long.reachable))
  }

  /// Past the last hop a thought stays the same, even if no edge starts in it.
  @Test func staysWhereNothingFollows() {
    let chain = problem(nodes: 4, edges: [Edge(2, 0), Edge(1, 3)], root: 2, target: 0, other: 3)
    let made = ExplicitConstruction.run(chain, thoughts: 3).thoughts
    #expect(made.map(support) == [[0, 2], [0, 2], [0, 2]])
    let end = problem(nodes: 4, edges: [Edge(2, 0), Edge(1, 3)], root: 3, target: 0, other: 1)
    #expect(ExplicitConstruction.run(end, thoughts: 2).thoughts == [[0, 0, 0, 1], [0, 0, 0, 1]])
  }
}
