// Schema: results of trainings that differ in a few settings, for ablations and trained controls. It trains
// nothing itself.

/// Results of trainings side by side (`ablations.json`, `ablations-laptop.json`, `controls.json`).
public struct VariantResults: Codable, Sendable, Hashable {
  /// One training.
  public struct Run: Codable, Sendable, Hashable {
    /// The run's folder.
    public let folder: String
    /// Seed of every random stream of the run.
    public let seed: UInt64
    /// The commit that the run recorded last; nil where it recorded none.
    public let commit: String?
    /// Training steps finished at the last evaluation.
    public let steps: Int
    /// Seconds by the clock, all parts of the run together.
    public let seconds: Double
    /// Held-out problems answered greedily.
    public let count: Int
    /// How many were answered rightly.
    public let correct: Int
    /// How many were answered rightly without any thoughts.
    public let correctWithoutThoughts: Int
    /// Per hop, from hop 1: share of greedy predictions inside the frontier.
    public let frontierShare: [Double]

    /// Share of right answers, 0 … 1.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }
    /// Share of right answers without any thoughts, 0 … 1.
    public var accuracyWithoutThoughts: Double { Double(correctWithoutThoughts) / Double(max(count, 1)) }

    /// The last evaluation of a run; nil if there was none.
    public init?(_ record: RunRecord, folder: String) {
      guard let last = record.metrics.evaluations.last else { return nil }
      self.folder = folder
      seed = record.seed
      commit = record.parts.last?.commit
      steps = last.step
      seconds = record.seconds
      count = last.count
      correct = last.correct
      correctWithoutThoughts = last.correctWithoutThoughts
      frontierShare = last.frontierShare
    }
  }

  /// Trainings that differ in nothing but the seed.
  public struct Variant: Codable, Sendable, Hashable {
    /// The configuration key that was varied.
    public let setting: String
    /// Its value, as in the configuration.
    public let value: String
    /// One training per seed.
    public let runs: [Run]

    package init(setting: String, value: String, runs: [Run]) {
      (self.setting, self.value, self.runs) = (setting, value, runs)
    }

    /// Answer accuracy, the mean over seeds.
    public var accuracy: Double { mean(\.accuracy) }
    /// Its standard deviation over seeds (n − 1 in the denominator); nil for one seed.
    public var deviation: Double? {
      guard runs.count > 1 else { return nil }
      let squares = runs.reduce(0) { $0 + ($1.accuracy - accuracy) * ($1.accuracy - accuracy) }
      return (squares / Double(runs.count - 1)).squareRoot()
    }

    /// The mean of a quantity over seeds; NaN without runs.
    public func mean(_ quantity: (Run) -> Double) -> Double {
      runs.reduce(0) { $0 + quantity($1) } / Double(runs.count)
    }
  }

  /// The profile, or the configuration file, that all variants start from.
  public let profile: String
  /// Whether they were trained on small graphs, which says nothing of claims about graphs of full size.
  package var isSmall: Bool { profile == "quick" }
  /// The variants in the order of the table.
  public let variants: [Variant]

  package init(profile: String, variants: [Variant]) {
    (self.profile, self.variants) = (profile, variants)
  }
}
