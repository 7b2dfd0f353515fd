// Training curves of runs from their records (`run.json`).

import Coconut
import Plotting

/// Loss, answer accuracy with (solid) and without thoughts (dotted), and the frontier share averaged over hops; a colour
/// per run, dotted lines where a stage of the first run begins.
public func trainingCurvesFigure(_ runs: [RunRecord]) -> Figure {
  let training = runs.first?.metrics.training ?? []
  let boundaries = zip(training, training.dropFirst()).filter { $0.stage != $1.stage }.map {
    Guide(.vertical, at: $0.0.epoch, dash: .dotted)
  }
  func panel(
    _ label: String, _ range: ClosedRange<Double>?, _ curves: (Metrics, String, Colour) -> [Line]
  ) -> Panel {
    Panel(
      x: Axis("Epoch"), y: Axis(label, range: range, grid: true),
      marks: boundaries
        + runs.enumerated().flatMap { index, run in
          curves(
            run.metrics, MathMarkup.escape("\(run.loss), seed \(run.seed)"),
            .palette[index % Colour.palette.count])
        })
  }
  let loss = panel("Training loss (nats)", nil) { metrics, name, colour in
    [
      Line(
        x: metrics.training.map(\.epoch), y: metrics.training.map(\.loss), label: name, colour: colour)
    ]
  }
  let accuracy = panel("Answer accuracy", 0...1) { metrics, name, colour in
    let rows = metrics.evaluations
    let epochs = rows.map { Double($0.epoch) }
    return [
      Line(x: epochs, y: rows.map(\.accuracy), label: name, colour: colour),
      Line(
        x: epochs, y: rows.map(\.accuracyWithoutThoughts), label: name + ", no thoughts", colour: colour,
        dash: .dotted),
    ]
  }
  let frontier = panel("Predictions in the frontier", 0...1) { metrics, name, colour in
    let shares = metrics.evaluations.map(\.frontierShare)
    return [
      Line(
        x: metrics.evaluations.map { Double($0.epoch) },
        y: shares.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) }, label: name, colour: colour)
    ]
  }
  return Figure(
    title: "Training curves", width: Figure.pageWidth, height: 2.3, columns: 3, sharesX: true,
    isLettered: true, hasCommonLegend: true, panels: [loss, accuracy, frontier])
}
