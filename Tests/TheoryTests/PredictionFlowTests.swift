// Theorem 3's flow against its loss, a closed form of the limit, and the direction it takes.

import Claims
import Foundation
import Reachability
import Records
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

  /// At states where c* has the largest logit and where not; the Jacobian is the velocity's derivative.
  @Test(arguments: [SIMD2(1.3, 0.4), SIMD2(-1.3, 0.4), SIMD2(-0.2, -2)])
  func velocityIsTheNegativeGradient(at state: SIMD2<Double>) {
    for problem in randomProblems(10, seed: 31) {
      let flow = PredictionFlow([problem], indexMatchingLogit: nil)
      let (velocity, jacobian) = flow.linearised(state)
      let h = 1e-5
      func difference(_ value: (SIMD2<Double>) -> Double, _ along: SIMD2<Double>) -> Double {
        (value(state + h * along) - value(state - h * along)) / (2 * h)
      }
      for (along, column, slope) in [
        (SIMD2(1.0, 0), jacobian.0, velocity.x), (SIMD2(0.0, 1), jacobian.1, velocity.y),
      ] {
        // Central differences are good to about 1e-10.
        #expect(abs(slope + difference({ loss(problem, $0.x, $0.y) }, along)) < 1e-8)
        #expect(abs(column.x - difference({ flow.linearised($0).velocity.x }, along)) < 1e-8)
        #expect(abs(column.y - difference({ flow.linearised($0).velocity.y }, along)) < 1e-8)
      }
      let named = flow.velocity(carryOver: state.x, lift: state.y)
      #expect(named.carryOver == velocity.x && named.lift == velocity.y)
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
    let report = PredictionReport.compute(randomProblems(15, seed: 33), indexMatchingLogits: [0.1, 3])
    #expect(report.rows.count == 3)
    #expect(judge(prediction: report).allSatisfy { $0.verdict == .holds })
    for row in report.rows {
      #expect(row.limitMargin > 0 && row.times.last == 1e100)
      // The direction errs by O(1 / log t); log 10^100 is 230 and the offset of order log n · 1/margin.
      #expect(abs((row.angle.last ?? 0) - row.limitAngle) < 0.05)
    }
  }

  /// The fan with 3 branches after its 2 thoughts, uniform: K = 6. In the end both binding margins, λ μ_A and μ_R, grow
  /// like log t, so μ_A by √6 = 2.45 and μ_R by 1 per factor e of time.
  @Test func growthPerFactorOfTimeIsTheMargins() {
    let claims = judge(prediction: .compute([fan(branches: 3)], indexMatchingLogits: []))
    let gains = "(μ_A, μ_R) gains for each factor e of time at the end → in the limit"
    #expect(claims[0].ours == "\(gains) uniform (2.45, 1) → (2.45, 1)")
    #expect(claims[0].verdict == .holds)
  }
}
