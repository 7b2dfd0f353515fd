// When a curve counts as level: one rule for claims and chapters. It does not say which curves to judge.

import Records

/// A curve is level if it changes by less than this share of its largest value over the last third of its
/// points. A curve that grows like log t from the hundredth step on gains about twice as much.
public let levelShare = 0.05

/// The change over the last third of `values`, as a share of `unit`; 0 for fewer than two values or unit 0.
func lateChange(_ values: [Double], unit: Double) -> Double {
  guard values.count > 1, unit > 0 else { return 0 }
  return (values[values.count - 1] - values[(values.count - 1) * 2 / 3]) / unit
}

extension AttentionRawData {
  /// How the logit difference changed over training, after `c` thoughts.
  public struct Trend: Sendable, Hashable {
    /// Thoughts made.
    public let c: Int
    /// The first epoch it was measured at.
    public let firstEpoch: Int
    /// The last epoch it was measured at.
    public let lastEpoch: Int
    /// The logit difference (frontier minus other) at the first epoch.
    public let first: Double
    /// The logit difference at the last epoch.
    public let last: Double
    /// The largest logit difference.
    public let largest: Double
    /// The epoch of the largest.
    public let largestEpoch: Int
    /// The change over the last third of the epochs, as a share of the largest magnitude; near 0 is level.
    public let lateChange: Double
  }

  /// One trend for each number of thoughts that was measured at some epoch.
  public var trends: [Trend] {
    steps.compactMap { c in
      let points = epochsAnalyzed.sorted().compactMap { epoch in
        result(epoch: epoch, c: c).map { (epoch: epoch, value: $0.difference) }
      }
      guard let first = points.first, let last = points.last,
        let largest = points.max(by: { $0.value < $1.value })
      else { return nil }
      return Trend(
        c: c, firstEpoch: first.epoch, lastEpoch: last.epoch, first: first.value, last: last.value,
        largest: largest.value, largestEpoch: largest.epoch,
        lateChange: Claims.lateChange(points.map(\.value), unit: points.map { abs($0.value) }.max() ?? 0))
    }
  }
}
