// The front page's tables of speed and reliability, from their records.

import Inputs
import Records

extension BenchmarkRecord {
  /// The table of the front page: header and rows as text.
  public var table: [[String]] {
    [
      [
        "width", "thoughts", "batch", "processes × threads", "ms a problem", "of sgemm",
        "published code, ms a problem", "peak MiB",
      ]
    ]
      + rows.map { row in
        [
          "\(row.width)", "\(row.stage)", "\(row.batch)", "\(row.ranks) × \(row.threads)",
          number(row.milliseconds / Double(row.batch), 2), percent(row.share, 0),
          row.publishedMilliseconds.map { "\($0)" } ?? "–", "\(row.peakMiB)",
        ]
      }
  }

  /// What measured the table, in a sentence.
  public var origin: String {
    "Measured by `\(command)` at commit `\(commit)` on \(machine.cores) cores of \(machine.processor) (OpenBLAS \(machine.blas))."
  }
}

extension ReliabilityRecord {
  /// The table of the front page: header and rows as text, ordered by name.
  public var table: [[String]] {
    [["tried", "times", "as it should", "repeated by"]]
      + counts.sorted { $0.key < $1.key }.map {
        [$0.key, "\($0.value.tried)", "\($0.value.passed)", "`\($0.value.command)`"]
      }
  }

  /// What made the table, in a sentence.
  public var origin: String { "Tried by `\(command)` at commit `\(commit)`." }
}

/// A table in Markdown; the first row is the header, and `|` in cells is escaped.
public func markdown(_ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
  guard let header = rows.first else { return "" }
  return ([line(header), "|" + String(repeating: "---|", count: header.count)] + rows.dropFirst().map(line))
    .joined(separator: "\n")
}
