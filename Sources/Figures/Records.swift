// What ./build.sh bench and ./build.sh soak leave in data/, and the tables that the front page makes of it. They measure;
// here it is only read and written down.

import Coconut
import Inputs

/// `data/benchmark.json`: training steps timed on one machine.
public struct BenchmarkRecord: Codable, Sendable {
  /// One model at one stage.
  public struct Row: Codable, Sendable {
    /// Width of the model's residual stream.
    public let width: Int
    /// The curriculum's stage: thoughts before the supervised read.
    public let stage: Int
    /// Processes (MPI ranks).
    public let ranks: Int
    /// Threads of each process.
    public let threads: Int
    /// Problems in a step.
    public let batch: Int
    /// Prompt tokens of a problem, the mean rounded down.
    public let tokens: Int
    /// Milliseconds of a training step.
    public let milliseconds: Double
    /// The step's arithmetic a second, as a share of the machine's rate of matrix products on as many threads.
    public let share: Double
    /// The largest resident size of a process so far, MiB.
    public let peakMiB: Int
    /// Milliseconds a problem of the published code on one thread, where it was measured.
    public let publishedMilliseconds: Int?

    /// A row as given.
    public init(
      width: Int, stage: Int, ranks: Int, threads: Int, batch: Int, tokens: Int, milliseconds: Double,
      share: Double, peakMiB: Int, publishedMilliseconds: Int?
    ) {
      (self.width, self.stage, self.ranks, self.threads) = (width, stage, ranks, threads)
      (self.batch, self.tokens, self.milliseconds, self.share) = (batch, tokens, milliseconds, share)
      (self.peakMiB, self.publishedMilliseconds) = (peakMiB, publishedMilliseconds)
    }
  }

  /// The command that measured.
  public let command: String
  /// The commit it ran at (`currentCommit`).
  public let commit: String
  /// The machine it ran on.
  public let machine: RunRecord.Machine
  /// Everything timed, in its order.
  public var rows: [Row]

  /// A record of this machine without rows.
  public init(command: String) {
    self.command = command
    commit = currentCommit()
    machine = .here()
    rows = []
  }

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

/// `data/reliability.json`: what the reliability tests tried and what held.
public struct ReliabilityRecord: Codable, Sendable {
  /// How often something was tried, and how often it held.
  public struct Count: Codable, Sendable {
    /// How often it was tried.
    public let tried: Int
    /// How often it went as it should.
    public let passed: Int
    /// The command that repeats them.
    public let command: String
  }

  /// The command that tried.
  public let command: String
  /// The commit it ran at.
  public let commit: String
  /// Counts by what was tried.
  public let counts: [String: Count]

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
