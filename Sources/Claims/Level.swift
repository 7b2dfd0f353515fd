// When curves count as level or growing. It does not say which curves to judge.

import Reachability
import Records

/// What a single curve may gain over the last third of its time and still be called level, as a share of its largest value; it
/// must gain more to be called growing. `Course` judges several seeds.
public let levelShare = 0.05

/// The points of the last third of a curve's time.
private func lastThird(_ points: [(time: Double, value: Double)]) -> [(time: Double, value: Double)] {
  guard let first = points.first, let last = points.last else { return [] }
  let start = last.time - (last.time - first.time) / 3
  return points.filter { $0.time >= start }
}

/// What a curve gains over its last third, along the straight line through the points there; 0 for fewer than two.
private func lateGain(_ points: [(time: Double, value: Double)]) -> Double {
  let late = lastThird(points)
  guard late.count > 1 else { return 0 }
  let line = late.map { Course.Point(seed: 0, time: $0.time, value: $0.value) }
  return pooledSlope(line) * (late[late.count - 1].time - late[0].time)
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
    /// The gain over the last third of the epochs, along the straight line through its points, as a share of the largest
    /// magnitude; near 0 is level.
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
      let magnitude = points.map { abs($0.value) }.max() ?? 0
      let gain = lateGain(points.map { (Double($0.epoch), $0.value) })
      return Trend(
        c: c, firstEpoch: first.epoch, lastEpoch: last.epoch, first: first.value, last: last.value,
        largest: largest.value, largestEpoch: largest.epoch, lateChange: magnitude > 0 ? gain / magnitude : 0)
    }
  }
}

/// A quantity in the trainings of several seeds, at the steps that are judged: on graphs of full size and at the full
/// learning rate. It says whether the quantity levels off or grows.
///
/// The slope is that of straight lines through the points of the last third of those steps, one slope for all seeds and a
/// level for each. The quantity *grows* if that slope is above 0 within its interval and every seed gains more than `levelShare`
/// of its peak over the last third. It *levels off* if the
/// slope is not above 0 within its interval, no slope within the interval would add more than a quarter of a peak over the last
/// third, and no seed by itself grows. A seed by itself grows if its own slope is above 0 within its interval and it gains more
/// than `levelShare` of its peak over the last third. A quantity that falls by more than a quarter from its peak has collapsed
/// and does neither. Where too few or too noisy points leave both open, or a sure rise is no larger
/// than `levelShare`, the course is unclear.
public struct Course: Sendable, Hashable {
  /// The largest change that still counts as level, as a share of the peak: a fall from the peak to the end, or a gain over the
  /// last third at the upper end of the slope's interval.
  public static let largestChange = 0.25

  /// What a seed's points are.
  public struct Point: Sendable, Hashable {
    /// Which seed's training, from 0.
    public let seed: Int
    /// When: a training step, or an epoch.
    public let time: Double
    /// The quantity.
    public let value: Double
  }

  /// Points of the last third.
  public let late: [Point]
  /// The last value of each seed.
  public let last: [Double]
  /// The largest value of each seed.
  public let peak: [Double]
  /// Change of the quantity for each unit of time, over the last third.
  public let slope: Double
  /// Its 95 % interval: bootstrap over the points of all seeds.
  public let interval: ClosedRange<Double>
  /// What each seed gains over the last third, as a share of its peak.
  public let gain: [Double]
  /// Whether a seed by itself grows.
  private let oneGrows: Bool

  /// The course of one list of (time, value) a seed, ascending; nil with fewer than three points in the last third of a seed.
  public init?(_ seeds: [[(time: Double, value: Double)]]) {
    var late: [Point] = []
    for (seed, points) in seeds.enumerated() {
      let mine = lastThird(points)
      guard mine.count >= 3 else { return nil }
      late += mine.map { Point(seed: seed, time: $0.time, value: $0.value) }
    }
    guard let interval = bootstrapInterval(late, pooledSlope) else { return nil }
    let own = seeds.indices.map { seed in late.filter { $0.seed == seed } }
    let peak = seeds.map { $0.map(\.value).max() ?? 0 }
    gain = zip(seeds, peak).map { $1 > 0 ? lateGain($0) / $1 : 0 }
    oneGrows = zip(own, gain).contains { late, gain in
      gain > levelShare && bootstrapInterval(late, pooledSlope).map { $0.lowerBound > 0 } ?? false
    }
    (self.late, self.interval, slope, self.peak) = (late, interval, pooledSlope(late), peak)
    last = seeds.map { $0[$0.count - 1].value }
  }

  /// The largest fall from the peak to the end, as a share of the peak.
  public var fall: Double { zip(peak, last).map { $0 > 0 ? ($0 - $1) / $0 : 1 }.max() ?? 1 }
  /// Whether the quantity fell too far to be level or growing.
  public var collapses: Bool { fall > Course.largestChange }
  /// What the upper end of the slope's interval would add over the last third, as a share of the smallest peak.
  var mayGain: Double {
    let times = late.map(\.time)
    return interval.upperBound * ((times.max() ?? 0) - (times.min() ?? 0)) / (peak.min() ?? 0)
  }
  /// Whether the quantity is level in the end.
  public var levelsOff: Bool {
    interval.lowerBound <= 0 && !oneGrows && !collapses && mayGain <= Course.largestChange
  }
  /// Whether it is still growing in the end.
  public var grows: Bool { interval.lowerBound > 0 && gain.allSatisfy { $0 > levelShare } && !collapses }
  /// What counts against the claim that it levels off, in words.
  static let notLevel =
    "a slope whose whole interval lies above 0 over the last third, a seed that grows by itself by more than 5 % of its peak, "
    + "or a fall of more than a quarter from the peak"
  /// The verdict on the claim that it levels off.
  package var levels: Verdict {
    levelsOff
      ? .reproduced : collapses || oneGrows || interval.lowerBound > 0 ? .notReproduced : .notDecided
  }
  /// The verdict on the claim that it keeps growing.
  package var keepsGrowing: Verdict {
    grows ? .reproduced : collapses || levelsOff ? .notReproduced : .notDecided
  }
}

/// The least-squares slope of points with one slope and a level for each seed; NaN where no seed has two times.
private func pooledSlope(_ points: [Course.Point]) -> Double {
  var (product, square) = (0.0, 0.0)
  for (_, mine) in Dictionary(grouping: points, by: \.seed) {
    let (time, value) = (mean(mine.map(\.time)), mean(mine.map(\.value)))
    for point in mine {
      product += (point.time - time) * (point.value - value)
      square += (point.time - time) * (point.time - time)
    }
  }
  return square > 0 ? product / square : .nan
}
