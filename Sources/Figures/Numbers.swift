// How numbers are written in tables and claims.

import Foundation

/// A number with a fixed count of digits after the point.
func number(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

/// A share in per cent.
func percent(_ share: Double, _ digits: Int = 1) -> String { number(100 * share, digits) + " %" }

/// A change as a share, in whole per cent with its sign.
func signedPercent(_ share: Double) -> String {
  (share < 0 ? "−" : "+") + number(abs(100 * share), 0) + " %"
}

/// The arithmetic mean; NaN of nothing.
func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}
