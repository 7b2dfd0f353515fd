// Training curves of runs from their records (`run.json`).

import Plotting
import Reachability
import Records

/// Loss, answer accuracy with thoughts (solid) and without (dashed), and the share of predictions in the
/// frontier, averaged over hops. Each loss has a colour: the mean over seeds, and a band that spans them.
/// Dotted vertical lines mark where each stage of the first run begins.
public func trainingCurvesFigure(_ runs: [RunRecord]) -> Figure {
  let boundaries = runs.first.map(stageStarts) ?? []
  let guides = boundaries.map { Guide(.vertical, at: Double($0.step), dash: .dotted) }
  // Coconut comes first, so that it has the first colour, as in other figures.
  let losses = Set(runs.map(\.loss)).sorted {
    ($0 == .coconut ? 0 : 1, $0.rawValue) < ($1 == .coconut ? 0 : 1, $1.rawValue)
  }
  /// One curve for each loss, through the `points` (step, value) of its runs.
  func curves(_ dash: Dash, isNamed: Bool = true, _ points: (Metrics) -> [(step: Int, value: Double)])
    -> [Line]
  {
    losses.enumerated().map { index, loss in
      let seeds = runs.filter { $0.loss == loss }
      return seedCurve(
        seeds.map { run in Dictionary(points(run.metrics).map { (Double($0.step), $0.value) }) { $1 } },
        label: isNamed ? loss.title + seedsSuffix(seeds.count) : "",
        colour: .palette[index % Colour.palette.count], dash: dash)
    }
  }
  func panel(_ label: String, _ range: ClosedRange<Double>?, _ curves: [Line]) -> Panel {
    Panel(x: Axis("Training step"), y: Axis(label, range: range, grid: true), marks: guides + curves)
  }
  func evaluated(_ value: @escaping (EvaluationRow) -> Double) -> (Metrics) -> [(step: Int, value: Double)] {
    { $0.evaluations.map { ($0.step, value($0)) } }
  }
  let loss = curves(.solid) { $0.training.map { ($0.step, $0.loss) } }
  let accuracy = curves(.solid, evaluated(\.accuracy))
  let without = curves(.dashed, isNamed: false, evaluated(\.accuracyWithoutThoughts))
  // All dashed curves share one legend entry, and so do all dotted lines.
  let names = [
    Line(x: [], y: [], label: "thoughts removed", colour: .grey, dash: .dashed),
    Line(x: [], y: [], label: "a stage begins", colour: .grey, dash: .dotted, width: 0.7),
  ]
  let frontier = curves(.solid, evaluated { mean($0.frontierShare) })
  return Figure(
    title: "Training curves", width: Figure.pageWidth, height: 2.3, columns: 3, sharesX: true,
    isLettered: true, hasCommonLegend: true,
    panels: [
      panel("Training loss (nats)", nil, loss),
      panel("Answer accuracy", 0...1, accuracy + without + names),
      panel("Share in the frontier", 0...1, frontier),
    ])
}

/// The stages of Coconut's runs up close: the logit difference for every number of thoughts c, and the share
/// of greedy predictions in the frontier for every hop, with mean and band over seeds. The axis runs from 0
/// to twice the length of all stages but the last. nil for runs with only one stage.
public func stagesFigure(_ runs: [RunRecord]) -> Figure? {
  guard let first = runs.first, let last = stageStarts(first).last else { return nil }
  let end = Double(2 * last.step)
  let guides = stageStarts(first).map { start in
    Guide(
      .vertical, at: Double(start.step),
      label: start.stage == last.stage && first.isComplete ? "answer" : "*c* = \(start.stage)", dash: .dotted)
  }
  func panel(_ y: Axis, _ curves: [Line]) -> Panel {
    Panel(x: Axis("Training step", range: 0...end), y: y, legend: .direct, marks: guides + curves)
  }
  /// One curve for each entry of `values`, which has a dictionary (step → value) for each seed.
  func curves(_ name: (Int) -> String, _ values: (EvaluationRow) -> [Double?]) -> [Line] {
    let count = runs.flatMap { $0.metrics.evaluations.map { values($0).count } }.max() ?? 0
    return (0..<count).map { index in
      seedCurve(
        runs.map { run in
          run.metrics.evaluations.reduce(into: [Double: Double]()) { points, row in
            guard Double(row.step) <= end, values(row).indices.contains(index) else { return }
            points[Double(row.step)] = values(row)[index]
          }
        }, label: name(index), colour: .palette[index % Colour.palette.count],
        marker: Marker.allCases[index % Marker.allCases.count])
    }
  }
  let differences = curves({ "*c* = \($0)" }, \.logitDifference)
  let values = differences.flatMap { $0.y + ($0.band.map { $0.lower + $0.upper } ?? []) }.filter(\.isFinite)
  let (least, most) = (values.min() ?? 0, values.max() ?? 1)
  // Leaves room above the curves for the names of the stages.
  let room = max(most - least, 1e-9) * 0.3
  return Figure(
    title: "What each stage teaches", width: Figure.pageWidth, height: 2.5, columns: 2, isLettered: true,
    panels: [
      panel(Axis("Logit difference", range: (least - room / 6)...(most + room), grid: true), differences),
      panel(
        .share("Share in the frontier", upTo: 1.3),
        curves({ "hop \($0 + 1)" }) { $0.frontierShare.map { $0 } }),
    ])
}

/// The stages after the first, each with the training steps made before it.
func stageStarts(_ run: RunRecord) -> [(stage: Int, step: Int)] {
  let rows = run.metrics.training
  return zip(rows, rows.dropFirst()).filter { $0.stage != $1.stage }.map { ($1.stage, $0.step) }
}
