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

@Suite struct SimplifiedModelTests {
  @Test(arguments: EdgeAttention.allCases)
  func gradientAgreesWithFiniteDifferences(attention: EdgeAttention) {
    let sample = randomProblems(1, seed: 25)[0]
    var random = RandomStream(2)
    var model = SimplifiedModel(attention)
    for i in model.matrix.indices { model.matrix[i] = 0.3 * random.normal() }
    let label = random.permutation(model.labelCount)
    func loss(_ model: SimplifiedModel) -> (Double, SimplifiedModel.Gradient) {
      var gradient = SimplifiedModel.Gradient(labelCount: model.labelCount)
      let loss = model.backward(
        sample, label: label, thoughts: 2, accepted: [sample.target], scale: 1, into: &gradient)
      return (loss, gradient)
    }
    let gradient = loss(model).1
    let h = 1e-6
    func difference(_ change: (inout SimplifiedModel, Double) -> Void) -> Double {
      var up = model
      var down = model
      change(&up, h)
      change(&down, -h)
      return (loss(up).0 - loss(down).0) / (2 * h)
    }
    // Central differences of a loss of order 3: rounding 1e-16 · 3 / h, about 1e-9, and h² terms below that.
    for u in label.prefix(3) {
      for s in label.prefix(sample.graph.nodeCount) {
        let entry = u * model.labelCount + s
        #expect(abs(difference { $0.matrix[entry] += $1 } - gradient.matrix[entry]) < 1e-7)
      }
    }
    #expect(gradient.matrix.contains { abs($0) > 1e-3 })
  }

  @Test func trainingFollowsTheTheoryWhereItSpeaks() throws {
    let report = SimplifiedReport(
      randomProblems(60, seed: 26), test: randomProblems(60, seed: 27), stageSteps: 40, step: 5, batch: 16)
    #expect(report.rows.count == 4)
    for row in report.rows {
      #expect(row.trainingLoss.count == row.times.count - 1)
      let end = try #require(row.stage.lastIndex(of: 0))
      // At c = 0 descent can only raise W[r, r] with linear attention: its slope is the mass off r's successors.
      let rises = zip(row.mu, row.mu.dropFirst()).prefix(end)
      #expect(row.attention == .softmax ? row.mu[end] > 0 : rises.allSatisfy { $0 < $1 })
      #expect(row.trainingLoss[end - 1] < row.trainingLoss[0])
      // N_{c+1} always holds a node of the largest in-degree, so Coconut-BFS never stops raising μ.
      if row.loss == .bfsReachable { #expect((row.mu.last ?? 0) > row.mu[end]) }
      // Chance finds one of a root's two successors among 17 nodes; and half of the answers, with a standard deviation
      // of 0.065 for 60 problems: three of them above.
      #expect(row.hopAccuracy[0] > 0.9)
      #expect(row.answerAccuracy > 0.7)
    }
  }
}
