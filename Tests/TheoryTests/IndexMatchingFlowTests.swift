// Theorem 1's flow against closed forms, direct sums and its limits.

import Claims
import Foundation
import Reachability
import Records
import TestPrograms
import Testing
import Theory

@Suite struct IndexMatchingFlowTests {
  /// ξ, softmax and both right-hand sides written out node by node, as the paper has them.
  private func direct(_ problem: Problem, c: Int, accepted: [Int], mu: Double) -> (
    f: Double, velocity: Double
  ) {
    let inside = problem.reachable(c)
    let root = Double(inside.count).squareRoot()
    var d = [Double](repeating: 0, count: problem.graph.nodeCount)
    for edge in problem.graph.edges where inside.contains(edge.source) { d[edge.target] += 1 }
    let weight = d.indices.map { exp(((inside.contains($0) ? 1 : 0) + mu * d[$0]) / root) }
    func mean(_ nodes: [Int]) -> Double {
      nodes.reduce(0) { $0 + weight[$1] * d[$1] } / nodes.reduce(0) { $0 + weight[$1] }
    }
    let f = mean(Array(d.indices))
    return (f, (mean(accepted) - f) / (Double(d.count) * root))
  }

  @Test func agreesWithTheSumsWrittenOut() {
    for problem in randomProblems(20, seed: 1) {
      for loss in Loss.allCases {
        for c in 0..<problem.pathLength {
          for accepted in loss.acceptedSets(problem, c: c) {
            for mu in [-3.0, -0.5, 0, 0.7, 4] {
              let sums = NodeSums(problem, c: c, accepted: accepted)
              let expected = direct(problem, c: c, accepted: accepted, mu: mu)
              // The direct form subtracts numbers of size 1, so it is good to about 1e-15 absolutely.
              #expect(abs(sums.expectedInDegree(mu) - expected.f) < 1e-13)
              #expect(abs(sums.velocity(mu) - expected.velocity) < 1e-14)
            }
          }
        }
      }
    }
  }

  @Test func expectedInDegreeIncreasesBetweenItsLimits() {
    for problem in randomProblems(30, seed: 2) {
      for c in 0..<problem.pathLength {
        let sums = NodeSums(problem, c: c, accepted: [problem.target])
        let values = stride(from: -30.0, through: 30, by: 0.5).map(sums.expectedInDegree)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
        // d is an integer and K ≤ 23, so at |μ| = 1000 the next class is below exp(−1000/√23) of the leading one.
        #expect(abs(sums.expectedInDegree(1000) - Double(sums.largestInDegree)) < 1e-12)
        // The root of an acyclic graph has no edge into it.
        #expect(abs(sums.expectedInDegree(-1000)) < 1e-12)
        // μ' is the target's d minus F, over n √K; the target's own weight may underflow there.
        #expect(abs(sums.velocity(1000) - sums.velocityAtInfinity) < 1e-12)
        let ownDegree = Double(sums.largestAcceptedInDegree)
        #expect(abs(sums.velocity(-1000) - ownDegree * sums.timeScale) < 1e-12)
      }
    }
  }

  @Test func atCoconutsRootTheExpectedInDegreeIsTheDemonstratedOne() throws {
    let problems = randomProblems(40, seed: 5)
    for c in 1...2 {
      let flow = IndexMatchingFlow(problems, c: c, loss: .coconut)
      let root = try #require(flow.root())
      var (total, weight) = (0.0, 0.0)
      for problem in problems {
        let sets = Loss.coconut.acceptedSets(problem, c: c)
        for accepted in sets {
          let sums = NodeSums(problem, c: c, accepted: accepted)
          let share = 1 / (Double(sums.nodeCount) * Double(sums.superposed).squareRoot() * Double(sets.count))
          total += share * Double(sums.largestAcceptedInDegree)
          weight += share
        }
      }
      // The root is good to 1e-12, and F' is of order 1.
      #expect(abs(flow.expectedInDegree(root) - total / weight) < 1e-10)
    }
  }

  /// One edge among n nodes, c = 0: μ' = z/(n (e^μ + z)), z = e + n − 2, so e^μ + zμ = 1 + zt/n.
  @Test func firstHopFollowsTheClosedForm() throws {
    let nodes = 7
    let flow = IndexMatchingFlow([single(nodes: nodes)], c: 0, loss: .coconut)
    let z = M_E + Double(nodes) - 2
    for end in [0.5, 10, 1e3, 1e6] {
      let mu = try #require(flow.path(to: end).last).state[0]
      let time = Double(nodes) * (exp(mu) + z * mu - 1) / z
      // Each step errs by 1e-11 of μ at most. There are a few hundred, and dt/t = dμ here.
      #expect(abs(time / end - 1) < 1e-6)
    }
    #expect(flow.root() == nil)
    #expect(flow.boundedShare == 0)
    #expect(flow.logarithmicSlope == 1)
  }

  /// The fan of b branches at c = 1: K = b + 1, λ = 1/√K, and F(μ*) = 1 has a closed form. Σ mass (d − 1) = 0: the sink
  /// (d = b) against the nodes of d = 0, the root and the unreachable one. The branches and the target have d = 1 and
  /// drop out: (b − 1) exp(λ μ* b) = e^λ + 1. With 3 branches μ rises from 0 to it, with 5 it falls.
  @Test(arguments: [3, 5])
  func fanHasTheRootOfItsPolynomial(branches: Int) throws {
    let flow = IndexMatchingFlow([fan(branches: branches)], c: 1, loss: .coconut)
    #expect(flow.boundedShare == 1 && flow.risingShare == (branches == 3 ? 1 : 0))
    let root = try #require(flow.root())
    let (b, n) = (Double(branches), Double(branches + 4))
    let lambda = 1 / (b + 1).squareRoot()
    #expect(abs(root - log((exp(lambda) + 1) / (b - 1)) / (lambda * b)) < 1e-11)
    let end = try #require(flow.path(to: 1e9).last)
    // The flow stops where μ' < 1e-11; at a contraction of about 0.1 that is 1e-10 from the root, plus step errors.
    #expect(abs(end.state[0] - root) < 1e-8)
    // −dμ'/dμ = F' / (n √K), and F' = λ Var d with the mean at 1: the sink is b − 1 above it; root and unreachable node are
    // 1 below. The central difference is good to about 1e-9.
    let sink = exp(lambda * root * b)
    let rest = b * exp(lambda * (root + 1)) + exp(lambda * root)
    let variance = ((b - 1) * (b - 1) * sink + exp(lambda) + 1) / (sink + rest + exp(lambda) + 1)
    #expect(abs(flow.contraction(at: root) - lambda * variance * lambda / n) < 1e-8)
  }

  /// The same with two accepted nodes of the fan with 3 branches, n √K = 14: for μ → ∞ the larger d of the
  /// two counts and F → 3, for μ → −∞ the smaller one and F → 0. The sink has 3, the target and a branch 1,
  /// the root 0. At 100 the next class has e^−50 of the weight; at 10^4 weights underflow.
  @Test(arguments: [-1e4, -1e2, 1e2, 1e4])
  func velocityHasItsLimits(mu: Double) {
    let both = NodeSums(fan(branches: 3), c: 1, accepted: [4, 5])
    let low = NodeSums(fan(branches: 3), c: 1, accepted: [1, 0])
    #expect(abs(both.velocity(mu) - (mu > 0 ? 0 : 1.0 / 14)) < 1e-12)
    #expect(abs(low.velocity(mu) - (mu > 0 ? -2.0 / 14 : 0)) < 1e-12)
  }

  /// If the loss accepts every node, nothing pulls on μ: the root is 0. Without problems there is none.
  @Test func standsStillWhereEveryNodeIsAccepted() {
    let pair = problem(nodes: 2, edges: [Edge(0, 1)], root: 0, target: 1, other: 1)
    #expect(IndexMatchingFlow([pair], c: 0, loss: .bfsReachable).root() == 0)
    #expect(IndexMatchingFlow([pair], c: 1, loss: .bfsReachable).root() == nil)
  }

  @Test func coconutStopsAtItsRootAndBFSDoesNot() throws {
    let problems = randomProblems(40, seed: 3)
    for c in 1...2 {
      let coconut = IndexMatchingFlow(problems, c: c, loss: .coconut)
      let root = try #require(coconut.root())
      #expect(coconut.velocity(root - 0.01) > 0 && coconut.velocity(root + 0.01) < 0)
      let from = try #require(coconut.path(from: root + 5, to: 1e9).last)
      #expect(abs(from.state[0] - root) < 1e-7)
      for loss in [Loss.bfsReachable, .bfsSuccessors] {
        let flow = IndexMatchingFlow(problems, c: c, loss: loss)
        #expect(flow.root() == nil && flow.boundedShare == 0 && flow.velocityAtInfinity == 0)
      }
      #expect(IndexMatchingFlow(problems, c: c, loss: .bfsFrontier).root() != nil)
    }
  }

  /// At c = 0 every loss diverges, and the slope of μ on log t approaches √K / gap = 1.
  @Test func slopeOnLogTimeReachesItsLimit() {
    let flow = IndexMatchingFlow(randomProblems(10, seed: 4), c: 0, loss: .bfsReachable)
    let path = flow.path(to: 1e12, rest: 0)
    // μ = log t + const + O(log t / t).
    #expect(abs(logarithmicFit(path.filter { $0.time > 1e10 }) - 1) < 1e-3)
  }

  /// The fan's sink has d = 3 and is accepted; rejected nodes have d = 1 at most: √K / gap = 2 / 2.
  @Test func slopeOnLogTimeIsSetByTheGap() {
    let flow = IndexMatchingFlow([fan(branches: 3)], c: 1, loss: .bfsFrontier)
    #expect(flow.logarithmicSlope == 1)
    let path = flow.path(to: 1e12, rest: 0)
    // As above: the next class is exp(−μ/2) smaller, about t^−1/2.
    #expect(abs(logarithmicFit(path.filter { $0.time > 1e10 }) - 1) < 1e-3)
  }

  @Test func weightsAreSharedByPairs() {
    // Two shortest paths give two pairs of half the weight: the same as one problem with either path alone.
    let diamond = problem(
      nodes: 5, edges: [Edge(0, 1), Edge(0, 2), Edge(1, 3), Edge(2, 3)], root: 0, target: 3, other: 4)
    let flow = IndexMatchingFlow([diamond], c: 0, loss: .coconut)
    #expect(flow.pairCount == 2 && flow.problemCount == 1)
    #expect(flow.terms.reduce(0) { $0 + $1.weight } == 1)
    #expect(flow.terms.count == 1)
  }

  @Test func reportJudgesEveryHopAndLoss() throws {
    let report = FlowReport.compute(randomProblems(20, seed: 5), horizon: 1e6)
    // Every loss but soft Coconut, whose flow is Coconut's, at c = 0 … 3.
    #expect(report.rows.count == 4 * (Loss.allCases.count - 1))
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    // A flow without a root has none in its record.
    #expect(text.components(separatedBy: "\"root\":").count == 1 + report.rows.count { $0.root != nil })
    let claims = judge(flow: report)
    #expect(claims.map { $0.verdict == .holds } == [true, true, true, true, true, false])
    for row in report.rows {
      // √K / gap = 1 at c = 0. The next term is of order n log t / t, below 0.02 from t = 10^4 on.
      // A uniform label on N_1 has a root instead, since the root is among its nodes.
      if row.c == 0 && row.loss != .uniform {
        #expect(row.slopeInTheLimit == 1 && abs(row.rate - 1) < 0.02)
      }
    }
  }

  /// A label drawn uniformly from the root and its k children: e^μ* = e + n − k − 1.
  @Test func aUniformLabelAtTheRootHasTheRootOfItsClosedForm() throws {
    for (children, others) in [(1, 3), (3, 9), (5, 20)] {
      let edges = (1...children).map { (0, $0) } + (1...others).map { (children, children + $0) }
      let nodes = children + others + 1
      let problem = makeProblem(edges, target: nodes - 1, other: 0)
      let root = try #require(IndexMatchingFlow([problem], c: 0, loss: .uniform).root())
      // The root is bisected to 1e-12.
      #expect(abs(root - log(exp(1) + Double(nodes - children - 1))) < 1e-10)
      #expect(IndexMatchingFlow([problem], c: 0, loss: .uniformFrontier).root() == nil)
    }
  }

  /// One edge among n = 7 nodes: F = e^μ/(e^μ + z), z = e + 5. Its smallest rise on the grid is the last one,
  /// z (e^−29.5 − e^−30) = 4.7e-13, to the precision of doubles near 1.
  @Test func reportOfOneEdgeHasItsClosedForms() {
    let report = FlowReport.compute([single(nodes: 7)])
    #expect(report.grid.first == -10 && report.grid.last == 30)
    let claims = judge(flow: report)
    #expect(claims[0].ours == "smallest rise of F on the grid 4.7e-13")
    #expect(claims.map { $0.verdict == .holds } == [true, false, false, true, true, false])
    // √K / gap = 1: the slope is named beside it.
    let slopes = "slope on log t at the end → in the limit"
    #expect(
      claims[3].ours
        == "share of pairs with d* < d_max c = 0: 0; root μ* c = 0: none; \(slopes) c = 0: 1.00 → 1.00")
    #expect(claims[4].ours.hasPrefix("\(slopes): reachable c = 0: 1.00 → 1.00"))
    #expect(judge(flow: FlowReport.compute([])).allSatisfy { $0.verdict == .doesNotHold })
    // About 470 points are thinned to every second one; the last is kept.
    for row in report.rows {
      #expect(row.times.count < 300 && row.times.last == row.endTime && row.values.last == row.endValue)
    }
  }
}
