// The two-number flow and the full matrix against each other, the one-number flow and finite differences.

import Foundation
import Randomness
import Reachability
import Testing
import Theory

@Suite struct KeyQueryTests {
  @Test func withoutNuItIsTheOneNumberFlow() {
    for loss in TheoryLoss.allCases {
      let one = randomProblems(1, seed: 21)
      let n = one[0].graph.nodeCount
      let flow = KeyQueryFlow(one, hop: 1, loss: loss, labelCount: n)
      let single = IndexMatchingFlow(one, hop: 1, loss: loss)
      for mu in [-1.0, 0, 2] { #expect(abs(flow.velocity(mu: mu, nu: 0).mu - single.velocity(mu)) < 1e-14) }
    }
  }

  @Test func velocityIsTheNegativeGradient() {
    let flow = KeyQueryFlow(randomProblems(10, seed: 22), hop: 1, loss: .coconut)
    let h = 1e-5
    let n = Double(flow.labelCount)
    let velocity = flow.velocity(mu: 0.8, nu: -0.1)
    let mu = (flow.loss(mu: 0.8 - h, nu: -0.1) - flow.loss(mu: 0.8 + h, nu: -0.1)) / (2 * h)
    let nu = (flow.loss(mu: 0.8, nu: -0.1 - h) - flow.loss(mu: 0.8, nu: -0.1 + h)) / (2 * h)
    // μ sits in n entries of the matrix and ν in n (n − 1). Central differences are good to about 1e-9.
    #expect(abs(velocity.mu * n - mu) < 1e-8)
    #expect(abs(velocity.nu * n * (n - 1) - nu) < 1e-8)
  }

  @Test func firstStepOfTheMatrixIsTheFlows() {
    let flow = KeyQueryFlow(randomProblems(10, seed: 23), hop: 1, loss: .bfsReachable)
    var matrix = KeyQueryMatrix()
    var random = RandomStream(1)
    matrix.descend(flow, step: 2, random: &random)
    let velocity = flow.velocity(mu: 0, nu: 0)
    #expect(abs(matrix.means.mu - 2 * velocity.mu) < 1e-14)
    #expect(abs(matrix.means.nu - 2 * velocity.nu) < 1e-14)
  }

  @Test func matrixApproachesTheFlowAsStepsShrink() throws {
    let report = KeyQueryReport(randomProblems(32, seed: 24), end: 100, steps: [5, 1.25])
    for row in report.rows {
      let coarse = try #require(row.trainings.first)
      let fine = try #require(row.trainings.last)
      #expect(fine.muDeviation < coarse.muDeviation && fine.muDeviation < 0.02)
      #expect(fine.asymmetry < coarse.asymmetry)
    }
  }
}
