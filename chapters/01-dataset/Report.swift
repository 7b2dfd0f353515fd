// What chapter 01 writes about a set of problems: statistics, histograms and one graph, as raw data and PDF.

import Figures
import Inputs
import Plotting
import Reachability
import Records

/// Statistics and histograms of one set of problems, or of two side by side.
struct DatasetReport: Sendable {
  /// One row for each quantity.
  let statistics: [DatasetStatistic]
  /// The counts of each set.
  let histograms: DatasetHistograms
  private let example: Problem?

  /// Compares `first` with `other`, if given.
  init(_ first: (name: String, problems: [Problem]), beside other: DatasetHistograms.Set?) {
    statistics = Quantity.allCases.map { quantity in
      let ours = Distribution(quantity, first.problems)
      let theirs = other?.counts[quantity.rawValue].map(Distribution.init(counts:))
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

  /// Writes `dataset_statistics.json`, `dataset_histograms.json`, `dataset_graph.json` (the first problem) and
  /// `dataset_example.json` (the worked example) to `data`, and figures of the last three to `figures`; returns the
  /// paths. Throws `InputError`.
  func write(data: String, figures: String) throws -> [String] {
    try writeJSON(statistics, to: "\(data)/\(RecordName.datasetStatistics)")
    try writeJSON(histograms, to: "\(data)/\(RecordName.datasetHistograms)")
    if let example {
      try ProblemFile.write([example], to: "\(data)/\(RecordName.datasetGraph)", neighbours: .coconut)
    }
    try ProblemFile.write(
      [.workedExample], to: "\(data)/\(RecordName.datasetExample)", neighbours: .coconut)
    var paths = [
      RecordName.datasetStatistics, RecordName.datasetHistograms, RecordName.datasetGraph,
      RecordName.datasetExample,
    ].map { "\(data)/\($0)" }
    for figure in catalogue where figure.name.hasPrefix("dataset_") {
      let files = RawFiles.find(in: data, matching: figure.rawData)
      let path = "\(figures)/\(figure.name).pdf"
      try writeAtomically(try figure.draw(files).render(as: .pdf, keywords: files.keywords()), to: path)
      paths.append(path)
    }
    return paths
  }
}

extension DatasetHistograms.Set {
  /// Counts the values of each quantity in `problems`.
  init(_ name: String, _ problems: [Problem]) {
    self.init(name: name, problems: problems.count, counts: Quantity.counts(problems))
  }
}
