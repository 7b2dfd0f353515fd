// Theorem 3's equation is found again in logits that were made by it.

import Foundation
import Randomness
import Reachability
import Superposition
import Testing

@Suite struct AnswerRegressionTests {
  private let problem = Problem(
    graph: Graph(nodeCount: 6, edges: [Edge(0, 1), Edge(1, 2)]), symbols: [], root: 0, target: 2,
    negativeTarget: 4)
  private let lambda = [0.0, 0.5, 2, -0.25, 0, 1]

  /// Logits with μ_A = 3, μ_R = 2 and an intercept that differs from problem to problem.
  private func logits(_ intercept: Double) -> [Float] {
    lambda.indices.map { Float(intercept + 3 * lambda[$0] + ($0 == 2 || $0 == 4 ? 2 : 0)) } + [99, -99]
  }

  @Test func theEquationIsFoundAgain() {
    let moments = [-5.0, 0, 40].map { AnswerMoments(problem, lambda: lambda, logits: logits($0)) }
    let fit = AnswerFit(moments.map(\.sums))
    // Logits are given as Float.
    #expect(abs(fit.carryOver - 3) < 1e-5 && abs(fit.lift - 2) < 1e-5)
    #expect(abs(fit.explained - 1) < 1e-6 && fit.explainedByThought < 0.95)
  }

  /// Two nodes of six: least squares on λ alone and noise, by hand. Centred λ of (1, −1, 0, 0, 0, 0) and logits (2, 0, 1, 1, 1, 1)
  /// give μ_A = 1; no node but the candidates' has a lift, and theirs is 0.
  @Test func whatTheEquationDoesNotExplainIsLeft() {
    let pattern = [1.0, -1, 0, 0, 0, 0]
    let plain = AnswerFit([AnswerMoments(problem, lambda: pattern, logits: [2.0, 0, 1, 1, 1, 1]).sums])
    #expect(abs(plain.carryOver - 1) < 1e-12 && abs(plain.lift) < 1e-12 && abs(plain.explained - 1) < 1e-12)
    // The candidates 2 and 4 at ±1 around the rest: neither λ nor a common lift explains it. Variance 2 of 4 is left.
    let noisy = AnswerFit([AnswerMoments(problem, lambda: pattern, logits: [2.0, 0, 2, 1, 0, 1]).sums])
    #expect(abs(noisy.carryOver - 1) < 1e-12 && abs(noisy.lift) < 1e-12)
    #expect(abs(noisy.explained - 0.5) < 1e-12)
  }

  /// λ of c* is twice that of any other node, so its logit is far above theirs; still nothing is left over unless a bonus is
  /// given to it alone. Its λ is 2 and the others' mean is .25; two of six nodes are candidates, one of the other five.
  @Test func whatTheCandidateThatHasBothGetsBeyondTheSum() {
    for bonus in [0, 1.5, -4] {
      var given = logits(7)
      given[problem.target] += Float(bonus)
      let target = TargetFit([AnswerMoments(problem, lambda: lambda, logits: given)])
      #expect(abs(target.carryOver - 3 * (2 - 0.25)) < 1e-5)
      #expect(abs(target.lift - 2 * (1 - 0.2)) < 1e-5)
      #expect(abs(target.leftOver - bonus) < 1e-5)
    }
  }

  @Test func equalThoughtsTellNothing() {
    let fit = AnswerFit([
      AnswerMoments(problem, lambda: Array(repeating: 1, count: 6), logits: logits(0)).sums
    ])
    #expect(fit.carryOver.isNaN && fit.lift.isNaN)
  }
}
