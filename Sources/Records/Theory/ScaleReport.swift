// Schema of theory-scale.json: the scale test in the theory's own model. Module Theory computes it.

/// c = 0 with children of the root that are not equal.
public struct UnevenRow: Codable, Sendable {
  /// ε, the standard deviation of the children's matches around 1.
  public let deviation: Double
  /// μ*, where Coconut's flow over all problems rests, or null where it grows without bound.
  public let coconutRoot: Double?
  /// The same for Coconut-BFS with the frontier.
  public let bfsRoot: Double?
  /// At `coconutRoot`, the mean evenness of the softmax over a root's children, of problems with two or more.
  public let evenness: Double?
  /// Mean Coconut loss in nats at s μ*, for every s of `ScaleReport.scales`; empty without a root.
  public let coconutLoss: [Double]
  /// Mean Coconut-BFS loss in nats, likewise.
  public let bfsLoss: [Double]

  package init(
    deviation: Double, coconutRoot: Double?, bfsRoot: Double?, evenness: Double?, coconutLoss: [Double],
    bfsLoss: [Double]
  ) {
    (self.deviation, self.coconutRoot, self.bfsRoot, self.evenness) = (
      deviation, coconutRoot, bfsRoot, evenness
    )
    (self.coconutLoss, self.bfsLoss) = (coconutLoss, bfsLoss)
  }
}

/// Coconut at one c ≥ 1, where Theorem 1's condition holds for most pairs.
public struct LeastLossRow: Codable, Sendable {
  /// c, thoughts made.
  public let c: Int
  /// Problems with a hop c + 1.
  public let problems: Int
  /// μ*, the root of the flow over all problems, which weighs each by 1/(n√K); null without one.
  public let root: Double?
  /// μ of the least mean loss, in which every problem counts alike; null where the loss falls for ever.
  public let least: Double?
  /// Problems whose own flow has a root, as a share of all.
  public let boundedShare: Double
  /// Of these roots the lower quartile, the median and the upper quartile; empty without any.
  public let quartiles: [Double]

  package init(
    c: Int, problems: Int, root: Double?, least: Double?, boundedShare: Double, quartiles: [Double]
  ) {
    (self.c, self.problems, self.root, self.least) = (c, problems, root, least)
    (self.boundedShare, self.quartiles) = (boundedShare, quartiles)
  }
}

/// At which μ each loss is least in the theory's own model.
public struct ScaleReport: Codable, Sendable {
  /// Problems it is computed on.
  public let problems: Int
  /// s, by which μ* is multiplied for the losses of `UnevenRow`.
  public let scales: [Double]
  /// c = 0, one row for each ε, descending.
  public let uneven: [UnevenRow]
  /// c = 1, 2, 3.
  public let later: [LeastLossRow]

  package init(problems: Int, scales: [Double], uneven: [UnevenRow], later: [LeastLossRow]) {
    (self.problems, self.scales, self.uneven, self.later) = (problems, scales, uneven, later)
  }
}
