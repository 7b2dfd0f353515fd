// The tables of speed (Benchmarks/README.md) and of reliability (CONTRIBUTING.md), from their records.

import Inputs
import Records

extension BenchmarkRecord {
  /// The table: header and rows as text, the instruction sets side by side.
  public var table: [[String]] {
    let sets = rows.map(\.instructions).uniqued()
    let header =
      ["width", "thoughts", "batch", "processes × threads"]
      + sets.flatMap { set in
        ["\(set): ms a problem", "of sgemm"] + (isTimedWithPeer(set) ? ["PyTorch, times as long"] : [])
      } + ["published code, ms a problem", "peak MiB"]
    return [header]
      + rows.filter { $0.instructions == sets[0] }.map { row in
        ["\(row.width)", "\(row.stage)", "\(row.batch)", "\(row.ranks) × \(row.threads)"]
          + sets.flatMap { cells(row, $0) }
          + [row.publishedMilliseconds.map { "\($0)" } ?? "–", "\(row.peakMiB)"]
      }
  }

  private func isTimedWithPeer(_ set: String) -> Bool {
    rows.contains { $0.instructions == set && $0.peerMilliseconds != nil }
  }

  /// What was measured in a row's place with one instruction set.
  private func cells(_ row: Row, _ set: String) -> [String] {
    func place(_ row: Row) -> [Int] { [row.width, row.stage, row.batch, row.ranks, row.threads] }
    let own = rows.first { $0.instructions == set && place($0) == place(row) }
    let cells = [
      own.map { number($0.milliseconds / Double($0.batch), 2) } ?? "–",
      own.map { percent($0.share, 0) } ?? "–",
    ]
    guard isTimedWithPeer(set) else { return cells }
    return cells + [
      own.flatMap { row in row.peerMilliseconds.map { number($0 / row.milliseconds, 1) } } ?? "–"
    ]
  }

  /// What measured the table, in a sentence.
  public var origin: String {
    let kernels = rows.map { "\($0.blas) with \($0.instructions)" }.uniqued().joined(separator: ", ")
    return
      "Measured by `\(command)` at commit `\(commit)` on \(machine.cores) cores of \(machine.processor) (OpenBLAS \(kernels))."
  }
}

extension Array where Element: Hashable {
  /// The elements without repetitions, in the order in which they first appear.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension ReliabilityRecord {
  /// The table: header and rows as text, ordered by name.
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
