// Is one number enough? The full key-query matrix beside the two-number and the one-number flow.

import Foundation
import Randomness
import Reachability

/// One hop and loss: the flows, and the matrix trained with steps that shrink.
public struct KeyQueryRow: Codable, Sendable {
  /// The matrix after training with one step length.
  public struct Training: Codable, Sendable {
    /// The step length, in units of 1/α.
    public let step: Double
    /// μ at the row's `times`: the mean of the matrix on its diagonal.
    public let mu: [Double]
    /// ν at the row's `times`: the mean off the diagonal.
    public let nu: [Double]
    /// The largest distance of μ from the coupled flow's over `times`, as a share of that flow's largest |μ|.
    public let muDeviation: Double
    /// The same of ν.
    public let nuDeviation: Double
    /// Relative Frobenius distance from the best `μ I + ν (1 1ᵀ − I)` at the end.
    public let asymmetry: Double
  }

  /// c, thoughts made.
  public let hop: Int
  /// The loss, by the set of nodes that it accepts.
  public let loss: TheoryLoss
  /// Times in units of 1/α, from 0.
  public let times: [Double]
  /// μ of the coupled flow at `times`.
  public let mu: [Double]
  /// ν of the coupled flow at `times`.
  public let nu: [Double]
  /// μ of the one-number flow, which holds ν at 0, at `times`.
  public let oneNumberMu: [Double]
  /// The coupled flow's loss in nats at the last time.
  public let coupledLoss: Double
  /// The one-number flow's loss in nats at the last time.
  public let oneNumberLoss: Double
  /// Trainings of the full matrix, in the order in which their steps shrink.
  public let trainings: [Training]
}

/// The reparameterisation of the key-query matrix, tested.
public struct KeyQueryReport: Codable, Sendable {
  /// Problems trained on.
  public let problems: Int
  /// n, the labels among which their nodes are permuted.
  public let labels: Int
  /// Hops 0 and 1, Coconut and Coconut-BFS.
  public let rows: [KeyQueryRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// Trains on `problems` from 0 until time `end` with each step length of `steps` (both in units of 1/α, the latter
  /// decreasing).
  public init(
    _ problems: [Problem], end: Double = 400, steps: [Double] = [20, 10, 5, 2.5, 1.25, 0.625],
    seed: UInt64 = 0
  ) {
    let rows = inParallel(4) { index in
      KeyQueryRow(
        problems, hop: index / 2, loss: index % 2 == 0 ? .coconut : .bfsReachable, end: end, steps: steps,
        seed: seed)
    }
    self.problems = problems.count
    labels = Vocabulary.nodeCount
    self.rows = rows
    let finest = rows.compactMap(\.trainings.last)
    let deviation = finest.map { max($0.muDeviation, $0.nuDeviation) }.max() ?? .infinity
    let shrinks = rows.allSatisfy { row in
      zip(row.trainings, row.trainings.dropFirst()).allSatisfy { $1.muDeviation < $0.muDeviation }
    }
    let lost = rows.map { row in
      String(
        format: "c = %d %@: μ %.2f instead of %.2f (ν %.3f), loss %.3f instead of %.3f", row.hop,
        row.loss.rawValue,
        row.oneNumberMu.last ?? 0, row.mu.last ?? 0, row.nu.last ?? 0, row.oneNumberLoss, row.coupledLoss)
    }
    claims = [
      Claim(
        statement:
          "The key-query matrix keeps the form μ I + ν (1 1ᵀ − I), up to label noise that shrinks with the step",
        source: "reparameterisation by symmetry",
        paper: "in expectation over labels",
        here: String(
          format: "largest relative distance %.3f at step %.3g, %.3f at step %.3g",
          rows.compactMap(\.trainings.first?.asymmetry).max() ?? .infinity, steps.first ?? 0,
          finest.map(\.asymmetry).max() ?? .infinity, steps.last ?? 0),
        holds: rows.allSatisfy { row in
          zip(row.trainings, row.trainings.dropFirst()).allSatisfy { $1.asymmetry < $0.asymmetry }
        }),
      Claim(
        statement: "Its (μ, ν) follows the coupled two-number flow", source: "reparameterisation by symmetry",
        paper: "not stated",
        here: String(format: "within %.2g at step %.3g; ", deviation, steps.last ?? 0)
          + (shrinks
            ? "shrinking at every halving" : "not shrinking at every halving: labels are drawn by chance"),
        holds: deviation < 0.01),
      Claim(
        statement: "Following μ alone loses nothing", source: "simplified model, one index-matching logit",
        paper: "follows μ alone", here: lost.joined(separator: "; "),
        holds: rows.allSatisfy { abs($0.oneNumberLoss - $0.coupledLoss) < 0.01 * $0.coupledLoss }),
    ]
  }
}

extension KeyQueryRow {
  init(_ problems: [Problem], hop: Int, loss: TheoryLoss, end: Double, steps: [Double], seed: UInt64) {
    let flow = KeyQueryFlow(problems, hop: hop, loss: loss)
    let times = (0...20).map { end * Double($0) / 20 }
    let coupled = flow.values(at: times, coupled: true)
    let alone = flow.values(at: times, coupled: false)
    self.hop = hop
    self.loss = loss
    self.times = times
    mu = coupled.map(\.mu)
    nu = coupled.map(\.nu)
    oneNumberMu = alone.map(\.mu)
    coupledLoss = coupled.last.map { flow.loss(mu: $0.mu, nu: $0.nu) } ?? 0
    oneNumberLoss = alone.last.map { flow.loss(mu: $0.mu, nu: 0) } ?? 0
    trainings = steps.map { step in
      var matrix = KeyQueryMatrix(labelCount: flow.labelCount)
      var random = RandomStream(seed, UInt64(hop), loss == .coconut ? 0 : 1)
      var means: [(mu: Double, nu: Double)] = []
      let perPoint = Int((end / 20 / step).rounded())
      for point in 0...20 {
        if point > 0 {
          for _ in 0..<perPoint { matrix.descend(flow, step: end / 20 / Double(perPoint), random: &random) }
        }
        means.append(matrix.means)
      }
      func deviation(_ value: ((mu: Double, nu: Double)) -> Double) -> Double {
        let scale = coupled.reduce(0) { max($0, abs(value($1))) }
        return zip(means, coupled).reduce(0) { max($0, abs(value($1.0) - value($1.1))) } / scale
      }
      return Training(
        step: step, mu: means.map(\.mu), nu: means.map(\.nu), muDeviation: deviation { $0.mu },
        nuDeviation: deviation { $0.nu }, asymmetry: matrix.asymmetry)
    }
  }
}
