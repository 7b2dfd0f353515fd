// From values to places along an axis. Which values an axis spans is Axis.swift.

import Foundation

/// Values at least this large are treated as missing, so that spans of a scale stay finite.
let largestDrawable = 1e300

/// A linear or logarithmic scale between two values, laid along a stretch of the page.
public struct Scale: Hashable, Sendable {
  /// How values are spaced.
  public enum Kind: Hashable, Sendable {
    /// Evenly.
    case linear
    /// Evenly by their logarithm, which positive values have.
    case logarithmic
  }

  /// Whether values are spaced evenly, or by their logarithm.
  public var kind: Kind
  /// The values at the two ends.
  public var range: ClosedRange<Double>
  /// Where the lower value lies, in points.
  public var from: Double
  /// Where the upper value lies, in points.
  public var to: Double

  /// A scale of `range` laid from `from` to `to`, which may be the smaller one.
  public init(kind: Kind = .linear, range: ClosedRange<Double>, from: Double = 0, to: Double = 1) {
    self.kind = kind
    self.range = range
    self.from = from
    self.to = to
  }

  /// Where `value` lies, in points; nil when it cannot be drawn (not finite, or not positive on a logarithmic scale).
  public func position(_ value: Double) -> Double? {
    guard Scale.isDrawable(value, kind) else { return nil }
    let (low, high, at) =
      kind == .linear
      ? (range.lowerBound, range.upperBound, value)
      : (log10(range.lowerBound), log10(range.upperBound), log10(value))
    return from + (at - low) / (high - low) * (to - from)
  }

  static func isDrawable(_ value: Double, _ kind: Kind) -> Bool {
    abs(value) < largestDrawable && (kind == .linear || value > 1 / largestDrawable)
  }

  /// A range that can be drawn around `range`: never empty, `padding` (a share of its length) wider on both sides.
  static func widened(_ range: ClosedRange<Double>, kind: Kind, padding: Double) -> ClosedRange<Double> {
    let (low, high) = (range.lowerBound, range.upperBound)
    switch kind {
    case .linear:
      let size = max(abs(low), abs(high))
      guard size > 1 / largestDrawable else { return -1...1 }
      guard high - low > size * 1e-12 else { return (low - size * 0.1)...(high + size * 0.1) }
      let pad = (high - low) * padding
      return (low - pad)...(high + pad)
    case .logarithmic:
      guard high / low > 1 + 1e-12 else { return (low / 2)...(high * 2) }
      let factor = pow(10, log10(high / low) * padding)
      return (low / factor)...(high * factor)
    }
  }
}
