// The simplified model: its gradient, its logits and its training beside the flows.

import Foundation
import Randomness
import Reachability
import Testing
import Theory

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
