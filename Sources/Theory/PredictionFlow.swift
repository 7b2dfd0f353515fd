// Theorem 3's flow of the prediction stage: residual carry-over, candidate lift, the limit of their ratio.

import Foundation
import Reachability

/// The gradient flow of (μ_A, μ_R) under `−log softmax(ξ)_{c*}` (Theorem 3), averaged over problems; t in
/// units of 1/α.
///
/// `ξ_v = μ_A λ_v 1{v ∈ N_C} + μ_R 1{v ∈ {c_1, c_2}}`. Each node v ≠ c* is a constraint with the margin
/// `m · (μ_A, μ_R)`, `m = (λ_{c*} − λ_v, 1 − 1{v is the other candidate})`; the flow is `Σ p_v m_v`.
public struct PredictionFlow: Sendable {
  /// Per problem: m of every node but c*.
  public let constraints: [[SIMD2<Double>]]

  /// The flow for thoughts `[t_L]` made with `mu` from the root (Theorem 2), or for uniform thoughts if nil.
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
        SIMD2(lambda[problem.target] - lambda[v], v == problem.negativeTarget ? 0 : 1)
      }
    }
  }

  /// (μ_A', μ_R') at α = 1, where carry-over is μ_A and lift is μ_R.
  public func velocity(carryOver: Double, lift: Double) -> (carryOver: Double, lift: Double) {
    let velocity = linearised(SIMD2(carryOver, lift)).velocity
    return (velocity.x, velocity.y)
  }

  /// The velocity at (μ_A, μ_R), and its Jacobian, which is minus the covariance matrix of m under p (c* has m = 0).
  public func linearised(_ state: SIMD2<Double>) -> Rosenbrock.Flow {
    var velocity = SIMD2(0.0, 0.0)
    var columns = (SIMD2(0.0, 0.0), SIMD2(0.0, 0.0))
    for margins in constraints {
      // Logits relative to c*, whose own is 0 and comes last.
      let p = softmax(logits: margins.map { -($0 * state).sum() } + [0])
      var mean = SIMD2(0.0, 0.0)
      var squares = (SIMD2(0.0, 0.0), SIMD2(0.0, 0.0))
      for (p, m) in zip(p, margins) {
        mean += p * m
        squares.0 += p * m.x * m
        squares.1 += p * m.y * m
      }
      velocity += mean
      columns.0 -= squares.0 - mean.x * mean
      columns.1 -= squares.1 - mean.y * mean
    }
    let count = Double(max(constraints.count, 1))
    return (velocity / count, (columns.0 / count, columns.1 / count))
  }

  /// Share of problems in which c* has the strictly largest logit.
  public func accuracy(carryOver: Double, lift: Double) -> Double {
    let correct = constraints.count { nodes in
      nodes.allSatisfy { ($0 * SIMD2(carryOver, lift)).sum() > 0 }
    }
    return Double(correct) / Double(max(constraints.count, 1))
  }

  /// The smallest margin of all problems in the direction (cos θ, sin θ).
  public func margin(_ angle: Double) -> Double {
    let direction = SIMD2(cos(angle), sin(angle))
    return constraints.reduce(.infinity) { least, nodes in
      nodes.reduce(least) { min($0, ($1 * direction).sum()) }
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
