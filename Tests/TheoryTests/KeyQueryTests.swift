// The two-number flow and the full matrix against each other, the one-number flow and finite differences.

import Claims
import Randomness
import Reachability
import Records
import Testing
import Theory

@Suite struct KeyQueryTests {
  @Test func withoutNuItIsTheOneNumberFlow() {
    for loss in Loss.allCases {
      let one = randomProblems(1, seed: 21)
      let n = one[0].graph.nodeCount
      let flow = KeyQueryFlow(one, c: 1, loss: loss, labelCount: n)
      let single = IndexMatchingFlow(one, c: 1, loss: loss)
      for mu in [-1.0, 0, 2] { #expect(abs(flow.velocity(mu: mu, nu: 0).mu - single.velocity(mu)) < 1e-14) }
    }
  }

  @Test func velocityIsTheNegativeGradient() {
    let flow = KeyQueryFlow(randomProblems(10, seed: 22), c: 1, loss: .coconut)
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
    let flow = KeyQueryFlow(randomProblems(10, seed: 23), c: 1, loss: .bfsReachable)
    var matrix = KeyQueryMatrix()
    var random = RandomStream(1)
    matrix.descend(flow, stepLength: 2, random: &random)
    let velocity = flow.velocity(mu: 0, nu: 0)
    #expect(abs(matrix.means.mu - 2 * velocity.mu) < 1e-14)
    #expect(abs(matrix.means.nu - 2 * velocity.nu) < 1e-14)
  }

  /// The fan with 3 branches at c = 1: sink 3μ/2, target μ/2. For μ → ∞ the loss is their distance μ, and μ' the limit
  /// (d* − d_max) / (n √K). At 300 the rest is e^−150; e^900 would not be a number.
  @Test func largeLogitsReachTheLimit() {
    let flow = KeyQueryFlow([fan(branches: 3)], c: 1, loss: .coconut, labelCount: 7)
    #expect(abs(flow.loss(mu: 300, nu: 0) - 300) < 1e-12)
    #expect(abs(flow.velocity(mu: 300, nu: 0).mu + 1.0 / 7) < 1e-14)
  }

  /// One edge from the root, c = 0: a step from zero writes one entry w on the diagonal, whichever label the root gets.
  /// Its distance from μ I with μ = w/n is w √((n − 1)/n).
  @Test func oneEntryIsAKnownDistanceFromTwoNumbers() {
    let flow = KeyQueryFlow([single(nodes: 7)], c: 0, loss: .coconut, labelCount: 7)
    for seed in 0..<10 {
      var matrix = KeyQueryMatrix(labelCount: 7)
      var random = RandomStream(UInt64(seed))
      matrix.descend(flow, stepLength: 1, random: &random)
      #expect(matrix.means.mu > 0 && abs(matrix.means.nu) < 1e-16)
      #expect(abs(matrix.asymmetry - (6.0 / 7).squareRoot()) < 1e-14)
    }
    #expect(KeyQueryMatrix().asymmetry == 0)
  }

  @Test func matrixApproachesTheFlowAsStepsShrink() throws {
    let report = KeyQueryReport.compute(randomProblems(32, seed: 24), end: 100, stepLengths: [5, 1.25])
    for row in report.rows {
      let coarse = try #require(row.trainings.first)
      let fine = try #require(row.trainings.last)
      #expect(fine.muDeviation < coarse.muDeviation && fine.muDeviation < 0.02)
      #expect(fine.asymmetry < coarse.asymmetry)
    }
    #expect(judge(keyQuery: report).map { $0.verdict == .holds } == [true, true, true])
    #expect(judge(keyQuery: report)[1].ours.hasSuffix("; shrinking at every halving"))
    // Before ν has grown, following μ alone loses nothing.
    let early = KeyQueryReport.compute(randomProblems(32, seed: 24), end: 1, stepLengths: [0.05, 0.025])
    #expect(judge(keyQuery: early).map { $0.verdict == .holds } == [true, true, false])
  }
}
