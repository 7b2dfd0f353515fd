// The two-sample Kolmogorov–Smirnov test: could two samples come from one distribution? It fits nothing.

import Foundation

/// The two-sample Kolmogorov–Smirnov test (Smirnov 1948, https://doi.org/10.1214/aoms/1177730256).
public struct KolmogorovSmirnov: Sendable, Hashable {
  /// D: the largest distance between the two empirical distribution functions, 0 … 1.
  public let statistic: Double
  /// The asymptotic probability of a D at least as large when both samples have one distribution. With ties, as
  /// between integers, it is conservative (too large).
  public let probability: Double

  /// The test of two samples, neither empty.
  public init(_ first: [Double], _ second: [Double]) {
    let (a, b) = (first.sorted(), second.sorted())
    var (i, j) = (0, 0)
    var largest = 0.0
    while i < a.count && j < b.count {
      let value = min(a[i], b[j])
      while i < a.count && a[i] == value { i += 1 }
      while j < b.count && b[j] == value { j += 1 }
      largest = max(largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    statistic = largest
    let effective = Double(a.count) * Double(b.count) / Double(a.count + b.count)
    probability = KolmogorovSmirnov.survival(effective.squareRoot() * largest)
  }

  /// Q(λ) = 2 Σ (−1)^(k−1) exp(−2 k² λ²), the tail of Kolmogorov's distribution.
  public static func survival(_ lambda: Double) -> Double {
    // Below 0.2 the series converges slowly, and Q is 1 to twelve digits.
    guard lambda > 0.2 else { return 1 }
    var sum = 0.0
    for k in 1...40 {
      let term = exp(-2 * Double(k * k) * lambda * lambda)
      sum += k % 2 == 1 ? term : -term
    }
    return min(1, max(0, 2 * sum))
  }
}
