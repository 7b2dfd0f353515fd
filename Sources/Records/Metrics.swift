// The numbers of a run as rows. A run's rows are also part of its checkpoints, so that a resumed run writes the files
// that an uninterrupted one would have written.

/// Means over the training steps since the previous row.
public struct TrainingRow: Codable, Sendable, Hashable {
  /// Training steps finished.
  public let step: Int
  /// Epochs finished, with fraction.
  public let epoch: Double
  /// The curriculum's stage at the last of the steps.
  public let stage: Int
  /// Mean loss of a sample (paper Eq. 5 or 6) in nats.
  public let loss: Double
  /// Share, 0 … 1, of labelled hops whose largest logit is the demonstrated token (`train/prediction_acc`); nil without
  /// any.
  public let prediction: Double?
  /// Share of labelled hops whose largest logit is an accepted token. The published `train/neighbor_candidate_acc` also
  /// counts answers, as wrong; here they are left out. Nil without any.
  public let accepted: Double?
  /// Share of labelled answers whose largest logit is the target; nil without any.
  public let answer: Double?
  /// Euclidean norm of the last step's gradient, before clipping.
  public let gradientNorm: Double
  /// Learning rate of the last step.
  public let learningRate: Double
  /// Seconds since 1970.
  public let time: Double

  package init(
    step: Int, epoch: Double, stage: Int, loss: Double, prediction: Double? = nil, accepted: Double? = nil,
    answer: Double? = nil, gradientNorm: Double, learningRate: Double, time: Double
  ) {
    (self.step, self.epoch, self.stage, self.loss, self.prediction) = (step, epoch, stage, loss, prediction)
    (self.accepted, self.answer, self.gradientNorm) = (accepted, answer, gradientNorm)
    (self.learningRate, self.time) = (learningRate, time)
  }
}

/// One evaluation on the validation problems.
public struct EvaluationRow: Codable, Sendable, Hashable {
  /// Training steps finished.
  public let step: Int
  /// Epochs finished, rounded down.
  public let epoch: Int
  /// The curriculum's stage of the last training step.
  public let stage: Int
  /// Mean loss in nats on validation samples drawn as in training, stage mixing and relabelling included (`eval/loss`).
  public let loss: Double
  /// `TrainingRow.prediction` on those samples.
  public let prediction: Double?
  /// `TrainingRow.accepted` on those samples.
  public let accepted: Double?
  /// Problems answered greedily (`Evaluation`).
  public let count: Int
  /// How many were answered rightly.
  public let correct: Int
  /// How many were answered rightly with the thoughts removed.
  public let correctWithoutThoughts: Int
  /// Per hop, from hop 1: share of greedy predictions inside the frontier.
  public let frontierShare: [Double]
  /// After c = 0, 1, … thoughts: mean attention score on frontier edges (`EdgeScores`); nil where no problem has both
  /// kinds.
  public let frontierScore: [Double?]
  /// After c = 0, 1, … thoughts: mean attention score on the other edges; nil likewise.
  public let otherScore: [Double?]
  /// Seconds since 1970.
  public let time: Double

  /// Share of right answers, 0 … 1.
  public var accuracy: Double { Double(correct) / Double(max(count, 1)) }
  /// Share of right answers with the thoughts removed, 0 … 1.
  public var accuracyWithoutThoughts: Double { Double(correctWithoutThoughts) / Double(max(count, 1)) }
  /// The logit difference after c = 0, 1, … thoughts (paper Fig. 3): frontier − other; nil without both.
  public var logitDifference: [Double?] {
    zip(frontierScore, otherScore).map { pair in
      if let frontier = pair.0, let other = pair.1 { frontier - other } else { nil }
    }
  }

  package init(
    step: Int, epoch: Int, stage: Int, loss: Double, prediction: Double? = nil, accepted: Double? = nil,
    count: Int, correct: Int, correctWithoutThoughts: Int, frontierShare: [Double], frontierScore: [Double?],
    otherScore: [Double?], time: Double
  ) {
    (self.step, self.epoch, self.stage, self.loss, self.prediction) = (step, epoch, stage, loss, prediction)
    (self.accepted, self.count, self.correct) = (accepted, count, correct)
    (self.correctWithoutThoughts, self.frontierShare) = (correctWithoutThoughts, frontierShare)
    (self.frontierScore, self.otherScore, self.time) = (frontierScore, otherScore, time)
  }
}

/// All rows of a run so far.
public struct Metrics: Codable, Sendable, Hashable {
  /// Means over stretches of training, ascending steps: what `training.csv` holds.
  public var training: [TrainingRow] = []
  /// Evaluations, ascending steps: what `metrics.csv` holds.
  public var evaluations: [EvaluationRow] = []

  package init() {}
}
