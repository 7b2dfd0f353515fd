// Everything a training run can be told, with the paper's values as defaults. Reading YAML and checking ranges is
// ConfigurationReader.swift; the table of names, ranges and meanings is ConfigurationKeys.swift.

import Transformer

/// Where training problems come from.
public enum ProblemSource: String, Sendable, CaseIterable {
  /// `train_path` and `val_path`.
  case file
  /// Generated as training goes on, each seen once.
  case stream
}

/// How the learning rate falls after `lr_decay_from_step`.
public enum RateDecay: String, Sendable, CaseIterable {
  case none, linear, cosine
}

/// A training run's configuration. Each property's meaning, range and name in YAML stand in `ConfigurationKey.all`.
public struct TrainingConfiguration: Hashable, Sendable {
  // What is learned.
  public var objective = Objective.coconut
  public var candidateSet = CandidateSet.reachable
  public var labels = Labels.single
  public var feedback = Feedback.continuous

  // The model.
  public var modelFile: String?
  public var layers = 2
  public var heads = 8
  public var width = 768
  public var positions = 1024
  public var tied = true
  public var dropout = 0.1
  public var initialDeviation = 0.02

  // The problems.
  public var problems = ProblemSource.file
  public var trainPath: String?
  public var validationPath: String?
  public var minNodes = 8
  public var maxNodes = 28
  public var startNodes = 0
  public var growFromStep = 0
  public var growToStep = 0
  public var smallestShare = 0.0
  public var minHops = 3
  public var maxHops = 4
  public var shuffleNodes = true
  public var offsetFromStep = 0
  public var offsetUntilStep = 0

  // The curriculum.
  public var firstStageEpochs = 100
  public var epochsPerStage = 50
  public var stageSteps: [Int] = []
  public var uniformProbability = 0.1
  public var numberOfEpochs = 350
  public var stepsPerEpoch = 0
  public var maxSteps = 0

  // The optimizer.
  public var learningRate = 1e-4
  public var warmupSteps = 0
  public var rateDecay = RateDecay.none
  public var rateDecayFromStep = 0
  public var rateDecayToStep = 0
  public var finalLearningRate = 0.0
  public var weightDecay = 0.01
  public var beta1 = 0.9
  public var beta2 = 0.999
  public var epsilon = 1e-8
  public var gradientClip = 0.0
  public var batchSize = 512
  public var shards = 4

  // The run.
  public var seed = UInt64(0)
  public var name = ""
  public var savePath = "runs"
  public var evaluateEvery = 1
  public var evaluationProblems = 0
  public var checkpointEvery = 1
  public var checkpointEverySteps = 0
  public var keepLast = 0
  public var keepEvery = 0
  public var onlyEvaluate = false
  public var loadModelPath: String?
  public var resume = 0

  /// The paper's configuration.
  public init() {}

  /// The shape of the model these keys describe. When `modelFile` is set, that file says it instead.
  public var model: Transformer.Configuration {
    Transformer.Configuration(
      positions: positions, width: width, layers: layers, heads: heads, tied: tied, dropout: dropout,
      initialDeviation: initialDeviation)
  }

  /// Problems in one shard of the batch: contiguous, equal up to one, in order.
  public func shardRange(_ shard: Int) -> Range<Int> {
    batchSize * shard / shards..<batchSize * (shard + 1) / shards
  }
}
