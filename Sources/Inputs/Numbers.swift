// How numbers are written in tables, claims and prose: the one place that formats them. Axes have their own way, in the
// module Plotting.

import Foundation

/// A number with a fixed count of digits after the point; what rounds to 0 has no sign.
public func number(_ value: Double, _ digits: Int = 2) -> String {
  let text = String(format: "%.\(digits)f", value)
  return text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
}

/// A whole number with commas between thousands, `14,785`.
public func whole(_ value: Int) -> String {
  value.formatted(.number.locale(Locale(identifier: "en_GB")))
}

/// A number in its shortest form with at most this many significant digits; with an exponent where it is very large or
/// small.
public func significant(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)g", value) }

/// A share in per cent.
public func percent(_ share: Double, _ digits: Int = 1) -> String { number(100 * share, digits) + " %" }

/// Numbers with spaces between them: a quantity hop by hop, or thought by thought.
public func numbers(_ values: [Double], _ digits: Int = 2) -> String {
  values.map { number($0, digits) }.joined(separator: " ")
}

/// From the smallest to the largest of some numbers, `23 to 26`; one number where they read alike, a dash where there is none.
public func span(_ values: [Double], _ digits: Int) -> String {
  guard let least = values.min(), let most = values.max() else { return "–" }
  let (low, high) = (signed(least, digits), signed(most, digits))
  return low == high ? low : "\(low) to \(high)"
}

/// A number with a true minus sign if it is below 0.
public func signed(_ value: Double, _ digits: Int = 2) -> String {
  number(value, digits).replacing("-", with: "−")
}

/// `1 seed`, `3 seeds`.
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Seconds as `1 h 02 min`, `3 min 20 s` or `12 s`.
public func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole >= 3600 { return "\(whole / 3600) h \(String(format: "%02d", whole % 3600 / 60)) min" }
  return whole >= 60 ? "\(whole / 60) min \(String(format: "%02d", whole % 60)) s" : "\(whole) s"
}
