// The numbers of a run as rows, and the CSV files that hold them. A run's rows are also part of its checkpoints, so that
// a resumed run writes the files it would have written.

import Foundation

/// Means over the training steps since the row before.
public struct TrainingRow: Codable, Sendable, Hashable {
  /// Steps and epochs finished, and the stage trained.
  public let step: Int
  public let epoch: Double
  public let stage: Int
  /// Cross-entropy in nats.
  public let loss: Double
  /// Shares of labelled hops whose largest logit is the demonstrated token, or an accepted one; of answers that are
  /// right. Nil where nothing was labelled so.
  public let prediction, accepted, answer: Double?
  /// Norm of the last gradient before clipping, and the last learning rate.
  public let gradientNorm, learningRate: Double
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
  /// Steps and epochs finished, and the stage trained before.
  public let step, epoch, stage: Int
  /// On samples drawn as in training: loss in nats, and the shares of TrainingRow.
  public let loss: Double
  public let prediction, accepted: Double?
  /// Greedy answers: problems, right ones, right ones with the thoughts removed.
  public let count, correct, correctWithoutThoughts: Int
  /// Per hop, from hop 1: share of greedy predictions inside the frontier.
  public let frontierShare: [Double]
  /// After c = 0, 1, … thoughts: mean attention score on frontier edges and on the others; nil where no problem has both.
  public let frontierScore, otherScore: [Double?]
  /// Seconds since 1970.
  public let time: Double

  /// Share of right answers.
  public var accuracy: Double { Double(correct) / Double(max(count, 1)) }
  /// Share of right answers with the thoughts removed.
  public var accuracyWithoutThoughts: Double { Double(correctWithoutThoughts) / Double(max(count, 1)) }
  /// Per c: frontier minus other.
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
  /// Rows in order.
  public var training: [TrainingRow] = []
  public var evaluations: [EvaluationRow] = []

  /// No rows.
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
