// The simplified model: its gradient, its logits and its training beside the flows.

import Claims
import Foundation
import Randomness
import Reachability
import Records
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

  @Test func meansAreOnAndOffTheDiagonal() {
    var model = SimplifiedModel(.linear, labelCount: 3)
    model.matrix = [
      1, 2, 3,
      4, 6, 6,
      7, 8, 11,
    ]
    #expect(model.means.mu == 6 && model.means.nu == 5)
  }

  /// Root 0 → 1 and 0 → 2 with W = 400 I. Linear: logits (1, 400, 400); accepting the root costs 399 + log 2 nats. Softmax
  /// over two edges of one source: half of the gain of 20 each, however large the scores.
  @Test func largeScoresHaveTheirClosedForms() {
    let fork = problem(nodes: 4, edges: [Edge(0, 1), Edge(0, 2)], root: 0, target: 1, other: 3)
    for (attention, logits, loss) in [
      (EdgeAttention.linear, [1.0, 400, 400, 0], 399 + log(2.0)), (.softmax, [1, 10, 10, 0], 9 + log(2.0)),
    ] {
      var model = SimplifiedModel(attention, labelCount: 4)
      for i in 0..<4 { model.matrix[5 * i] = 400 }
      #expect(model.logits(fork, label: [0, 1, 2, 3], thoughts: 0) == [logits])
      var gradient = SimplifiedModel.Gradient(labelCount: 4)
      let found = model.backward(
        fork, label: [0, 1, 2, 3], thoughts: 0, accepted: [0], scale: 1, into: &gradient)
      // The other nodes add e^−9 at most to the sum inside the logarithm.
      #expect(abs(found - loss) < 1e-4)
    }
  }

  /// Gradients of steps this long would move μ by more than 10; an update of length 1 moves the mean of n diagonal
  /// entries by 1/√n at most.
  @Test func noUpdateIsLongerThanOne() {
    let report = SimplifiedReport.compute(
      randomProblems(10, seed: 28), test: [], stageSteps: 1, stepLength: 1000, batch: 4)
    for row in report.rows {
      #expect(row.mu.count > 3 && row.mu[1] > 0)
      let moves = zip(row.mu, row.mu.dropFirst()).map { abs($1 - $0) }
      #expect(moves.allSatisfy { $0 <= 1 / Double(Vocabulary.nodeCount).squareRoot() })
    }
  }

  /// At c = 0 the thought is the root alone, uniform as the theory has it: with steps of 1/4 descent follows both flows.
  @Test func oneHopFollowsTheFlows() {
    let report = SimplifiedReport.compute(
      [single(nodes: 7)], test: [single(nodes: 7)], stageSteps: 40, stepLength: 0.25, batch: 1)
    let claims = judge(simplified: report)
    #expect(claims[...2].allSatisfy { $0.verdict == .holds })
    #expect(claims[3].ours.hasSuffix("softmax coconut 0.000, softmax bfs-reachable 0.000"))
  }

  /// A fan of 5 at c = 1: the demonstrated node has d = 1 and the sink 5. Under Coconut, softmax attention
  /// then moves from the branches' edges to the root's; not so under Coconut-BFS, which accepts the sink.
  @Test func softmaxAttentionFallsUnderCoconutAlone() {
    let problems = [fan(branches: 5)]
    let report = SimplifiedReport.compute(problems, test: problems, stageSteps: 40, stepLength: 5, batch: 1)
    #expect(judge(simplified: report).map { $0.verdict == .holds } == [true, false, false, true])
    // Without a thought a branch has the largest logit; after one the sink does, if the loss accepts it.
    for row in report.rows {
      #expect(row.readAccuracy[0] == 1 && row.answerAccuracy == 1)
      if row.loss == .bfsReachable { #expect(row.readAccuracy == [1, 1, 0, 0]) }
      #expect(row.trainingLoss.allSatisfy { $0 > 0 })
    }
  }

  @Test func trainingFollowsTheTheoryWhereItSpeaks() throws {
    let problems = randomProblems(60, seed: 26)
    let report = SimplifiedReport.compute(
      problems, test: randomProblems(60, seed: 27), stageSteps: 40, stepLength: 5, batch: 16)
    #expect(report.rows.count == 4)
    for row in report.rows {
      #expect(row.trainingLoss.count == row.times.count - 1)
      // One point every second step, over four stages of 40 steps.
      #expect(row.times == (0...80).map { row.stepLength * 2 * Double($0) })
      let end = try #require(row.stage.lastIndex(of: 0))
      // The flow beside it has the stage's c, and each stage continues from the one before.
      let first = KeyQueryFlow(problems, c: 0, loss: row.loss)
      let second = KeyQueryFlow(problems, c: 1, loss: row.loss)
      let flow = first.values(at: Array(row.times[...end]), coupled: false).map(\.mu)
      #expect(Array(row.flowMu[...end]) == flow)
      let next = second.value(after: 2 * row.stepLength, from: (flow[end], 0), coupled: false).mu
      #expect(row.flowMu[end + 1] == next)
      // At c = 0 descent can only raise W[r, r] with linear attention: its slope is the mass off r's successors.
      let rises = zip(row.mu, row.mu.dropFirst()).prefix(end)
      #expect(row.attention == .softmax ? row.mu[end] > 0 : rises.allSatisfy { $0 < $1 })
      #expect(row.trainingLoss[end - 1] < row.trainingLoss[0])
      // N_{c+1} always holds a node of the largest in-degree, so Coconut-BFS never stops raising μ.
      if row.loss == .bfsReachable { #expect((row.mu.last ?? 0) > row.mu[end]) }
      // Chance finds one of a root's two successors among 17 nodes, and half of the answers with a standard
      // deviation of 0.065 for 60 problems: three of them above.
      #expect(row.readAccuracy[0] > 0.9)
      #expect(row.answerAccuracy > 0.7)
    }
  }
}
