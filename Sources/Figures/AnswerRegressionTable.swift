// Theorem 3's equation, fitted to trained models, as a table.

import Inputs
import Records

/// One row a model: the two coefficients with their intervals, and how much of the logits they explain.
public func answerRegressionTable(_ data: AnswerRegression) -> ReportTable {
  return ReportTable(
    title: "Theorem 3's equation, fitted to trained models",
    note:
      "Answer's logit = μ_A λ_v + μ_R 1[candidate], over the nodes of \(data.problems) problems; 95 % intervals over problems.",
    header: [
      "model", "carry-over μ_A", "lift μ_R", "variance explained", "by λ_v alone", "c* first by the equation",
      "by the model",
    ],
    rows: data.models.map { model in
      [
        model.shownName, shown(model.carryOver), shown(model.lift), percent(model.explained.mean),
        percent(model.byThought), percent(model.rightByEquation), percent(model.accuracy),
      ]
    })
}

/// One row a model: do carry-over and lift add at c*, the one node that has both?
public func answerSumTable(_ data: AnswerRegression) -> ReportTable {
  return ReportTable(
    title: "Do the two effects add?",
    note:
      "The equation, fitted to the other nodes of \(data.problems) problems, held against the right candidate; 95 % intervals over problems.",
    header: ["model", "carried over to c*", "lift of c*", "left over"],
    rows: data.models.map { model in
      [
        model.shownName, shown(model.target.carryOver), shown(model.target.lift),
        shown(model.target.leftOver),
      ]
    })
}

/// Where `[A]` looks: its scores above the mean of all other positions, one row a model and layer.
public func answerAttentionTable(_ data: AnswerRegression) -> ReportTable {
  ReportTable(
    title: "Where [A] looks",
    note:
      "Scores from [A] before the softmax, summed over heads, above their mean on all other positions; means over \(data.problems) problems.",
    header: ["model", "layer", "last thought", "[R]", "right candidate", "other candidate"],
    rows: data.models.flatMap { model in
      model.attention.enumerated().map { layer, scores in
        [model.shownName, "\(layer + 1)"]
          + [scores.lastThought, scores.root, scores.reachableCandidate, scores.otherCandidate].map {
            number($0 - scores.other, 1)
          }
      }
    })
}

extension AnswerRegression.Model {
  /// The name, and the epoch of a model taken in the middle of a run.
  fileprivate var shownName: String { epoch.map { "\(name), epoch \($0)" } ?? name }
}

/// A mean with its interval.
private func shown(_ estimate: Estimate) -> String {
  "\(number(estimate.mean)) (\(number(estimate.low)) to \(number(estimate.high)))"
}
