// The published attention measurement: one checkpoint's results, and trends over checkpoints. The raw-data schema is in
// AttentionRawData.swift, the scores themselves come from Coconut/LogitDifference.swift.

import Coconut
import Reachability
import Records

extension AttentionRawData {
  /// Measures one model after each number c of thoughts in `steps` as the script published with arXiv 2509.23365
  /// does: see `Reader.edgeScores`. A c without a problem that has both kinds of edges gets zeros and a count of 0.
  public static func measure(_ reader: Reader, _ problems: [Problem], steps: [Int]) -> [Int: Result] {
    let scores = reader.edgeScores(problems, most: steps.max() ?? 0)
    return Dictionary(
      uniqueKeysWithValues: steps.map { c in
        let score = scores[c]
        return (
          c,
          Result(
            meanFrontierAttention: score.frontier, meanOtherAttention: score.other,
            processedCount: score.count)
        )
      })
  }

  /// How the logit difference went after one number of thoughts.
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
    /// The change over the last third of the measured epochs as a share of the largest magnitude: near 0 is level.
    public let lateChange: Double
  }

  /// One trend a c that was measured at any epoch.
  public var trends: [Trend] {
    steps.compactMap { c in
      let points = epochsAnalyzed.sorted().compactMap { epoch in
        result(epoch: epoch, c: c).map { (epoch: epoch, value: $0.difference) }
      }
      guard let first = points.first, let last = points.last,
        let largest = points.max(by: { $0.value < $1.value })
      else { return nil }
      let magnitude = points.map { abs($0.value) }.max() ?? 0
      let late = points[(points.count - 1) * 2 / 3]
      return Trend(
        c: c, firstEpoch: first.epoch, lastEpoch: last.epoch, first: first.value, last: last.value,
        largest: largest.value, largestEpoch: largest.epoch,
        lateChange: magnitude > 0 ? (last.value - late.value) / magnitude : 0)
    }
  }
}
