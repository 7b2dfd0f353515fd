// The published attention measurement: one checkpoint's results, and trends over checkpoints. The raw-data schema is in
// AttentionRawData.swift, the scores themselves come from Coconut/LogitDifference.swift.

import Coconut
import Reachability

extension AttentionRawData {
  /// Measures one model at each of `steps` (numbers of thoughts made) as the script published with arXiv 2509.23365
  /// does: see `Engine.edgeScores`. A step without a problem that has both kinds of edges gets zeros and a count of 0.
  public static func measure(_ engine: Engine, _ problems: [Problem], steps: [Int]) -> [Int: Result] {
    let scores = engine.edgeScores(problems, most: steps.max() ?? 0)
    return Dictionary(
      uniqueKeysWithValues: steps.map { step in
        let score = scores[step]
        return (
          step,
          Result(
            meanFrontierAttention: score.frontier, meanOtherAttention: score.other,
            processedCount: score.count)
        )
      })
  }

  /// How the logit difference went at one step.
  public struct Trend: Sendable, Hashable {
    /// The number of thoughts made.
    public let step: Int
    /// First and last measured epoch and their differences.
    public let firstEpoch, lastEpoch: Int
    public let first, last: Double
    /// The largest difference and its epoch.
    public let largest: Double
    public let largestEpoch: Int
    /// The change over the last third of the measured epochs as a share of the largest magnitude: near 0 is level.
    public let lateChange: Double
  }

  /// One trend a step that was measured at any epoch.
  public var trends: [Trend] {
    steps.compactMap { step in
      let points = epochsAnalyzed.sorted().compactMap { epoch in
        result(epoch: epoch, step: step).map { (epoch: epoch, value: $0.difference) }
      }
      guard let first = points.first, let last = points.last,
        let largest = points.max(by: { $0.value < $1.value })
      else { return nil }
      let magnitude = points.map { abs($0.value) }.max() ?? 0
      let late = points[(points.count - 1) * 2 / 3]
      return Trend(
        step: step, firstEpoch: first.epoch, lastEpoch: last.epoch, first: first.value, last: last.value,
        largest: largest.value, largestEpoch: largest.epoch,
        lateChange: magnitude > 0 ? (last.value - late.value) / magnitude : 0)
    }
  }
}
