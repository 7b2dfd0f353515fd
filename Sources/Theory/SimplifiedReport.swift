// Trains the simplified model hop after hop and sets its μ beside the flows. The model is SimplifiedModel.swift.

import Foundation
import Randomness
import Reachability

/// One trained simplified model: stage c trains the read after c thoughts, c = 0 … 3.
public struct SimplifiedRow: Codable, Sendable {
  /// How layer 2 attends to the edges.
  public let attention: EdgeAttention
  /// The loss, by the set of nodes that it accepts.
  public let loss: TheoryLoss
  /// The step length, in units of 1/α.
  public let step: Double
  /// Times in units of 1/α, from 0.
  public let times: [Double]
  /// The stage that was trained at each time.
  public let stage: [Int]
  /// μ of the model at each time: the mean of its matrix on the diagonal.
  public let mu: [Double]
  /// ν of the model at each time: the mean off the diagonal.
  public let nu: [Double]
  /// Mean loss in nats between neighbouring times: one fewer than `times`.
  public let trainingLoss: [Double]
  /// μ of the one-number flow at each time; like the next two it starts at 0 and changes hop with the stages.
  public let flowMu: [Double]
  /// μ of the two-number flow at each time.
  public let coupledMu: [Double]
  /// ν of the two-number flow at each time.
  public let coupledNu: [Double]
  /// After training, on other problems: share of hops c = 0 … 3 whose largest logit is a node of frontier_{c+1}.
  public let hopAccuracy: [Double]
  /// Share of problems in which the last thought has more of the reachable candidate than of the other.
  public let answerAccuracy: Double
}

/// The simplified model end to end, beside the theory.
public struct SimplifiedReport: Codable, Sendable {
  /// Problems trained on.
  public let trainingProblems: Int
  /// Other problems, tested on.
  public let testProblems: Int
  /// Training steps of each stage.
  public let stageSteps: Int
  /// Problems a training step.
  public let batch: Int
  /// Both attentions, both losses.
  public let rows: [SimplifiedRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// Trains on `problems`, tests on `test`, with steps of length `step` (units of 1/α) under linear attention. Softmax
  /// attention shares its slope among all edges, hence steps ten times as long.
  public init(
    _ problems: [Problem], test: [Problem], stageSteps: Int = 400, step: Double = 2.5, batch: Int = 32,
    seed: UInt64 = 0
  ) {
    trainingProblems = problems.count
    testProblems = test.count
    self.stageSteps = stageSteps
    self.batch = batch
    let rows = inParallel(4) { index in
      let attention: EdgeAttention = index < 2 ? .linear : .softmax
      return SimplifiedRow(
        problems, test, attention, index % 2 == 0 ? .coconut : .bfsReachable, stageSteps: stageSteps,
        batch: batch, step: attention == .softmax ? 10 * step : step, seed: seed)
    }
    self.rows = rows
    func each(_ rows: [SimplifiedRow], _ value: (SimplifiedRow) -> Double) -> String {
      rows.map { String(format: "%@ %@ %.3f", $0.attention.rawValue, $0.loss.rawValue, value($0)) }
        .joined(separator: ", ")
    }
    func distance(_ row: SimplifiedRow, _ flow: [Double]) -> Double {
      zip(row.mu, flow).reduce(0) { max($0, abs($1.0 - $1.1)) } / flow.reduce(0) { max($0, abs($1)) }
    }
    func change(_ row: SimplifiedRow) -> Double {
      (row.mu.last ?? 0) - row.mu[row.stage.lastIndex(of: 0) ?? 0]
    }
    let linear = rows.filter { $0.attention == .linear }
    let softmax = rows.filter { $0.attention == .softmax }
    claims = [
      Claim(
        statement: "The simplified model finds the reachable candidate in its last thought",
        source: "Theorems 1 and 2",
        paper: "thoughts hold N_c", here: each(rows, \.answerAccuracy),
        holds: rows.allSatisfy { $0.answerAccuracy > 0.95 }),
      Claim(
        statement: "With its own thoughts and linear attention, μ(t) follows the two-number flow within 10 %",
        source: "Theorem 1, uniform thoughts assumed", paper: "not stated",
        here: "largest distance " + each(linear) { distance($0, $0.coupledMu) },
        holds: linear.allSatisfy { distance($0, $0.coupledMu) < 0.1 }),
      Claim(
        statement: "With its own thoughts and linear attention, μ(t) follows the one-number flow within 10 %",
        source: "Theorem 1, uniform thoughts assumed", paper: "μ alone",
        here: "largest distance " + each(linear) { distance($0, $0.flowMu) },
        holds: linear.allSatisfy { distance($0, $0.flowMu) < 0.1 }),
      Claim(
        statement:
          "With softmax attention μ still grows after the first stage under Coconut-BFS, and not under Coconut",
        source: "Theorem 1, linear attention assumed", paper: "not stated",
        here: "change of μ after stage 0 " + each(softmax, change),
        holds: softmax.allSatisfy { ($0.loss == .coconut) == (change($0) <= 0) }),
    ]
  }
}

extension SimplifiedRow {
  init(
    _ problems: [Problem], _ test: [Problem], _ attention: EdgeAttention, _ loss: TheoryLoss, stageSteps: Int,
    batch: Int, step: Double, seed: UInt64
  ) {
    var model = SimplifiedModel(attention)
    var random = RandomStream(seed, 77)
    let every = max(1, stageSteps / 20)
    var times = [0.0]
    var stages = [0]
    var values = [model.means]
    var losses: [Double] = []
    var sum = 0.0
    for stage in 0...3 {
      let long = problems.filter { $0.pathLength > stage }
      guard !long.isEmpty else { break }
      for index in 1...stageSteps {
        var gradient = SimplifiedModel.Gradient(labelCount: model.labelCount)
        for _ in 0..<batch {
          let problem = long[random.below(long.count)]
          let label = random.permutation(model.labelCount)
          guard let accepted = random.pick(loss.acceptedSets(problem, hop: stage)) else { continue }
          sum += model.backward(
            problem, label: label, thoughts: stage, accepted: accepted, scale: 1 / Double(batch),
            into: &gradient)
        }
        // Gradients run through every thought and can explode: no update is longer than 1.
        let length = step * gradient.matrix.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let scale = step / max(1, length)
        for i in model.matrix.indices { model.matrix[i] -= scale * gradient.matrix[i] }
        if index % every == 0 {
          times.append(step * Double(stage * stageSteps + index))
          stages.append(stage)
          values.append(model.means)
          losses.append(sum / Double(batch * every))
          sum = 0
        }
      }
    }
    self.attention = attention
    self.loss = loss
    self.step = step
    self.times = times
    stage = stages
    mu = values.map(\.mu)
    nu = values.map(\.nu)
    trainingLoss = losses
    let sample = Array(problems.prefix(100))
    let alone = SimplifiedRow.flow(sample, loss, times, stages, coupled: false)
    let coupled = SimplifiedRow.flow(sample, loss, times, stages, coupled: true)
    flowMu = alone.map(\.mu)
    coupledMu = coupled.map(\.mu)
    coupledNu = coupled.map(\.nu)
    var hits = [Int](repeating: 0, count: 4)
    var hops = hits
    var answers = 0
    for problem in test {
      let length = problem.pathLength
      let logits = model.logits(problem, label: random.permutation(model.labelCount), thoughts: length)
      for c in 0..<min(4, length) {
        hops[c] += 1
        let first = logits[c].indices.max { logits[c][$0] < logits[c][$1] } ?? 0
        hits[c] += problem.distance[first] == c + 1 ? 1 : 0
      }
      let last = logits[length - 1]  // the last thought is these logits, normalised
      answers += last[problem.target] > last[problem.negativeTarget] ? 1 : 0
    }
    hopAccuracy = zip(hits, hops).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    answerAccuracy = Double(answers) / Double(max(test.count, 1))
  }

  /// The flow over `times` from zero, of the hop that each time's stage trains.
  private static func flow(
    _ problems: [Problem], _ loss: TheoryLoss, _ times: [Double], _ stages: [Int], coupled: Bool
  ) -> [(mu: Double, nu: Double)] {
    let flows = (0...3).map { KeyQueryFlow(problems, hop: $0, loss: loss) }
    var values = [(mu: 0.0, nu: 0.0)]
    for index in times.indices.dropFirst() {
      let length = times[index] - times[index - 1]
      let last = values[index - 1]
      values.append(flows[stages[index]].value(after: length, from: last, coupled: coupled))
    }
    return values
  }
}
