// The raw data of the paper's attention figure, in the published script's JSON schema. Module Superposition
// measures them, module Figures draws them.

import Inputs

/// Attention on frontier edges and on the others, per checkpoint and number of thoughts
/// (`attention_evolution_raw_data.json` as written by the script published with arXiv 2509.23365).
public struct AttentionRawData: Codable, Sendable, Hashable {
  /// One checkpoint at one number of thoughts.
  public struct Result: Codable, Sendable, Hashable {
    /// Mean over problems of the mean score on frontier edges: q·k/√(head width) of the last layer before the softmax,
    /// summed over heads; 0 where no problem was counted.
    public var meanFrontierAttention: Double
    /// The same on the other edges.
    public var meanOtherAttention: Double
    /// Problems counted. 0 marks a gap: there is nothing to draw.
    public var processedCount: Int

    package init(meanFrontierAttention: Double, meanOtherAttention: Double, processedCount: Int) {
      (self.meanFrontierAttention, self.meanOtherAttention) = (meanFrontierAttention, meanOtherAttention)
      self.processedCount = processedCount
    }

    /// Frontier minus other: the paper's logit difference.
    public var difference: Double { meanFrontierAttention - meanOtherAttention }

    enum CodingKeys: String, CodingKey {
      case meanFrontierAttention = "mean_frontier_attention"
      case meanOtherAttention = "mean_other_attention"
      case processedCount = "processed_count"
    }
  }

  /// How much was analysed, and by what.
  public struct Metadata: Codable, Sendable, Hashable {
    /// Number of checkpoints.
    public var totalEpochs: Int
    /// Number of `steps`.
    public var totalSteps: Int
    /// The program or command that measured.
    public var generatedBy: String
    /// The commit the run recorded; nil where it is not known.
    public var commit: String?
    /// Training steps of one epoch as the run recorded them; nil where they are not known.
    public var stepsPerEpoch: Double?

    enum CodingKeys: String, CodingKey {
      case totalEpochs = "total_epochs"
      case totalSteps = "total_steps"
      case generatedBy = "generated_by"
      case commit
      case stepsPerEpoch = "steps_per_epoch"
    }
  }

  /// Epoch → c → result, with decimal numbers as keys. `result(epoch:c:)` looks one up.
  public var allResults: [String: [String: Result]]
  /// Epochs finished at each checkpoint, in the order they were analysed.
  public var epochsAnalyzed: [Int]
  /// The values of c (thoughts made) that were measured; the published script calls them steps.
  public var steps: [Int]
  /// The folder of the checkpoints.
  public var checkpointDirectory: String
  /// The problem file.
  public var testFile: String
  /// The most problems to read; 200 as published.
  public var maxSamples: Int
  /// How much was analysed.
  public var metadata: Metadata

  enum CodingKeys: String, CodingKey {
    case allResults = "all_results"
    case epochsAnalyzed = "epochs_analyzed"
    case steps
    case checkpointDirectory = "checkpoint_dir"
    case testFile = "test_file"
    case maxSamples = "max_samples"
    case metadata = "analysis_metadata"
  }

  /// Raw data from results per epoch and c; `run` is the record of the run whose checkpoints were read.
  public init(
    results: [Int: [Int: Result]], epochs: [Int], steps: [Int], checkpointDirectory: String, testFile: String,
    maxSamples: Int, generatedBy: String, run: RunRecord?
  ) {
    allResults = Dictionary(
      uniqueKeysWithValues: results.map { epoch, row in
        ("\(epoch)", Dictionary(uniqueKeysWithValues: row.map { ("\($0)", $1) }))
      })
    epochsAnalyzed = epochs
    self.steps = steps
    self.checkpointDirectory = checkpointDirectory
    self.testFile = testFile
    self.maxSamples = maxSamples
    metadata = Metadata(
      totalEpochs: epochs.count, totalSteps: steps.count, generatedBy: generatedBy,
      commit: run?.parts.last?.commit, stepsPerEpoch: run?.stepsPerEpoch)
  }

  /// The result at an epoch after c thoughts; nil where the file has none or no problem was counted.
  public func result(epoch: Int, c: Int) -> Result? {
    allResults["\(epoch)"]?["\(c)"].flatMap { $0.processedCount > 0 ? $0 : nil }
  }

  /// Reads and checks a raw file, this project's or the published script's. Throws `InputError`.
  public static func read(_ file: String) throws -> AttentionRawData {
    let data = try readJSON(AttentionRawData.self, from: file)
    try data.validate(file)
    return data
  }

  private func validate(_ file: String) throws {
    func check(_ holds: Bool, _ key: String, _ expected: String, _ found: String) throws {
      guard holds else {
        throw InputError(
          in: file, at: key, expected: expected, found: found, next: "measure again or correct the file")
      }
    }
    for (key, values) in [("epochs_analyzed", epochsAnalyzed), ("steps", steps)] {
      try check(!values.isEmpty, key, "at least one number", "an empty list")
      try check(Set(values).count == values.count, key, "every number once", shown(values))
      try check(values.allSatisfy { $0 >= 0 }, key, "numbers from 0", "\(values.min() ?? 0)")
    }
    for (epoch, row) in allResults {
      let key = "all_results.\(epoch)"
      try check(epochsAnalyzed.contains { "\($0)" == epoch }, key, "an epoch of epochs_analyzed", epoch)
      for (c, result) in row {
        let key = "\(key).\(c)"
        try check(steps.contains { "\($0)" == c }, key, "one of steps", c)
        for (name, mean) in [
          ("mean_frontier_attention", result.meanFrontierAttention),
          ("mean_other_attention", result.meanOtherAttention),
        ] {
          try check(abs(mean) < 1e30, "\(key).\(name)", "a score of a float model, below 1e30", "\(mean)")
        }
        try check(
          result.processedCount >= 0, key + ".processed_count", "a number from 0", "\(result.processedCount)")
      }
    }
    let counted = epochsAnalyzed.contains { epoch in steps.contains { result(epoch: epoch, c: $0) != nil }
    }
    try check(counted, "all_results", "at least one result with a positive processed_count", "none")
  }
}
