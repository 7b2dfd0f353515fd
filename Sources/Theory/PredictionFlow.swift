// Theorem 3's flow of the prediction stage: residual carry-over and candidate lift, and where their ratio ends.

import Foundation
import Reachability

/// The gradient flow of (μ_A, μ_R) under `−log softmax(ξ)_{c*}` (Theorem 3), averaged over problems, time in units of 1/α.
///
/// `ξ_v = μ_A λ_v 1{v ∈ N_C} + μ_R 1{v ∈ {c_1, c_2}}`. Each node v ≠ c* is a constraint with the margin
/// `μ_A a + μ_R b`, `a = λ_{c*} − λ_v`, `b = 1 − 1{v is the other candidate}`; the flow is `Σ p_v (a, b)`.
public struct PredictionFlow: Sendable {
  /// Per problem: a and b of every node but c*.
  public let constraints: [[(carry: Double, lift: Double)]]

  /// The flow for thoughts `[t_L]` made with the index-matching logit `mu` from the root (Theorem 2); nil: uniform ones.
  public init(_ problems: [Problem], indexMatchingLogit mu: Double?) {
    constraints = problems.map { problem in
      var lambda: [Double]
      if let mu {
        let chain: [[Double]] = thoughts(of: problem, indexMatchingLogit: mu, count: problem.pathLength)
        lambda = chain[problem.pathLength]
      } else {
        let reachable = problem.reachable(problem.pathLength)
        lambda = [Double](repeating: 0, count: problem.graph.nodeCount)
        for v in reachable { lambda[v] = 1 / Double(reachable.count).squareRoot() }
      }
      return lambda.indices.filter { $0 != problem.target }.map { v in
        (lambda[problem.target] - lambda[v], v == problem.negativeTarget ? 0 : 1)
      }
    }
  }

  /// (μ_A', μ_R') at α = 1.
  public func velocity(carryOver: Double, lift: Double) -> (carryOver: Double, lift: Double) {
    var sums = (0.0, 0.0)
    for nodes in constraints {
      // Logits relative to c*, whose own is 0: the largest is taken out so that nothing overflows.
      let logits = nodes.map { -(carryOver * $0.carry + lift * $0.lift) }
      let largest = max(0, logits.max() ?? 0)
      var total = exp(-largest)
      var carry = 0.0
      var lifted = 0.0
      for (logit, node) in zip(logits, nodes) {
        let weight = exp(logit - largest)
        total += weight
        carry += weight * node.carry
        lifted += weight * node.lift
      }
      sums = (sums.0 + carry / total, sums.1 + lifted / total)
    }
    let count = Double(max(constraints.count, 1))
    return (sums.0 / count, sums.1 / count)
  }

  /// Share of problems in which c* has the strictly largest logit.
  public func accuracy(carryOver: Double, lift: Double) -> Double {
    let correct = constraints.count { nodes in
      nodes.allSatisfy { carryOver * $0.carry + lift * $0.lift > 0 }
    }
    return Double(correct) / Double(max(constraints.count, 1))
  }

  /// The smallest margin of all problems in the direction (cos θ, sin θ).
  public func margin(_ angle: Double) -> Double {
    let (x, y) = (cos(angle), sin(angle))
    return constraints.reduce(.infinity) { least, nodes in
      nodes.reduce(least) { min($0, x * $1.carry + y * $1.lift) }
    }
  }

  /// The angle atan2(μ_R, μ_A) of largest margin, found without the flow: golden-section search over (0, π/2), where the
  /// margin, a minimum of sinusoids, has one peak.
  public var maximumMarginAngle: Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var low = 0.0
    var high = Double.pi / 2
    while high - low > 1e-12 {
      let left = high - ratio * (high - low)
      let right = low + ratio * (high - low)
      if margin(left) < margin(right) { low = left } else { high = right }
    }
    return (low + high) / 2
  }
}

/// Theorem 3 for thoughts made with one μ.
public struct PredictionRow: Codable, Sendable {
  /// μ of the thoughts, or null for uniform superpositions.
  public let indexMatchingLogit: Double?
  /// Times (units of 1/α), μ_A, μ_R, the angle between them in radians, and the accuracy.
  public let times, carryOver, lift, angle, accuracy: [Double]
  /// The angle of maximum margin, and that margin.
  public let limitAngle, limitMargin: Double
}

/// Theorem 3 in numbers: growth, direction and accuracy, for superpositions made with different μ.
public struct PredictionReport: Codable, Sendable {
  /// Problems.
  public let problems: Int
  /// One row per μ of the thoughts.
  public let rows: [PredictionRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// Integrates from (0, 0) to 10^100; the direction settles like 1 / log t, so nothing less would show where it goes.
  public init(_ problems: [Problem], indexMatchingLogits: [Double] = [0.1, 1, 3, 10, 100]) {
    let rows = ([nil] + indexMatchingLogits.map(Optional.some)).map { mu in
      PredictionRow(PredictionFlow(problems, indexMatchingLogit: mu), indexMatchingLogit: mu)
    }
    self.problems = problems.count
    self.rows = rows
    func each(_ value: (PredictionRow) -> String) -> String {
      rows.map { ($0.indexMatchingLogit.map { "μ = \(Int($0 * 10))/10" } ?? "uniform") + " " + value($0) }
        .joined(separator: ", ")
    }
    func approaches(_ row: PredictionRow) -> Bool {
      guard let last = row.angle.last, let middle = row.angle.dropLast(row.angle.count / 2).last else {
        return false
      }
      return abs(last - row.limitAngle) < max(0.02, abs(middle - row.limitAngle))
    }
    func grows(_ values: [Double]) -> Bool {
      zip(values, values.dropFirst()).suffix(values.count / 2).allSatisfy { $0 < $1 }
    }
    claims = [
      Claim(
        statement: "Carry-over and candidate lift both grow without bound", source: "Theorem 3",
        paper: "μ_A, μ_R → ∞",
        here: "at the last time "
          + each { String(format: "(%.3g, %.3g)", $0.carryOver.last ?? 0, $0.lift.last ?? 0) },
        holds: rows.allSatisfy { grows($0.carryOver) && grows($0.lift) }),
      Claim(
        statement: "Their ratio converges to the direction of maximum margin", source: "Theorem 3",
        paper: "converges in direction",
        here: "angle and limit "
          + each { String(format: "%.3f → %.3f", $0.angle.last ?? 0, $0.limitAngle) },
        holds: rows.allSatisfy(approaches)),
      Claim(
        statement: "c* gets the largest logit", source: "Theorem 3", paper: "in the limit",
        here: "accuracy " + each { String(format: "%.4f", $0.accuracy.last ?? 0) },
        holds: rows.allSatisfy { $0.accuracy.last == 1 }),
    ]
  }
}

extension PredictionRow {
  init(_ flow: PredictionFlow, indexMatchingLogit: Double?) {
    // Accuracy and direction need no more than three digits: a loose tolerance keeps this a matter of seconds.
    let path = DormandPrince(relative: 1e-6, absolute: 1e-8).integrate(from: [0, 0], to: 1e100) {
      let velocity = flow.velocity(carryOver: $0[0], lift: $0[1])
      return [velocity.carryOver, velocity.lift]
    }.dropFirst()
    let stride = max(1, path.count / 200)
    let kept = path.enumerated().filter { $0.offset % stride == 0 || $0.offset == path.count - 1 }.map(
      \.element)
    self.indexMatchingLogit = indexMatchingLogit
    times = kept.map(\.time)
    carryOver = kept.map { $0.state[0] }
    lift = kept.map { $0.state[1] }
    angle = kept.map { atan2($0.state[1], $0.state[0]) }
    accuracy = kept.map { flow.accuracy(carryOver: $0.state[0], lift: $0.state[1]) }
    limitAngle = flow.maximumMarginAngle
    limitMargin = flow.margin(limitAngle)
  }
}
