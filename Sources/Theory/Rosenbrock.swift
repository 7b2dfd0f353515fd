// An adaptive implicit integrator for two numbers whose time scales lie decades apart. It knows no flow.

import Foundation

/// Shampine and Reichelt's Rosenbrock pair of orders 2 and 3 (1997,
/// https://doi.org/10.1137/S1064827594276424). It is L-stable, so its
/// intervals follow the slow motion and not the fast one that has died out. A stage solves one linear system of two
/// unknowns. The error estimate of each interval stays below `absolute + relative · |y|` in both components.
public struct Rosenbrock: Sendable {
  /// Tolerance of one interval, per component, as a share of |y|.
  public var relative: Double
  /// Tolerance of one interval, per component, where y is near 0.
  public var absolute: Double
  /// The most intervals, accepted or not, before the integration is given up.
  public var intervalLimit: Int

  /// An integrator with these tolerances.
  public init(relative: Double = 1e-5, absolute: Double = 1e-7, intervalLimit: Int = 100_000) {
    self.relative = relative
    self.absolute = absolute
    self.intervalLimit = intervalLimit
  }

  /// A point of a trajectory: time and state.
  public struct Point: Sendable, Hashable {
    /// The time t, 0 at the start.
    public let time: Double
    /// The state y(t).
    public let state: SIMD2<Double>
  }

  /// The right-hand side at a state, and its Jacobian column by column.
  public typealias Flow = (velocity: SIMD2<Double>, jacobian: (SIMD2<Double>, SIMD2<Double>))

  /// Integrates `y' = flow(y).velocity` from `start` at t = 0 to `end` or the limit. Returns the start and
  /// the end of each accepted interval.
  public func integrate(from start: SIMD2<Double>, to end: Double, flow: (SIMD2<Double>) -> Flow) -> [Point] {
    let d = 1 / (2 + 2.0.squareRoot())
    let e = 6 + 2.0.squareRoot()
    var points = [Point(time: 0, state: start)]
    var (time, state, h) = (0.0, start, min(end, 1e-3))
    var here = flow(state)
    for _ in 0..<intervalLimit where time < end {
      h = min(h, end - time)
      let (a, b) = here.jacobian
      // W = 1 − h d J, and its inverse by Cramer's rule.
      let (p, q) = (SIMD2(1, 0) - h * d * a, SIMD2(0, 1) - h * d * b)
      let determinant = p.x * q.y - q.x * p.y
      func solved(_ r: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(r.x * q.y - q.x * r.y, p.x * r.y - r.x * p.y) / determinant
      }
      let first = solved(here.velocity)
      let middle = flow(state + h / 2 * first).velocity
      let second = solved(middle - first) + first
      let next = state + h * second
      let there = flow(next)
      let third = solved(there.velocity - e * (second - middle) - 2 * (first - here.velocity))
      let estimate = h / 6 * (first - 2 * second + third)
      var error = 0.0
      for i in 0..<2 {
        error = max(error, abs(estimate[i]) / (absolute + relative * max(abs(state[i]), abs(next[i]))))
      }
      guard error.isFinite else { break }
      if error <= 1 {
        time = h == end - time ? end : time + h
        (state, here) = (next, there)
        points.append(Point(time: time, state: state))
      }
      h *= min(5, max(0.2, 0.9 / cbrt(max(error, 1e-12))))
    }
    return points
  }
}
