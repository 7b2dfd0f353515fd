// Everything a training run can be told, with the paper's values as defaults. Reading YAML and checking ranges is
// ConfigurationReader.swift; the table of names, ranges and meanings is ConfigurationKeys.swift.

import Coconut
import Reachability
import Transformer

/// Where training problems come from.
public enum ProblemSource: String, Sendable, CaseIterable {
  /// `train_path` and `val_path`.
  case file
  /// Generated as training goes on, each seen once.
  case stream
}

/// What steps the matrices of the layers. Embeddings, gains and biases are always AdamW's.
public enum Optimizer: String, Sendable, CaseIterable {
  /// AdamW, as published.
  case adamw
  /// Muon (https://kellerjordan.github.io/posts/muon/): steps of the same size in every direction.
  case muon
}

/// How the learning rate falls after `lr_decay_from_step`.
public enum RateDecay: String, Sendable, CaseIterable {
  /// Not at all, as published.
  case none
  /// Along a straight line.
  case linear
  /// Along half a cosine.
  case cosine
}

/// A training run's configuration, by default the paper's. Each comment begins with the property's key in YAML; its
/// range and meaning as printed stand in `ConfigurationKey.all`.
public struct TrainingConfiguration: Hashable, Sendable {
  // What is learned.
  /// `objective`: what the loss asks for, by default Coconut (paper Eq. 6).
  public var objective = Objective.coconut
  /// `candidate_set`: the nodes that Coconut-BFS accepts or `uniform` draws from; N_{c+1} as published.
  public var candidateSet = CandidateSet.reachable
  /// `labels`: the reads of a chain that are supervised; the last one as published.
  public var labels = Labels.single
  /// `feedback`: what stands where thoughts stand; anything but `continuous` is a control.
  public var feedback = Feedback.continuous

  /// The model's shape and dropout rates: `layers`, `heads`, `width`, `positions`, `tied`, `dropout`,
  /// `initial_deviation` and `layer_norm_epsilon`. The file that `model_id` names is already in here, so nothing else
  /// needs to look at it.
  public var model = Transformer.Configuration(dropout: 0.1)

  // The problems.
  /// `problems`: whether training problems are read or generated.
  public var problems = ProblemSource.file
  /// `train_path`: JSON file of training problems; needed where `problems` is `file`.
  public var trainPath: String?
  /// `val_path`: JSON file of problems to evaluate on; nil generates them.
  public var validationPath: String?
  /// `min_nodes`: fewest nodes of a generated graph, 4 … 31.
  public var minNodes = 8
  /// `max_nodes`: most nodes of a generated graph, 4 … 31; 28 in the published sets.
  public var maxNodes = 28
  /// `start_nodes`: most nodes until `grow_from_step`; 0 stands for `max_nodes`, graphs that do not grow.
  public var startNodes = 0
  /// `grow_from_step`: training step at which graphs begin to grow.
  public var growFromStep = 0
  /// `grow_to_step`: training step from which graphs reach `max_nodes`.
  public var growToStep = 0
  /// `smallest_share`: fewest nodes as a share, 0 … 1, of the most at that step, where that is above `min_nodes`.
  public var smallestShare = 0.0
  /// `min_hops`: least L, the path length root → target, of generated problems; 3 in the published sets.
  public var minHops = 3
  /// `max_hops`: largest L of generated problems; 4 in the published sets.
  public var maxHops = 4
  /// `shuffle_nodes`: whether a file's node ids are permuted within the problem for every sample, as published.
  public var shuffleNodes = true
  /// `offset_from_step`: training step from which every second prompt starts at a random position.
  public var offsetFromStep = 0
  /// `offset_until_step`: training step from which all prompts start at position 0 again; 0, as published, for always.
  public var offsetUntilStep = 0

  // The curriculum.
  /// `first_stage_epochs`: epochs of stage 0, which lasts `epochs_per_stage` longer (as published 100 + 50 = 150).
  public var firstStageEpochs = 100
  /// `epochs_per_stage`: epochs of each later stage.
  public var epochsPerStage = 50
  /// `stage_steps`: training steps of stage 0, 1, … instead of epochs; the answer stage follows. Empty: epochs count.
  public var stageSteps: [Int] = []
  /// `uniform_prob`: chance, 0 … 1, that a sample's stage is drawn uniformly up to the current one.
  public var uniformProbability = 0.1
  /// `num_epochs`: epochs in all.
  public var numberOfEpochs = 350
  /// `steps_per_epoch`: training steps of an epoch; 0 stands for one pass over the file.
  public var stepsPerEpoch = 0
  /// `max_steps`: training step after which this part of the run ends; 0 for none.
  public var maxSteps = 0

  // The optimizer.
  /// `optimizer`: what steps the matrices of the layers; AdamW as published.
  public var optimizer = Optimizer.adamw
  /// `lr`: η, AdamW's learning rate, constant as published.
  public var learningRate = 1e-4
  /// `warmup_steps`: training steps of a linear rise from 0 to `lr`.
  public var warmupSteps = 0
  /// `lr_decay`: how the learning rate falls to `lr_final`.
  public var rateDecay = RateDecay.none
  /// `lr_decay_from_step`: training step at which it begins to fall.
  public var rateDecayFromStep = 0
  /// `lr_decay_to_step`: training step from which it is `lr_final`.
  public var rateDecayToStep = 0
  /// `lr_final`: the learning rate it falls to.
  public var finalLearningRate = 0.0
  /// `muon_lr`: Muon's learning rate where `lr` is at its height; it rises and falls in proportion.
  public var muonLearningRate = 0.02
  /// `muon_momentum`: μ, the share of its momentum that Muon keeps.
  public var muonMomentum = 0.95
  /// `weight_decay`: λ, AdamW's decoupled decay of every parameter.
  public var weightDecay = 0.01
  /// `beta1`: β₁, the share of the first moment that a step keeps.
  public var beta1 = 0.9
  /// `beta2`: β₂, the share of the second moment that a step keeps.
  public var beta2 = 0.999
  /// `eps`: ε, added to the root of the second moment.
  public var epsilon = 1e-8
  /// `gradient_clip`: largest Euclidean norm of a gradient; 0, as published, for no limit.
  public var gradientClip = 0.0
  /// `batch_size`: problems a training step, over all ranks; the published 256 on each of two GPUs.
  public var batchSize = 512
  /// `shards`: parts of a batch whose gradients are added in a fixed order, whatever the number of workers.
  public var shards = 4

  // The run.
  /// `seed`: seed of every random stream.
  public var seed = UInt64(0)
  /// `name`: the run's folder inside `save_path`.
  public var name = ""
  /// `save_path`: the folder of runs.
  public var savePath = "runs"
  /// `eval_every`: epochs between evaluations; 0 for none but the last.
  public var evaluateEvery = 1
  /// `eval_problems`: problems of an evaluation; 0 for all.
  public var evaluationProblems = 0
  /// `checkpoint_every`: epochs between checkpoints; 1 as published, 0 for none but the last.
  public var checkpointEvery = 1
  /// `checkpoint_every_steps`: training steps between checkpoints within an epoch; 0 for none.
  public var checkpointEverySteps = 0
  /// `keep_last`: newest checkpoints to keep; 0, as published, for all.
  public var keepLast = 0
  /// `keep_every`: keeps also checkpoints whose epoch it divides; 0 for none.
  public var keepEvery = 0
  /// `only_eval`: whether to evaluate `load_model_path` and train nothing.
  public var onlyEvaluate = false
  /// `load_model_path`: checkpoint folder whose weights to start from; nil for random ones.
  public var loadModelPath: String?
  /// `resume`: epochs that `load_model_path` has had, with `only_eval`; 0 in training.
  public var resume = 0

  /// The paper's configuration.
  public init() {}
}
