// What ./build.sh bench and ./build.sh soak leave in data/, and the tables that the front page makes of it. They measure;
// here it is only read and written down.

import Coconut

/// `data/benchmark.json`: training steps timed on one machine.
public struct BenchmarkRecord: Codable, Sendable {
  /// One model at one stage.
  public struct Row: Codable, Sendable {
    /// Width of the model, and thoughts before the supervised read.
    public let width, stage: Int
    /// Processes, threads of each, problems in a step, and prompt tokens of a problem on average.
    public let ranks, threads, batch, tokens: Int
    /// Milliseconds of a step; what of the machine's matrix product rate that is; MiB at most so far.
    public let milliseconds, share: Double
    /// The largest resident size of a process, MiB.
    public let peakMiB: Int
    /// Milliseconds a problem of the published code, where it was measured.
    public let publishedMilliseconds: Int?

    /// A row.
    public init(
      width: Int, stage: Int, ranks: Int, threads: Int, batch: Int, tokens: Int, milliseconds: Double,
      share: Double, peakMiB: Int, publishedMilliseconds: Int?
    ) {
      (self.width, self.stage, self.ranks, self.threads) = (width, stage, ranks, threads)
      (self.batch, self.tokens, self.milliseconds, self.share) = (batch, tokens, milliseconds, share)
      (self.peakMiB, self.publishedMilliseconds) = (peakMiB, publishedMilliseconds)
    }
  }

  /// The command, the commit it ran at, and the machine.
  public let command, commit: String
  /// What computed.
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

  /// Header and rows.
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
  /// How often.
  public struct Count: Codable, Sendable {
    /// Tries, and those that went as they should.
    public let tried, passed: Int
    /// What repeats them.
    public let command: String
  }

  /// The command, and the commit it ran at.
  public let command, commit: String
  /// By what was tried.
  public let counts: [String: Count]

  /// Header and rows, by name.
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
