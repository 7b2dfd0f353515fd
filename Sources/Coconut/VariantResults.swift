// What several trainings gave that differ in a few settings: the raw data of ablations and trained controls. It trains
// nothing itself.

/// Results of trainings side by side (`ablations.json`, `controls.json`).
public struct VariantResults: Codable, Sendable, Hashable {
  /// One training.
  public struct Run: Codable, Sendable, Hashable {
    /// The run's folder, seed and commit.
    public let folder: String
    public let seed: UInt64
    public let commit: String?
    /// Steps trained, and seconds it took.
    public let steps: Int
    public let seconds: Double
    /// Held-out problems, those answered rightly, and those answered rightly without any thoughts.
    public let count, correct, correctWithoutThoughts: Int
    /// Per hop, from hop 1: share of greedy predictions inside the frontier.
    public let frontierShare: [Double]

    /// Share of right answers.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }
    /// Share of right answers without any thoughts.
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
    /// The setting that was varied and its value, as in the configuration.
    public let setting, value: String
    /// One a seed.
    public let runs: [Run]

    /// Runs of one variant.
    public init(setting: String, value: String, runs: [Run]) {
      self.setting = setting
      self.value = value
      self.runs = runs
    }

    /// Answer accuracy, the mean over seeds.
    public var accuracy: Double { mean(\.accuracy) }
    /// Its standard deviation over seeds; nil for one seed.
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
  /// The variants in the order of the table.
  public let variants: [Variant]

  /// Results of `variants`.
  public init(profile: String, variants: [Variant]) {
    self.profile = profile
    self.variants = variants
  }
}
