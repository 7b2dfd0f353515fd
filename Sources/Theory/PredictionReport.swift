// Theorem 3 in numbers: growth, direction and accuracy of the prediction stage, for thoughts made with different μ.

import Foundation
import Reachability

/// Theorem 3 for thoughts made with one μ.
public struct PredictionRow: Codable, Sendable {
  /// μ of the thoughts, or null for uniform superpositions.
  public let indexMatchingLogit: Double?
  /// Times of the integrated flow, thinned, in units of 1/α.
  public let times: [Double]
  /// μ_A, the residual carry-over, at those times.
  public let carryOver: [Double]
  /// μ_R, the candidate lift, at those times.
  public let lift: [Double]
  /// atan2(μ_R, μ_A) at those times, in radians.
  public let angle: [Double]
  /// Share of problems in which c* has the strictly largest logit, at those times.
  public let accuracy: [Double]
  /// The angle of maximum margin, in radians: where `angle` tends to.
  public let limitAngle: Double
  /// The smallest margin of all problems in that direction.
  public let limitMargin: Double
}

/// Theorem 3 in numbers: growth, direction and accuracy, for superpositions made with different μ.
public struct PredictionReport: Codable, Sendable {
  /// Problems the flow is averaged over.
  public let problems: Int
  /// One row per μ of the thoughts.
  public let rows: [PredictionRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// Integrates from (0, 0) to t = 10^100; the direction settles like 1 / log t, so nothing less would show where it goes.
  public init(_ problems: [Problem], indexMatchingLogits: [Double] = [0.1, 1, 3, 10, 100]) {
    let values = [nil] + indexMatchingLogits.map(Optional.some)
    let rows = inParallel(values.count) { index in
      PredictionRow(
        PredictionFlow(problems, indexMatchingLogit: values[index]), indexMatchingLogit: values[index])
    }
    self.problems = problems.count
    self.rows = rows
    func each(_ value: (PredictionRow) -> String) -> String {
      rows.map { ($0.indexMatchingLogit.map { String(format: "μ = %g", $0) } ?? "uniform") + " " + value($0) }
        .joined(separator: ", ")
    }
    claims = [
      Claim(
        statement: "Carry-over and candidate lift both grow without bound", source: "Theorem 3",
        paper: "μ_A, μ_R → ∞",
        here: "per factor e of time in the end "
          + each { String(format: "(%.3g, %.3g)", $0.growth($0.carryOver), $0.growth($0.lift)) },
        holds: rows.allSatisfy { $0.growth($0.carryOver) > 0 && $0.growth($0.lift) > 0 }),
      Claim(
        statement:
          "Their ratio converges to the direction of maximum margin (distance shrinking like 1 / log t)",
        source: "Theorem 3", paper: "converges in direction",
        here: "angle at 10^50, at 10^100, limit "
          + each {
            String(
              format: "%.3f, %.3f, %.3f", $0.angle[$0.middle], $0.angle.last ?? .nan, $0.limitAngle)
          },
        holds: rows.allSatisfy { row in
          let (middle, last) = (row.distance(row.middle), row.distance(row.angle.count - 1))
          // Halved when log t doubles; at 1e-4 the integrator's own error shows.
          return last < max(0.6 * middle, 1e-4)
        }),
      Claim(
        statement: "c* gets the largest logit", source: "Theorem 3", paper: "in the limit",
        here: "accuracy " + each { String(format: "%.4f", $0.accuracy.last ?? 0) },
        holds: rows.allSatisfy { $0.accuracy.last == 1 }),
    ]
  }
}

extension PredictionRow {
  init(_ flow: PredictionFlow, indexMatchingLogit: Double?) {
    let path = Rosenbrock().integrate(from: SIMD2(0, 0), to: 1e100, flow: flow.linearised).dropFirst()
    let stride = max(1, path.count / 200)
    let kept = path.enumerated().filter { $0.offset % stride == 0 || $0.offset == path.count - 1 }.map(
      \.element)
    self.indexMatchingLogit = indexMatchingLogit
    times = kept.map(\.time)
    carryOver = kept.map { $0.state.x }
    lift = kept.map { $0.state.y }
    angle = kept.map { atan2($0.state.y, $0.state.x) }
    accuracy = kept.map { flow.accuracy(carryOver: $0.state.x, lift: $0.state.y) }
    limitAngle = flow.maximumMarginAngle
    limitMargin = flow.margin(limitAngle)
  }

  /// The last index with a time of at most 10^50: half of the way in log t.
  var middle: Int { times.lastIndex { $0 <= 1e50 } ?? 0 }

  /// How far the angle is from its limit, in radians.
  func distance(_ index: Int) -> Double { abs(angle[index] - limitAngle) }

  /// What one of `carryOver` and `lift` gains while time grows by a factor e, from `middle` on.
  func growth(_ values: [Double]) -> Double {
    guard let last = values.last, let end = times.last, middle < values.count - 1 else { return 0 }
    return (last - values[middle]) / log(end / times[middle])
  }
}
