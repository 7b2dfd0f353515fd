// Trains the simplified model stage by stage and sets its μ beside the flows. The model is SimplifiedModel.swift.

import Randomness
import Reachability
import Records

extension SimplifiedReport {
  /// Trains on `problems`, tests on `test`, with steps of `stepLength` (units of 1/α) under linear attention.
  /// Softmax attention shares its slope among all edges, so its steps are ten times as long.
  public static func compute(
    _ problems: [Problem], test: [Problem], stageSteps: Int = 400, stepLength: Double = 2.5, batch: Int = 32,
    seed: UInt64 = 0
  ) -> SimplifiedReport {
    let rows = inParallel(4) { index in
      let attention: EdgeAttention = index < 2 ? .linear : .softmax
      return SimplifiedRow(
        problems, test, attention, index % 2 == 0 ? .coconut : .bfsReachable, stageSteps: stageSteps,
        batch: batch, stepLength: attention == .softmax ? 10 * stepLength : stepLength, seed: seed)
    }
    return SimplifiedReport(
      trainingProblems: problems.count, testProblems: test.count, stageSteps: stageSteps, batch: batch,
      rows: rows)
  }
}

extension SimplifiedRow {
  init(
    _ problems: [Problem], _ test: [Problem], _ attention: EdgeAttention, _ loss: Loss, stageSteps: Int,
    batch: Int, stepLength: Double, seed: UInt64
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
          guard let accepted = random.pick(loss.acceptedSets(problem, c: stage)) else { continue }
          sum += model.backward(
            problem, label: label, thoughts: stage, accepted: accepted, scale: 1 / Double(batch),
            into: &gradient)
        }
        // Gradients run through every thought and can explode, so no update is longer than 1.
        let length = stepLength * gradient.matrix.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let scale = stepLength / max(1, length)
        for i in model.matrix.indices { model.matrix[i] -= scale * gradient.matrix[i] }
        if index % every == 0 {
          times.append(stepLength * Double(stage * stageSteps + index))
          stages.append(stage)
          values.append(model.means)
          losses.append(sum / Double(batch * every))
          sum = 0
        }
      }
    }
    let sample = Array(problems.prefix(100))
    let alone = SimplifiedRow.flow(sample, loss, times, stages, coupled: false)
    let coupled = SimplifiedRow.flow(sample, loss, times, stages, coupled: true)
    var hits = [Int](repeating: 0, count: 4)
    var reads = hits
    var answers = 0
    for problem in test {
      let length = problem.pathLength
      let logits = model.logits(problem, label: random.permutation(model.labelCount), thoughts: length)
      for c in 0..<min(4, length) {
        reads[c] += 1
        let first = greedy(logits[c])
        hits[c] += problem.distance[first] == c + 1 ? 1 : 0
      }
      let last = logits[length - 1]  // the last thought is these logits, normalised
      answers += last[problem.target] > last[problem.negativeTarget] ? 1 : 0
    }
    self.init(
      attention: attention, loss: loss, stepLength: stepLength, times: times, stage: stages,
      mu: values.map(\.mu), nu: values.map(\.nu), trainingLoss: losses, flowMu: alone.map(\.mu),
      coupledMu: coupled.map(\.mu), coupledNu: coupled.map(\.nu),
      readAccuracy: zip(hits, reads).map { $1 > 0 ? Double($0) / Double($1) : 0 },
      answerAccuracy: Double(answers) / Double(max(test.count, 1)))
  }

  /// The flow at `times`, from zero; between two times it has the c of the stage that trains then.
  private static func flow(
    _ problems: [Problem], _ loss: Loss, _ times: [Double], _ stages: [Int], coupled: Bool
  ) -> [(mu: Double, nu: Double)] {
    let flows = (0...3).map { KeyQueryFlow(problems, c: $0, loss: loss) }
    var values = [(mu: 0.0, nu: 0.0)]
    for index in times.indices.dropFirst() {
      let length = times[index] - times[index - 1]
      let last = values[index - 1]
      values.append(flows[stages[index]].value(after: length, from: last, coupled: coupled))
    }
    return values
  }
}
