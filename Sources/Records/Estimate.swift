// A mean over problems with its interval, as records hold it.

import Reachability

/// The mean of a quantity over problems, or a statistic of all of them, with its 95 % bootstrap interval.
public struct Estimate: Codable, Sendable, Hashable {
  /// The mean over the problems, or the statistic.
  public var mean: Double
  /// Lower end of the interval.
  public var low: Double
  /// Upper end of the interval.
  public var high: Double
  /// How many problems have the quantity.
  public var count: Int

  /// The standard error that a normal distribution with this interval has.
  public var error: Double { (high - low) / (2 * 1.96) }

  /// The mean of one value a problem, of the problems that have one; nil where none has. Problems are resampled.
  public init?(_ values: [Double?]) { self.init(of: values.compactMap { $0 }, Records.mean) }

  /// `statistic` of one entry a problem; nil where it is never a number. Problems are resampled.
  public init?<Value>(of values: [Value], _ statistic: ([Value]) -> Double) {
    guard let interval = bootstrapInterval(values, statistic) else { return nil }
    (mean, low, high) = (statistic(values), interval.lowerBound, interval.upperBound)
    count = values.count
  }
}
