// Schemas of the records that `./build.sh bench` and the reliability tests write. It measures nothing; module
// Figures makes the tables.

/// `data/benchmark*.json`: training steps timed on one machine, in a build for each of its instruction sets.
public struct BenchmarkRecord: Codable, Sendable {
  /// One model at one stage.
  public struct Row: Codable, Sendable {
    /// The vector instructions that the program was compiled for, and the kernels that OpenBLAS chose.
    public let instructions, blas: String
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
    /// Mean number of prompt tokens per problem, rounded down.
    public let tokens: Int
    /// Milliseconds of a training step.
    public let milliseconds: Double
    /// The step's arithmetic per second, as a share of what matrix products reach on as many threads.
    public let share: Double
    /// The largest resident size of a process so far, MiB.
    public let peakMiB: Int
    /// Milliseconds of the same step in PyTorch (Benchmarks/peer), taken in turns with ours; nil where it was not timed.
    public let peerMilliseconds: Double?
    /// Milliseconds per problem of the published code on one thread; nil where it was not measured.
    public let publishedMilliseconds: Int?

    package init(
      instructions: String, blas: String, width: Int, stage: Int, ranks: Int, threads: Int, batch: Int,
      tokens: Int, milliseconds: Double, share: Double, peakMiB: Int, peerMilliseconds: Double?,
      publishedMilliseconds: Int?
    ) {
      (self.instructions, self.blas) = (instructions, blas)
      (self.width, self.stage, self.ranks, self.threads) = (width, stage, ranks, threads)
      (self.batch, self.tokens, self.milliseconds, self.share) = (batch, tokens, milliseconds, share)
      (self.peakMiB, self.peerMilliseconds) = (peakMiB, peerMilliseconds)
      self.publishedMilliseconds = publishedMilliseconds
    }
  }

  /// The command that measured.
  public let command: String
  /// The commit it ran at (`currentCommit`).
  public let commit: String
  /// The machine it ran on.
  public let machine: RunRecord.Machine
  /// All rows, in the order in which they were timed.
  public var rows: [Row]

  package init(command: String, commit: String, machine: RunRecord.Machine) {
    (self.command, self.commit, self.machine, rows) = (command, commit, machine, [])
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
    /// The command that repeats the trials.
    public let command: String
  }

  /// The command that tried.
  public let command: String
  /// The commit it ran at.
  public let commit: String
  /// Counts by what was tried.
  public let counts: [String: Count]

  package init(command: String, commit: String, counts: [String: Count]) {
    (self.command, self.commit, self.counts) = (command, commit, counts)
  }
}
