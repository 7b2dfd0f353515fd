// A mean over problems with its interval, as records hold it.

import Reachability

/// The mean of a quantity over problems, with its 95 % bootstrap interval.
public struct Estimate: Codable, Sendable, Hashable {
  /// The mean over the problems.
  public var mean: Double
  /// Lower end of the interval.
  public var low: Double
  /// Upper end of the interval.
  public var high: Double
  /// How many problems have the quantity.
  public var count: Int

  /// The mean of one value a problem; nil where no problem has one. Problems are resampled.
  public init?(_ values: [Double]) {
    guard let interval = bootstrapInterval(values, Records.mean) else { return nil }
    (mean, low, high) = (Records.mean(values), interval.lowerBound, interval.upperBound)
    count = values.count
  }
}
