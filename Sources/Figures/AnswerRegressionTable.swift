// Theorem 3's equation, fitted to trained models, as a table.

import Inputs
import Records

/// One row a model: the two coefficients with their intervals, and how much of the logits they explain.
public func answerRegressionTable(_ data: AnswerRegression) -> ReportTable {
  func shown(_ estimate: Estimate) -> String {
    "\(number(estimate.mean)) (\(number(estimate.low)) to \(number(estimate.high)))"
  }
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
        model.name, shown(model.carryOver), shown(model.lift), percent(model.explained.mean),
        percent(model.byThought), percent(model.rightByEquation), percent(model.accuracy),
      ]
    })
}

/// One row a model: do carry-over and lift add at c*, the one node that has both?
public func answerSumTable(_ data: AnswerRegression) -> ReportTable {
  func shown(_ estimate: Estimate) -> String {
    "\(number(estimate.mean)) (\(number(estimate.low)) to \(number(estimate.high)))"
  }
  return ReportTable(
    title: "Do the two effects add?",
    note:
      "The equation, fitted to the other nodes of \(data.problems) problems, held against the right candidate; 95 % intervals over problems.",
    header: ["model", "carried over to c*", "lift of c*", "left over"],
    rows: data.models.map { model in
      [model.name, shown(model.target.carryOver), shown(model.target.lift), shown(model.target.leftOver)]
    })
}
