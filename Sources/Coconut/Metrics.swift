// The numbers of a run as rows, and the CSV files that hold them. A run's rows are also part of its checkpoints, so that
// a resumed run writes the files it would have written.

import Foundation

/// Means over the training steps since the row before.
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

  /// A row from sums.
  init(_ report: StepReport, _ window: Tally, time: Double) {
    func share(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
    step = report.step
    epoch = report.epoch
    stage = report.stage
    loss = window.loss / max(window.samples, 1)
    prediction = share(window.predicted, window.reads)
    accepted = share(window.accepted, window.reads)
    answer = share(window.answered, window.answers)
    gradientNorm = report.gradientNorm
    learningRate = report.learningRate
    self.time = time
  }

  static let header = "step,epoch,stage,loss,prediction_acc,candidate_acc,answer_acc,gradient_norm,lr"
  var csv: String {
    [
      "\(step)", "\(epoch)", "\(stage)", "\(loss)", text(prediction), text(accepted), text(answer),
      "\(gradientNorm)", "\(learningRate)",
    ].joined(separator: ",")
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
  /// Those answered rightly.
  public let correct: Int
  /// Those answered rightly with the thoughts removed.
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
  /// The logit difference after c = 0, 1, … thoughts (paper Fig. 3): frontier minus other; nil where either is.
  public var logitDifference: [Double?] {
    zip(frontierScore, otherScore).map { pair in
      if let frontier = pair.0, let other = pair.1 { frontier - other } else { nil }
    }
  }

  init(_ report: EvaluationReport, stage: Int, time: Double) {
    let drawn = report.drawn
    step = report.step
    epoch = report.epoch
    self.stage = stage
    loss = drawn.loss / max(drawn.samples, 1)
    prediction = drawn.reads > 0 ? drawn.predicted / drawn.reads : nil
    accepted = drawn.reads > 0 ? drawn.accepted / drawn.reads : nil
    count = report.evaluation.count
    correct = report.evaluation.correct
    correctWithoutThoughts = report.evaluation.correctWithoutThoughts
    frontierShare = report.evaluation.frontierShare
    frontierScore = report.edgeScores.map { $0.count > 0 ? $0.frontier : nil }
    otherScore = report.edgeScores.map { $0.count > 0 ? $0.other : nil }
    self.time = time
  }

  static func header(hops: Int, thoughts: Int) -> String {
    (["step,epoch,stage,loss,prediction_acc,candidate_acc,answer_acc,answer_acc_without_thoughts"]
      + (0..<hops).map { "frontier_share_hop_\($0 + 1)" }
      + (0..<thoughts).map { "logit_difference_c_\($0)" }).joined(separator: ",")
  }
  var csv: String {
    ([
      "\(step)", "\(epoch)", "\(stage)", "\(loss)", text(prediction), text(accepted), "\(accuracy)",
      "\(accuracyWithoutThoughts)",
    ] + frontierShare.map { "\($0)" } + logitDifference.map(text)).joined(separator: ",")
  }
}

/// All rows of a run so far.
public struct Metrics: Codable, Sendable, Hashable {
  /// Means over stretches of training, ascending steps: what `training.csv` holds.
  public var training: [TrainingRow] = []
  /// Evaluations, ascending steps: what `metrics.csv` holds.
  public var evaluations: [EvaluationRow] = []

  /// The metrics of a run that has not begun.
  public init() {}

  var trainingCSV: String { ([TrainingRow.header] + training.map(\.csv)).joined(separator: "\n") + "\n" }
  var evaluationCSV: String {
    let hops = evaluations.map(\.frontierShare.count).max() ?? 0
    let thoughts = evaluations.map(\.frontierScore.count).max() ?? 0
    return ([EvaluationRow.header(hops: hops, thoughts: thoughts)] + evaluations.map(\.csv)).joined(
      separator: "\n")
      + "\n"
  }
}

private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
