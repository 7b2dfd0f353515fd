// Schema of theory-flow.json: Theorem 1's flow of μ for every c and loss. Module Theory computes it.

import Reachability

/// Theorem 1's flow for one c and one loss (time in units of 1/α).
public struct FlowRow: Codable, Sendable {
  /// c, thoughts made.
  public let c: Int
  /// The loss, by the set of nodes that it accepts.
  public let loss: Loss
  /// Problems with a hop c + 1.
  public let problems: Int
  /// Pairs of such a problem and a set that the loss accepts (for Coconut a demonstrated node).
  public let pairs: Int
  /// Share of pairs with d* < d_max, Theorem 1's condition for a bounded flow.
  public let share: Double
  /// Share of pairs with μ' > 0 at μ = 0.
  public let risingShare: Double
  /// μ*, or null where the flow grows without bound.
  public let root: Double?
  /// With a root, the exponential rate −dμ'/dμ there; without, the slope of μ on log t over the last two decades.
  public let rate: Double
  /// What `rate` is: `exponential` or `slope on log t`.
  public let rateOf: String
  /// The slope on log t that the slowest problem dictates for t → ∞; null with a root.
  public let slopeInTheLimit: Double?
  /// The time at which the integration ends, in units of 1/α.
  public let endTime: Double
  /// μ at that time.
  public let endValue: Double
  /// F(μ), averaged over problems, each weighed by 1/(n√K), at each μ of `FlowReport.grid`.
  public let expectedInDegree: [Double]
  /// μ' at α = 1, averaged over problems, at each μ of `FlowReport.grid`.
  public let velocity: [Double]
  /// Times of the integrated path, thinned, in units of 1/α.
  public let times: [Double]
  /// μ at those times.
  public let values: [Double]

  package init(
    c: Int, loss: Loss, problems: Int, pairs: Int, share: Double, risingShare: Double, root: Double? = nil,
    rate: Double, rateOf: String, slopeInTheLimit: Double? = nil, endTime: Double, endValue: Double,
    expectedInDegree: [Double], velocity: [Double], times: [Double], values: [Double]
  ) {
    (self.c, self.loss, self.problems, self.pairs, self.share) = (c, loss, problems, pairs, share)
    (self.risingShare, self.root, self.rate, self.rateOf) = (risingShare, root, rate, rateOf)
    (self.slopeInTheLimit, self.endTime, self.endValue) = (slopeInTheLimit, endTime, endValue)
    (self.expectedInDegree, self.velocity, self.times) = (expectedInDegree, velocity, times)
    self.values = values
  }
}

/// Theorem 1 in numbers for one data set: c = 0 … 3, four losses.
public struct FlowReport: Codable, Sendable {
  /// The integrator's error tolerance per interval of time, as a share of |μ|.
  public let relativeTolerance: Double
  /// The integrator's error tolerance per interval of time where μ is near 0.
  public let absoluteTolerance: Double
  /// The last time of a flow without a root, in units of 1/α.
  public let horizon: Double
  /// The μ at which each row's `expectedInDegree` and `velocity` are given.
  public let grid: [Double]
  /// One row per c and loss.
  public let rows: [FlowRow]
  /// μ from −10 to 30 at intervals of 0.5.
  public static let grid: [Double] = (-20...60).map { Double($0) / 2 }

  package init(
    relativeTolerance: Double, absoluteTolerance: Double, horizon: Double, grid: [Double], rows: [FlowRow]
  ) {
    (self.relativeTolerance, self.absoluteTolerance) = (relativeTolerance, absoluteTolerance)
    (self.horizon, self.grid, self.rows) = (horizon, grid, rows)
  }
}
