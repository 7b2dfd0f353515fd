// Round numbers along an axis, and how they are written. Drawing them is AxisDrawing.swift.

import Foundation

/// A marked value on an axis.
public struct Tick: Hashable, Sendable {
  /// The value it marks.
  public var value: Double
  /// What is written there, in label markup; empty for a mark alone.
  public var label: String

  /// A mark at `value` with `label` (in markup).
  public init(_ value: Double, _ label: String) {
    self.value = value
    self.label = label
  }
}

/// The marks of an axis.
struct Ticks: Hashable, Sendable {
  /// Labelled marks and, on logarithmic axes, the unlabelled ones between them.
  var major: [Tick] = []
  var minor: [Double] = []
  /// What every label is to be multiplied by, in markup (`×10^{6}`); empty for 1.
  var factor = ""

  /// About `count` marks at round numbers in the range of `scale`.
  static func round(_ scale: Scale, count: Int) -> Ticks {
    switch scale.kind {
    case .linear: linear(scale.range, count: max(count, 1))
    case .logarithmic: logarithmic(scale.range, count: max(count, 1))
    }
  }

  private static func linear(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let span = range.upperBound - range.lowerBound
    let step = roundStep(span / Double(count))
    // A hair of tolerance keeps marks at the very ends in spite of rounding.
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return Ticks() }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    let largest = values.map(abs).max() ?? 0
    let exponent = largest >= 1e5 || (largest < 1e-3 && largest > 0) ? Int(floor(log10(largest) + 1e-9)) : 0
    let unit = pow(10, Double(exponent))
    let decimals = max(0, -Int(floor(log10(step / unit) + 1e-9)))
    return Ticks(
      major: values.map { Tick($0, number($0 / unit, decimals: decimals)) },
      factor: exponent == 0 ? "" : "×10^{\(integer(exponent))}")
  }

  private static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    let (first, last) = (Int((low - 1e-9).rounded(.up)), Int((high + 1e-9).rounded(.down)))
    guard last - first >= 1 else { return narrowLogarithmic(range, count: count) }
    let exponents = first...last
    let stride =
      [1, 2, 3, 5, 10, 20, 50].first { step in exponents.count { $0 % step == 0 } <= count } ?? 100
    let plain = first >= -2 && last <= 3
    var result = Ticks()
    for exponent in exponents where exponent % stride == 0 {
      let value = pow(10, Double(exponent))
      let label = plain ? number(value, decimals: max(0, -exponent)) : "10^{\(integer(exponent))}"
      result.major.append(Tick(value, label))
    }
    if stride == 1 {
      result.minor = ((first - 1)...last).flatMap { exponent in
        (2...9).map { Double($0) * pow(10, Double(exponent)) }
      }.filter { range.contains($0) }
    } else if last - first <= 40 {
      result.minor = (first...last).map { pow(10, Double($0)) }
    }
    return result
  }

  /// Less than a whole decade or two: 1, 2 and 5 in each, or evenly spaced values.
  private static func narrowLogarithmic(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let exponents = Int(floor(log10(range.lowerBound)))...Int(ceil(log10(range.upperBound)))
    let values = exponents.flatMap { exponent in [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) } }
      .filter { range.contains($0) }
    guard values.count >= 2, let least = values.first, let most = values.last else {
      return linear(range, count: count)
    }
    let plain = least >= 1e-3 && most < 1e5
    let exponent = plain ? 0 : Int(floor(log10(least)))
    return Ticks(
      major: values.map { value in
        let decimals = max(0, -Int(floor(log10(value) + 1e-9)) + exponent)
        return Tick(value, number(value / pow(10, Double(exponent)), decimals: decimals))
      }, factor: plain ? "" : "×10^{\(integer(exponent))}")
  }

  /// The smallest of 1, 2, 5 × 10ⁿ that is not below `step`.
  private static func roundStep(_ step: Double) -> Double {
    let unit = pow(10, floor(log10(step)))
    let share = step / unit
    return unit * (share <= 1 + 1e-9 ? 1 : share <= 2 + 1e-9 ? 2 : share <= 5 + 1e-9 ? 5 : 10)
  }

  /// `value` with a true minus sign and, from 10 000 on, thin spaces between thousands.
  static func number(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.*f", decimals, abs(value))
    let parts = text.split(separator: ".")
    var whole = String(parts.first ?? "0")
    if whole.count > 4 {
      let digits = Array(whole)
      whole = digits.indices.map { index in
        (digits.count - index) % 3 == 0 && index > 0 ? "\u{2009}\(digits[index])" : "\(digits[index])"
      }.joined()
    }
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isZero ? "−" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
  }

  private static func integer(_ value: Int) -> String { value < 0 ? "−\(-value)" : "\(value)" }
}
