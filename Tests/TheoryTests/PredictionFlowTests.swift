// Theorem 3's flow against its loss, a closed form of the limit, and the direction it takes.

import Foundation
import Reachability
import Testing
import Theory

@Suite struct PredictionFlowTests {
  /// −log softmax(ξ)_{c*} with uniform λ, written out.
  private func loss(_ problem: Problem, _ carryOver: Double, _ lift: Double) -> Double {
    let reachable = problem.reachable(problem.pathLength)
    var logits = [Double](repeating: 0, count: problem.graph.nodeCount)
    for v in reachable { logits[v] += carryOver / Double(reachable.count).squareRoot() }
    for v in [problem.target, problem.negativeTarget] { logits[v] += lift }
    return log(logits.reduce(0) { $0 + exp($1) }) - logits[problem.target]
  }

  @Test func velocityIsTheNegativeGradient() {
    for problem in randomProblems(10, seed: 31) {
      let flow = PredictionFlow([problem], indexMatchingLogit: nil)
      let velocity = flow.velocity(carryOver: 1.3, lift: 0.4)
      let h = 1e-5
      // Central differences are good to about 1e-10.
      #expect(
        abs(velocity.carryOver - (loss(problem, 1.3 - h, 0.4) - loss(problem, 1.3 + h, 0.4)) / (2 * h)) < 1e-8
      )
      #expect(
        abs(velocity.lift - (loss(problem, 1.3, 0.4 - h) - loss(problem, 1.3, 0.4 + h)) / (2 * h)) < 1e-8)
    }
  }

  /// Uniform λ: margins are λ μ_A (other candidate), μ_R (reachable), λ μ_A + μ_R (the rest); the smallest is largest
  /// where the first two are equal.
  @Test func uniformThoughtsHaveTheirClosedLimit() {
    for problem in randomProblems(10, seed: 32) {
      let flow = PredictionFlow([problem], indexMatchingLogit: nil)
      let lambda = 1 / Double(problem.reachable(problem.pathLength).count).squareRoot()
      #expect(abs(flow.maximumMarginAngle - atan(lambda)) < 1e-10)
      #expect(flow.accuracy(carryOver: 1, lift: 1) == 1)
      #expect(flow.accuracy(carryOver: -1, lift: 1) == 0)
      #expect(flow.accuracy(carryOver: 1, lift: -1) == 0)
    }
  }

  @Test func reportShowsGrowthAndDirection() {
    let report = PredictionReport(randomProblems(15, seed: 33), indexMatchingLogits: [0.1, 3])
    #expect(report.rows.count == 3)
    #expect(report.claims.allSatisfy { $0.holds })
    for row in report.rows {
      #expect(row.limitMargin > 0)
      // The direction errs by O(1 / log t); log 10^100 is 230 and the offset of order log n · 1/margin.
      #expect(abs((row.angle.last ?? 0) - row.limitAngle) < 0.05)
    }
  }
}
