// Schema: the scale test, which asks at which strength of the last layer's match a loss is least. Module Superposition
// measures it.

import Foundation
import Reachability

/// The losses of one model as functions of s, by which the last layer's queries are multiplied.
public struct ScaleTest: Codable, Sendable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    The last layer's queries (weights and bias, all heads) are multiplied by s, so that every logit of its attention is. \
    Each loss is then evaluated in expectation over its label, on problems as they stand whose target is more than c hops \
    away. held: the thoughts are those of the model as trained, so that s acts on the judged read alone. chain: the scaled \
    model makes its own thoughts. best: the s of the least mean loss, from a parabola in log s through the least value and \
    its neighbours; at an end of the grid it is that end, and the minimum may lie beyond. Intervals: 95 %, bootstrap over \
    problems.
    """

  /// The factors that are tried: ¼ … 4, eight to a doubling.
  public static let grid = (-16...16).map { pow(2, Double($0) / 8) }

  /// The losses that tables set side by side.
  public static let tabulated: [Loss] = [.coconut, .bfsFrontier, .bfsReachable, .uniformFrontier]

  /// Which thoughts the judged read sees.
  public enum Thoughts: String, Codable, Sendable, CaseIterable {
    /// Those of the model as trained.
    case held
    /// Those of the scaled model.
    case chain
  }

  /// One c and one choice of thoughts. Thoughts make no difference at c = 0, so that there is `held` alone.
  public struct Curve: Codable, Sendable {
    /// c, the thoughts made before the read.
    public var c: Int
    /// Which thoughts it sees.
    public var thoughts: Thoughts
    /// Problems whose target is further than c hops away.
    public var problems: Int
    /// Mean value of each loss in nats, for every s of the grid.
    public var losses: [Loss: [Double]]
    /// Where each loss is least.
    public var best: [Loss: Minimum]
    /// Mean evenness for every s (`HopReads.evenness`); NaN has no place in JSON, so it is empty where no problem has one.
    public var evenness: [Double]
    /// Share of greedy predictions in frontier_{c+1} for every s.
    public var inFrontier: [Double]

    package init(
      c: Int, thoughts: Thoughts, problems: Int, losses: [Loss: [Double]], best: [Loss: Minimum],
      evenness: [Double], inFrontier: [Double]
    ) {
      (self.c, self.thoughts, self.problems, self.losses) = (c, thoughts, problems, losses)
      (self.best, self.evenness, self.inFrontier) = (best, evenness, inFrontier)
    }
  }

  /// Where a loss is least.
  public struct Minimum: Codable, Sendable, Hashable {
    /// The s of the least mean loss.
    public var scale: Double
    /// Lower end of its interval.
    public var low: Double
    /// Upper end of its interval.
    public var high: Double

    package init(scale: Double, low: Double, high: Double) {
      (self.scale, self.low, self.high) = (scale, low, high)
    }
  }

  /// One checkpoint.
  public struct Checkpoint: Codable, Sendable {
    /// Epochs finished.
    public var epoch: Int
    /// Training steps finished.
    public var step: Int
    /// One entry for each c and choice of thoughts.
    public var curves: [Curve]

    package init(epoch: Int, step: Int, curves: [Curve]) {
      (self.epoch, self.step, self.curves) = (epoch, step, curves)
    }
  }

  /// What is measured, in words.
  public var definition: String
  /// The run's folder, its last component.
  public var run: String
  /// The loss the run was trained on; nil where no record of this project lies beside the checkpoints.
  public var loss: Loss?
  /// The run's seed; nil likewise.
  public var seed: UInt64?
  /// The commit of the source that trained it.
  public var commit: String?
  /// The problem file, as it was named.
  public var testFile: String
  /// The grid of s, ascending.
  public var scales: [Double]
  /// The checkpoints, ascending.
  public var checkpoints: [Checkpoint]

  /// The scale test of the run with this record; nil for checkpoints of another program.
  package init(
    run: String, record: RunRecord?, testFile: String, scales: [Double], checkpoints: [Checkpoint]
  ) {
    definition = ScaleTest.definition
    (self.run, loss, seed, commit) = (run, record?.loss, record?.seed, record?.parts.last?.commit)
    (self.testFile, self.scales, self.checkpoints) = (testFile, scales, checkpoints)
  }
}
