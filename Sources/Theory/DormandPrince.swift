// An adaptive Runge–Kutta integrator for small systems. It knows no flow and no stopping rule but the caller's.

import Foundation

/// Dormand and Prince's pair of orders 5 and 4 (1980, https://doi.org/10.1016/0771-050X(80)90013-3) with local
/// extrapolation: the error estimate of each interval stays below `absolute + relative · |y|` in every component.
public struct DormandPrince: Sendable {
  /// Tolerance of one interval, per component, as a share of |y|.
  public var relative: Double
  /// Tolerance of one interval, per component, where y is near 0.
  public var absolute: Double
  /// The most intervals, accepted or not, before the integration is given up.
  public var intervalLimit: Int

  /// An integrator with these tolerances.
  public init(relative: Double = 1e-11, absolute: Double = 1e-12, intervalLimit: Int = 200_000) {
    self.relative = relative
    self.absolute = absolute
    self.intervalLimit = intervalLimit
  }

  /// A point of a trajectory: time and state.
  public struct Point: Sendable, Hashable, Codable {
    /// The time t, 0 at the start.
    public let time: Double
    /// The state y(t).
    public let state: [Double]
  }

  /// Integrates `y' = velocity(y)` from `start` at t = 0 to `end`, or until `stop` holds after an accepted interval,
  /// or the limit. Returns the start and the end of each accepted interval; the last time is `end` unless it ended early.
  public func integrate(
    from start: [Double], to end: Double, stop: ([Double]) -> Bool = { _ in false },
    velocity: ([Double]) -> [Double]
  ) -> [Point] {
    var points = [Point(time: 0, state: start)]
    var time = 0.0
    var state = start
    var first = velocity(state)
    var h = min(end, 1e-3)
    for _ in 0..<intervalLimit where time < end && !stop(state) {
      h = min(h, end - time)
      var slopes = [first]
      for row in DormandPrince.stages {
        slopes.append(velocity(combine(state, slopes, row, h)))
      }
      let next = combine(state, slopes, DormandPrince.fifth, h)
      var error = 0.0
      for i in state.indices {
        let estimate = h * zip(DormandPrince.difference, slopes).reduce(0) { $0 + $1.0 * $1.1[i] }
        error = max(error, abs(estimate) / (absolute + relative * max(abs(state[i]), abs(next[i]))))
      }
      guard error.isFinite else { break }
      if error <= 1 {
        time = h == end - time ? end : time + h
        state = next
        first = slopes[6]
        points.append(Point(time: time, state: state))
      }
      h *= min(5, max(0.2, 0.9 * pow(max(error, 1e-12), -0.2)))
    }
    return points
  }

  private func combine(
    _ state: [Double], _ slopes: [[Double]], _ weights: [Double], _ h: Double
  ) -> [Double] {
    state.indices.map { i in
      state[i] + h * zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1[i] }
    }
  }

  /// Rows of the tableau for stages 2 to 7; stage 7 is evaluated at the fifth-order solution.
  private static let stages: [[Double]] = [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    fifth,
  ]
  private static let fifth: [Double] = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84]
  /// Fifth-order minus fourth-order weights.
  private static let difference: [Double] = [
    71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40,
  ]
}
