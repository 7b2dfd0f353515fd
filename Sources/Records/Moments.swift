// Mean and spread of numbers, as probes record them.

/// Mean and spread of a sample of numbers.
public struct Moments: Codable, Sendable, Hashable {
  /// Arithmetic mean.
  public var mean: Double
  /// Standard deviation (n − 1 in the denominator; 0 for one number).
  public var deviation: Double
  /// How many numbers there are.
  public var count: Int

  /// The moments of `values`; nil if there are none.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let centre = values.reduce(0, +) / Double(values.count)
    mean = centre
    let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
  }
}

/// The arithmetic mean; NaN of nothing.
public func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}
