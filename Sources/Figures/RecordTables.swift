// The tables of speed (Benchmarks/README.md) and of reliability (CONTRIBUTING.md), from their records.

import Claims
import Inputs
import Reachability
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

extension BenchmarkRecord {
  /// How long the published recipe takes by the times of its width, in a few words; nil where they were not measured. Dropout and
  /// evaluations are left out.
  public var publishedRecipe: String? {
    let times = rows.map(\.instructions).uniqued().compactMap { set in
      secondsOfPublishedRecipe(set).map { "\(number($0 / 3600, 0)) hours with \(set)" }
    }
    guard !times.isEmpty else { return nil }
    let kernels = rows.map(\.blas).uniqued().joined(separator: ", ")
    return
      "about \(times.joined(separator: " and ")) on two cores of \(machine.processor) (OpenBLAS \(kernels))"
  }

  /// Seconds with two threads, from the times of batches of 64 problems at stages 0, 2 and 4; nil without those.
  func secondsOfPublishedRecipe(_ set: String) -> Double? {
    func time(_ stage: Int, threads: Int = 1) -> Double? {
      rows.first {
        $0.instructions == set && $0.width == 768 && $0.batch == 64 && $0.ranks == 1 && $0.stage == stage
          && $0.threads == threads
      }.map { $0.milliseconds / Double($0.batch) / 1000 }
    }
    guard let first = time(0), let middle = time(2), let last = time(4), let parallel = time(4, threads: 2)
    else { return nil }
    let stages = [first, (first + middle) / 2, middle, (middle + last) / 2, last]
    let ends = PaperNumbers.stageEnds + [PaperNumbers.epochs]
    let epochs = zip(ends, [0] + ends).map { Double($0 - $1) }
    let seconds = zip(epochs, stages).reduce(0) { $0 + $1.0 * $1.1 }
    return seconds * Double(ProblemSets.publishedCount(.train)) * parallel / last
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
