// What chapter 01 counts on sets of problems: the schemas of dataset_statistics.json and dataset_histograms.json.

import Reachability

/// One quantity on two sets of problems.
public struct DatasetStatistic: Codable, Sendable, Hashable {
  /// The name of the `Quantity`.
  public let quantity: String
  /// Mean over the problems of the first set.
  public let mean: Double
  /// Standard deviation of the first set (its size in the denominator).
  public let deviation: Double
  /// The mean over all published sets; absent where it is not known.
  public let publishedMean: Double?
  /// Mean of the other set; this and the following are absent if no other set was counted.
  public let otherMean: Double?
  /// Standard deviation of the other set.
  public let otherDeviation: Double?
  /// D of the two-sample Kolmogorov–Smirnov test, 0 … 1.
  public let statistic: Double?
  /// p of that test, 0 … 1.
  public let probability: Double?

  package init(
    quantity: String, mean: Double, deviation: Double, publishedMean: Double? = nil, otherMean: Double? = nil,
    otherDeviation: Double? = nil, statistic: Double? = nil, probability: Double? = nil
  ) {
    (self.quantity, self.mean, self.deviation) = (quantity, mean, deviation)
    (self.publishedMean, self.otherMean, self.otherDeviation) = (publishedMean, otherMean, otherDeviation)
    (self.statistic, self.probability) = (statistic, probability)
  }
}

/// Histograms of what describes the graphs, for several sets of problems.
public struct DatasetHistograms: Codable, Sendable, Hashable {
  /// The counts of one set of problems.
  public struct Set: Codable, Sendable, Hashable {
    /// Its name, such as `generated` or `published`.
    public var name: String
    /// Problems in the set.
    public var problems: Int
    /// By the quantity's name: entry i counts the problems with value i.
    public var counts: [String: [Int]]

    package init(name: String, problems: Int, counts: [String: [Int]]) {
      (self.name, self.problems, self.counts) = (name, problems, counts)
    }
  }

  /// The sets, ours first.
  public var sets: [Set]

  package init(sets: [Set]) { self.sets = sets }
}
