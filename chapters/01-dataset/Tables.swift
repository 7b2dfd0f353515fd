// Chapter 01's tables, and where to find the published problems. It computes nothing.

import Chapter
import Foundation
import Inputs
import Reachability
import Records

/// Counts of the published validation problems, from their file if present, else from the record in `data/`.
func publishedValidation(recorded path: String) throws -> DatasetHistograms.Set? {
  let name = "published validation"
  if let file = PublishedProblems.path() { return DatasetHistograms.Set(name, try ProblemFile.read(file)) }
  guard FileManager.default.fileExists(atPath: path) else { return nil }
  return try readJSON(DatasetHistograms.self, from: path).sets.first { $0.name == name }
}

extension Terminal {
  /// A problem hop by hop.
  func show(_ problem: Problem) {
    table(
      ["c", "frontier_c", "N_c", "on a shortest path"],
      (0...problem.pathLength).map { c in
        ["\(c)"]
          + [problem.frontier(c), problem.reachable(c), problem.shortestPathNodes(c)].map(words)
      }, left: [1, 2, 3])
  }

  /// Quantities of one set, or of two sets with columns that compare them.
  func show(_ report: DatasetReport, _ first: String, _ other: String?) {
    func cell(_ value: Double?, _ digits: Int = 2) -> String { value.map { number($0, digits) } ?? "–" }
    func pair(_ mean: Double?, _ deviation: Double?) -> String {
      mean == nil ? "–" : "\(cell(mean)) ± \(cell(deviation))"
    }
    let rows = report.statistics.map {
      [$0.quantity, pair($0.mean, $0.deviation), cell($0.publishedMean)]
        + (other == nil
          ? [] : [pair($0.otherMean, $0.otherDeviation), cell($0.statistic, 3), cell($0.probability, 3)])
    }
    table(["", first, "published, all"] + (other.map { [$0, "D", "p"] } ?? []), rows)
  }

  private func words(_ nodes: [Int]) -> String { nodes.map(String.init).joined(separator: " ") }
}
