// The rows of a run: made of what steps and evaluations give, and written as CSV. What a row holds is defined in Records.

import Coconut
import Records

extension TrainingRow {
  /// The means of `window`, the sums since the row before, after the step of `report`; `time` in seconds since 1970.
  init(_ report: StepReport, _ window: Tally, time: Double) {
    self.init(
      step: report.step, epoch: report.epoch, stage: report.stage, loss: window.loss / max(window.samples, 1),
      prediction: share(window.predicted, window.reads), accepted: share(window.accepted, window.reads),
      answer: share(window.answered, window.answers), gradientNorm: report.gradientNorm,
      learningRate: report.learningRate, time: time)
  }

  static let header = "step,epoch,stage,loss,prediction_acc,candidate_acc,answer_acc,gradient_norm,lr"

  var csv: String {
    [
      "\(step)", "\(epoch)", "\(stage)", "\(loss)", text(prediction), text(accepted), text(answer),
      "\(gradientNorm)", "\(learningRate)",
    ].joined(separator: ",")
  }
}

extension EvaluationRow {
  /// The numbers of `report`, evaluated after training in `stage`; `time` in seconds since 1970.
  init(_ report: EvaluationReport, stage: Int, time: Double) {
    let (drawn, evaluation) = (report.drawn, report.evaluation)
    self.init(
      step: report.step, epoch: report.epoch, stage: stage, loss: drawn.loss / max(drawn.samples, 1),
      prediction: share(drawn.predicted, drawn.reads), accepted: share(drawn.accepted, drawn.reads),
      count: evaluation.count, correct: evaluation.correct,
      correctWithoutThoughts: evaluation.correctWithoutThoughts, frontierShare: evaluation.frontierShare,
      frontierScore: report.edgeScores.map { $0.count > 0 ? $0.frontier : nil },
      otherScore: report.edgeScores.map { $0.count > 0 ? $0.other : nil }, time: time)
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

extension Metrics {
  var trainingCSV: String { ([TrainingRow.header] + training.map(\.csv)).joined(separator: "\n") + "\n" }

  var evaluationCSV: String {
    let hops = evaluations.map(\.frontierShare.count).max() ?? 0
    let thoughts = evaluations.map(\.frontierScore.count).max() ?? 0
    return ([EvaluationRow.header(hops: hops, thoughts: thoughts)] + evaluations.map(\.csv)).joined(
      separator: "\n") + "\n"
  }
}

private func share(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }

private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
