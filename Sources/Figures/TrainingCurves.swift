// Training curves of runs from their records (`run.json`).

import Coconut
import Plotting

/// Loss, answer accuracy with (solid) and without thoughts (dotted), and the share of predictions in the frontier averaged
/// over hops. A colour per loss: the mean over seeds, the band from the smallest to the largest; dotted vertical lines where
/// a stage of the first run begins.
public func trainingCurvesFigure(_ runs: [RunRecord]) -> Figure {
  let training = runs.first?.metrics.training ?? []
  let boundaries = zip(training, training.dropFirst()).filter { $0.stage != $1.stage }.map {
    Guide(.vertical, at: $0.0.epoch, dash: .dotted)
  }
  let losses = runs.map(\.loss).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
  /// One curve a loss through `points` (epoch, value) of its runs.
  func curves(_ dash: Dash, isNamed: Bool = true, _ points: (Metrics) -> [(x: Double, y: Double)]) -> [Line] {
    losses.enumerated().map { index, loss in
      let seeds = runs.filter { $0.loss == loss }
      let all = seeds.map { Dictionary(points($0.metrics).map { ($0.x, $0.y) }) { $1 } }
      let x = Set(all.flatMap(\.keys)).sorted()
      let values = x.map { x in all.compactMap { $0[x] } }
      return Line(
        x: x, y: values.map(mean),
        band: seeds.count > 1 ? (values.map { $0.min() ?? .nan }, values.map { $0.max() ?? .nan }) : nil,
        label: isNamed ? name(ofLoss: loss) : "", colour: .palette[index % Colour.palette.count],
        dash: dash)
    }
  }
  func panel(_ label: String, _ range: ClosedRange<Double>?, _ curves: [Line]) -> Panel {
    Panel(x: Axis("Epoch"), y: Axis(label, range: range, grid: true), marks: boundaries + curves)
  }
  func evaluated(_ value: @escaping (EvaluationRow) -> Double) -> (Metrics) -> [(x: Double, y: Double)] {
    { $0.evaluations.map { (Double($0.epoch), value($0)) } }
  }
  let loss = curves(.solid) { $0.training.map { ($0.epoch, $0.loss) } }
  let accuracy = curves(.solid, evaluated(\.accuracy))
  let without = curves(.dotted, isNamed: false, evaluated(\.accuracyWithoutThoughts))
  // One name for all dotted curves.
  let dotted = Line(x: [], y: [], label: "thoughts removed", colour: .grey, dash: .dotted)
  let frontier = curves(.solid, evaluated { mean($0.frontierShare) })
  return Figure(
    title: "Training curves", width: Figure.pageWidth, height: 2.3, columns: 3, sharesX: true,
    isLettered: true, hasCommonLegend: true,
    panels: [
      panel("Training loss (nats)", nil, loss),
      panel("Answer accuracy", 0...1, accuracy + without + [dotted]),
      panel("Share in the frontier", 0...1, frontier),
    ])
}
