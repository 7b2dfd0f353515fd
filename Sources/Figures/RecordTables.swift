// The tables of the front page, made of the records of benchmarks and reliability tests.

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
          number(row.milliseconds / Double(row.batch), 2), "\(number(100 * row.share, 0)) %",
          row.publishedMilliseconds.map { "\($0)" } ?? "–", "\(row.peakMiB)",
        ]
      }
  }

  /// What the table was measured with, in a sentence.
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

  /// What the table was made with, in a sentence.
  public var origin: String { "Tried by `\(command)` at commit `\(commit)`." }
}

/// A table in Markdown; the first row is the header. Bars in cells are escaped.
public func markdown(_ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
  guard let header = rows.first else { return "" }
  return ([line(header), "|" + String(repeating: "---|", count: header.count)] + rows.dropFirst().map(line))
    .joined(separator: "\n")
}
