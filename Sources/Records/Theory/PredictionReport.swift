// Schema of theory-prediction.json: growth, direction and accuracy of the prediction stage (Theorem 3).
// Module Theory computes it.

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
  /// The angle of maximum margin, in radians, to which `angle` tends.
  public let limitAngle: Double
  /// The smallest margin of all problems in that direction.
  public let limitMargin: Double

  package init(
    indexMatchingLogit: Double? = nil, times: [Double], carryOver: [Double], lift: [Double], angle: [Double],
    accuracy: [Double], limitAngle: Double, limitMargin: Double
  ) {
    (self.indexMatchingLogit, self.times, self.carryOver) = (indexMatchingLogit, times, carryOver)
    (self.lift, self.angle, self.accuracy, self.limitAngle) = (lift, angle, accuracy, limitAngle)
    self.limitMargin = limitMargin
  }
}

/// Theorem 3 in numbers: growth, direction and accuracy, for superpositions made with different μ.
public struct PredictionReport: Codable, Sendable {
  /// Problems the flow is averaged over.
  public let problems: Int
  /// One row per μ of the thoughts.
  public let rows: [PredictionRow]

  package init(problems: Int, rows: [PredictionRow]) {
    (self.problems, self.rows) = (problems, rows)
  }
}
