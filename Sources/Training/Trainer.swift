// The training loop: schedule, sample, step, and now and then an evaluation and a checkpoint, which listeners take.
// It writes nothing itself.

import Coconut
import Randomness
import Reachability
import Records
import Transformer

/// What one step gave.
public struct StepReport: Sendable {
  /// Training steps finished, this one included.
  public let step: Int
  /// Epochs finished, with fraction.
  public let epoch: Double
  /// The curriculum's stage that was trained.
  public let stage: Int
  /// Sums over the batch of all ranks.
  public let tally: Tally
  /// Euclidean norm of the gradient, before clipping.
  public let gradientNorm: Double
  /// AdamW's learning rate in this step.
  public let learningRate: Double
}

/// What an evaluation gave.
public struct EvaluationReport: Sendable {
  /// Training steps finished.
  public let step: Int
  /// Epochs finished, rounded down.
  public let epoch: Int
  /// Greedy evaluation on the validation problems.
  public let evaluation: Evaluation
  /// Loss and accuracies on samples of the validation problems drawn as in training (`eval/loss` as published).
  public let drawn: Tally
  /// Attention scores on frontier and other edges after c = 0, 1, … thoughts, on at most 200 problems; c = 0 alone for
  /// a model that is trained without continuous thoughts.
  public let edgeScores: [EdgeScores]
}

/// A step whose loss or gradient is not finite. The weights are those of the step before.
public struct NonFiniteStep: Error {
  /// Number, from 1, of the step that was not made.
  public let step: Int
  /// Mean loss of the batch in nats, finite or not.
  public let loss: Double
  /// Euclidean norm of its gradient, finite or not.
  public let gradientNorm: Double
}

/// What happens in a run, in order.
public enum TrainingEvent: Sendable {
  /// A step was made.
  case step(StepReport)
  /// The weights were evaluated; on rank 0 only.
  case evaluation(EvaluationReport)
  /// A checkpoint is due; `epoch` epochs are finished, or none newly (`nil`) when it falls within one.
  case checkpoint(step: Int, epoch: Int?)
}

/// A training run in memory.
public final class Trainer {
  /// The most thoughts after which an evaluation measures attention scores.
  static let scoredThoughts = 3
  /// Settings of the run.
  public let configuration: TrainingConfiguration
  /// Weights, moments and workers.
  public let engine: Engine
  /// Training steps of one epoch.
  public let stepsPerEpoch: Int
  /// The steps, ascending, after which a stage ended because its hop was learned (`learned_share`).
  public private(set) var learned: [Int]
  let problems: TrainingProblems
  private let validation: [Problem]

  /// A run that starts at `engine.step`, with a model of the configuration's shape. Of `validation` the first
  /// `eval_problems` are evaluated on, or all where that is 0. `learned` is what a run that goes on had learned.
  public init(
    _ configuration: TrainingConfiguration, problems: TrainingProblems, validation: [Problem], engine: Engine,
    learned: [Int] = []
  ) {
    precondition(engine.configuration == configuration.model, "a run has one model")
    self.configuration = configuration
    self.problems = problems
    self.validation =
      configuration.evaluationProblems > 0
      ? Array(validation.prefix(configuration.evaluationProblems)) : validation
    self.engine = engine
    self.learned = learned
    stepsPerEpoch = problems.stepsPerEpoch(configuration)
  }

  /// The last step of the run.
  public var lastStep: Int { configuration.lastStep(stepsPerEpoch: stepsPerEpoch) }

  /// The curriculum's stage at `step`, as far as it is known: a stage that goes on is taken to last its `stage_steps`.
  public func stage(atStep step: Int) -> Int {
    configuration.stage(atStep: step, stepsPerEpoch: stepsPerEpoch, learned: learned)
  }

  /// Trains until the last step, or until `shouldStop` says so after a step.
  /// - Throws: what `onEvent` throws, and `NonFiniteStep`.
  public func train(
    shouldStop: () -> Bool = { false }, onEvent: (TrainingEvent) throws -> Void
  ) throws {
    while engine.step < lastStep {
      let report = try step()
      try onEvent(.step(report))
      let (step, ends) = (engine.step, engine.step % stepsPerEpoch == 0)
      let epoch = step / stepsPerEpoch
      let isLast = step == lastStep
      let finished = shouldStop() || isLast
      let evaluates = ends && isDue(epoch, configuration.evaluateEvery)
      if isLast || evaluates {
        let report = engine.isFirst ? evaluate() : nil
        if let report { try onEvent(.evaluation(report)) }
        // Not where a part of the run happens to end: stages end alike in however many parts it is trained.
        if evaluates { endStage(ifLearned: report) }
      }
      if ends && isDue(epoch, configuration.checkpointEvery) || finished
        || isDue(step, configuration.checkpointEverySteps)
      {
        try onEvent(.checkpoint(step: step, epoch: ends ? epoch : nil))
      }
      if finished { return }
    }
  }

  /// One step: sample, gradient, clip, AdamW or Muon. Throws `NonFiniteStep`.
  public func step() throws -> StepReport {
    let step = engine.step
    let stage = stage(atStep: step)
    let tally = gradient(atStep: step)
    let norm = engine.gradientNorm()
    guard norm.isFinite, tally.loss.isFinite else {
      throw NonFiniteStep(step: step + 1, loss: tally.loss / tally.samples, gradientNorm: norm)
    }
    let rate = configuration.learningRate(atStep: step)
    let limit = configuration.gradientClip
    engine.update(
      AdamWStep(
        learningRate: rate, beta1: configuration.beta1, beta2: configuration.beta2,
        epsilon: configuration.epsilon,
        weightDecay: configuration.weightDecay, step: step + 1),
      muon: configuration.muonStep(atStep: step),
      scale: limit > 0 ? min(1, limit / norm) : 1)
    return StepReport(
      step: step + 1, epoch: Double(step + 1) / Double(stepsPerEpoch), stage: stage, tally: tally,
      gradientNorm: norm, learningRate: rate)
  }

  /// The gradient of the batch that belongs to `step`, left in the engine, and what was counted on the way.
  func gradient(atStep step: Int) -> Tally {
    let (count, sample) = samples(ofStep: step, stage: stage(atStep: step))
    let seed = configuration.seed
    let drops = configuration.model.hasDropout
    return engine.gradient(batch: count) { index in
      let dropout = RandomStream(seed, StreamName.dropout, UInt64(step), UInt64(index)).state
      return (sample(index), drops ? dropout : nil)
    }
  }

  /// The samples of the batch that belongs to `step` in `stage`: how many, and each by its index.
  func samples(ofStep step: Int, stage: Int) -> (count: Int, sample: @Sendable (Int) -> Sample) {
    let (count, problem) = problems.batch(step, configuration)
    let (options, seed) = (configuration.sampleOptions, configuration.seed)
    let isShifted = step >= configuration.offsetFromStep && step < configuration.offsetUntilStep
    let positions = configuration.model.positions
    return (
      count,
      { index in
        var random = RandomStream(seed, StreamName.sample, UInt64(step), UInt64(index))
        let sample = options.sample(problem(index), stage: stage, using: &random)
        guard isShifted, index % 2 == 1 else { return sample }
        var place = RandomStream(seed, StreamName.offset, UInt64(step), UInt64(index))
        return sample.shifted(within: positions, using: &place)
      }
    )
  }

  /// Evaluates the weights as they stand on the validation problems: greedy answers, loss, and the logit difference.
  public func evaluate() -> EvaluationReport {
    let stage = stage(atStep: max(engine.step - 1, 0))
    let options = configuration.sampleOptions
    let (seed, validation) = (configuration.seed, validation)
    let samples = validation.enumerated().map { index, problem in
      var random = RandomStream(seed, StreamName.evaluation, UInt64(index))
      return options.sample(problem, stage: stage, using: &random)
    }
    let drawn = engine.reader.evaluate(samples.map(\.sequence)) { model, range in
      model.loss(of: Array(samples[range]), weight: 0)
    }
    return EvaluationReport(
      step: engine.step, epoch: engine.step / stepsPerEpoch,
      evaluation: engine.reader.evaluate(validation, seed: seed, feedback: configuration.feedback),
      drawn: drawn.reduce(into: Tally()) { $0 += $1 },
      edgeScores: engine.reader.edgeScores(
        Array(validation.prefix(200)),
        most: configuration.feedback == .continuous ? Trainer.scoredThoughts : 0))
  }

  /// Ends the stage after the step that was made if its hop is learned by `report`, which rank 0 has; all ranks call it. No
  /// stage ends while problems are made easier.
  private func endStage(ifLearned report: EvaluationReport?) {
    guard configuration.learnedShare > 0, engine.step >= configuration.fullSizeStep else { return }
    let stage = stage(atStep: engine.step - 1)
    guard stage < configuration.stageSteps.count else { return }
    let shares = report?.evaluation.frontierShare ?? []
    let isLearned = shares.indices.contains(stage) && shares[stage] >= configuration.learnedShare
    if engine.agree(isLearned) { learned.append(engine.step) }
  }

  private func isDue(_ count: Int, _ every: Int) -> Bool { every > 0 && count % every == 0 }
}

extension TrainingConfiguration {
  /// How samples are made of problems. A stream draws ids from all node tokens, so that small graphs train every
  /// embedding; a file's ids are permuted within each problem (published `shuffle_nodes`).
  public var sampleOptions: SampleOptions {
    var options = SampleOptions()
    options.objective = objective
    options.candidateSet = candidateSet
    options.labels = labels
    options.feedback = feedback
    options.uniformProbability = uniformProbability
    options.labelRange = problems == .stream ? .vocabulary : shuffleNodes ? .problem : .fixed
    return options
  }
}
