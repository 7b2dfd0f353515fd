// What chapter 01 leaves of a set of problems beside another: statistics, histograms and one graph, as raw data and PDF.

import Foundation
import Inputs
import Plotting
import Reachability

/// One quantity on two sets of problems.
public struct DatasetStatistic: Codable, Sendable, Hashable {
  /// The name of the `Quantity`.
  public let quantity: String
  /// Mean over the problems of the first set.
  public let mean: Double
  /// Standard deviation of the first set (divided by its size).
  public let deviation: Double
  /// The mean over all published sets; absent where it is not known.
  public let publishedMean: Double?
  /// Mean of the other set; like the rest absent where it was not counted.
  public let otherMean: Double?
  /// Standard deviation of the other set.
  public let otherDeviation: Double?
  /// D of the two-sample Kolmogorov–Smirnov test, 0 … 1.
  public let statistic: Double?
  /// p of that test, 0 … 1.
  public let probability: Double?
}

/// A set of problems, perhaps beside another.
public struct DatasetReport: Sendable {
  /// One row a quantity.
  public let statistics: [DatasetStatistic]
  /// Counts of each set.
  public let histograms: DatasetHistograms
  private let example: Problem?

  /// Compares `first` with `other`, where there is one.
  public init(_ first: (name: String, problems: [Problem]), beside other: DatasetHistograms.Set?) {
    statistics = Quantity.allCases.map { quantity in
      let ours = Distribution(quantity, first.problems)
      let theirs = other.flatMap { $0.distribution(quantity) }
      let test = theirs.map { KolmogorovSmirnov(ours.values, $0.values) }
      return DatasetStatistic(
        quantity: quantity.rawValue, mean: ours.mean, deviation: ours.deviation,
        publishedMean: quantity.publishedMean, otherMean: theirs?.mean, otherDeviation: theirs?.deviation,
        statistic: test?.statistic, probability: test?.probability)
    }
    histograms = DatasetHistograms(
      sets: [DatasetHistograms.Set(first.name, first.problems)] + (other.map { [$0] } ?? []))
    example = first.problems.first
  }

  /// Writes `dataset_statistics.json`, `dataset_histograms.json` and `dataset_graph.json` (the first problem) to `data`,
  /// and the figures of the latter two to `figures`; returns the paths. Throws `InputError`.
  public func write(data: String, figures: String) throws -> [String] {
    try writeJSON(statistics, to: "\(data)/dataset_statistics.json")
    try writeJSON(histograms, to: "\(data)/dataset_histograms.json")
    if let example {
      try ProblemFile.write([example], to: "\(data)/dataset_graph.json", neighbours: .coconut)
    }
    var paths = ["statistics", "histograms", "graph"].map { "\(data)/dataset_\($0).json" }
    for figure in catalogue where figure.name.hasPrefix("dataset_") {
      let files = RawFiles(in: data, matching: figure.rawData)
      let path = "\(figures)/\(figure.name).pdf"
      try writeAtomically(try figure.draw(files).render(as: .pdf, keywords: files.keywords()), to: path)
      paths.append(path)
    }
    return paths
  }
}
