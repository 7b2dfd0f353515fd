// Is one number enough? Trains the full key-query matrix beside the two-number and the one-number flow.

import Randomness
import Reachability
import Records

extension KeyQueryReport {
  /// Trains on `problems` from 0 until time `end` with each of `stepLengths` (both in units of 1/α, the latter
  /// decreasing).
  public static func compute(
    _ problems: [Problem], end: Double = 400, stepLengths: [Double] = [20, 10, 5, 2.5, 1.25, 0.625],
    seed: UInt64 = 0
  ) -> KeyQueryReport {
    KeyQueryReport(
      problems: problems.count, labels: Vocabulary.nodeCount,
      rows: inParallel(4) { index in
        KeyQueryRow(
          problems, c: index / 2, loss: index % 2 == 0 ? .coconut : .bfsReachable, end: end,
          stepLengths: stepLengths, seed: seed)
      })
  }
}

extension KeyQueryRow {
  init(_ problems: [Problem], c: Int, loss: Loss, end: Double, stepLengths: [Double], seed: UInt64) {
    let flow = KeyQueryFlow(problems, c: c, loss: loss)
    let times = (0...20).map { end * Double($0) / 20 }
    let coupled = flow.values(at: times, coupled: true)
    let alone = flow.values(at: times, coupled: false)
    let trainings = stepLengths.map { stepLength in
      var matrix = KeyQueryMatrix(labelCount: flow.labelCount)
      var random = RandomStream(seed, UInt64(c), loss == .coconut ? 0 : 1)
      var means: [(mu: Double, nu: Double)] = []
      let perPoint = Int((end / 20 / stepLength).rounded())
      for point in 0...20 {
        if point > 0 {
          for _ in 0..<perPoint {
            matrix.descend(flow, stepLength: end / 20 / Double(perPoint), random: &random)
          }
        }
        means.append(matrix.means)
      }
      func deviation(_ value: ((mu: Double, nu: Double)) -> Double) -> Double {
        let scale = coupled.reduce(0) { max($0, abs(value($1))) }
        return zip(means, coupled).reduce(0) { max($0, abs(value($1.0) - value($1.1))) } / scale
      }
      return Training(
        stepLength: stepLength, mu: means.map(\.mu), nu: means.map(\.nu), muDeviation: deviation { $0.mu },
        nuDeviation: deviation { $0.nu }, asymmetry: matrix.asymmetry)
    }
    self.init(
      c: c, loss: loss, times: times, mu: coupled.map(\.mu), nu: coupled.map(\.nu),
      oneNumberMu: alone.map(\.mu), coupledLoss: coupled.last.map { flow.loss(mu: $0.mu, nu: $0.nu) } ?? 0,
      oneNumberLoss: alone.last.map { flow.loss(mu: $0.mu, nu: 0) } ?? 0, trainings: trainings)
  }
}
