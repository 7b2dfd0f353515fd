// Training curves of runs from their records (`run.json`).

import Inputs
import Plotting
import Reachability
import Records

/// Above the training loss, below the share of answers right with thoughts and without, and the share of predictions in
/// the frontier, averaged over hops. One column for each loss, each with its own axis of the loss, since the losses count
/// different things; one curve for each seed. Dotted vertical lines mark where each stage of a loss's first run begins.
public func trainingCurvesFigure(_ runs: [RunRecord]) -> Figure {
  let losses = Loss.allCases.compactMap { loss in
    let seeds = runs.filter { $0.loss == loss }
    return seeds.isEmpty ? nil : (loss: loss, seeds: seeds)
  }
  func panel(_ title: String, _ y: Axis, _ seeds: [RunRecord], _ curves: [Line]) -> Panel {
    let starts = seeds.first.map(stageStarts) ?? []
    return Panel(
      title: title, x: Axis("Training step"), y: y,
      marks: starts.map { Guide(.vertical, at: Double($0.step), dash: .dotted) } + curves)
  }
  let training = losses.map { loss, seeds in
    panel(
      loss.title + seedsSuffix(seeds.count), Axis("Training loss (nats)", grid: true), seeds,
      seedCurves(
        seeds.map { $0.metrics.training.map { (Double($0.step), $0.loss) } }, label: "", colour: .palette[0]))
  }
  let shares = losses.map { _, seeds in
    func curves(_ label: String, _ colour: Int, _ dash: Dash, _ value: (EvaluationRow) -> Double) -> [Line] {
      seedCurves(
        seeds.map { $0.metrics.evaluations.map { (Double($0.step), value($0)) } }, label: label,
        colour: .palette[colour], dash: dash)
    }
    return panel(
      "", .share("Share", upTo: 1.04), seeds,
      curves("predictions in the frontier", 2, .solid) { mean($0.frontierShare) }
        + curves("answers right", 0, .solid, \.accuracy)
        + curves("answers right, thoughts removed", 1, .dashed, \.accuracyWithoutThoughts)
        + [Line(x: [], y: [], label: "a stage begins", colour: .grey, dash: .dotted, width: 0.7)])
  }
  let ends = losses.map { loss, seeds in
    "\(loss.title) \(span(seeds.compactMap { $0.metrics.evaluations.last?.accuracy }, 2))"
  }
  return Figure(
    title: "Answers right in the end: \(ends.joined(separator: "; "))", width: Figure.pageWidth, height: 3.7,
    columns: max(losses.count, 1), isLettered: true, hasCommonLegend: true,
    panels: training + shares)
}

/// The stages of Coconut's runs up close, one column for each seed: above the logit difference for every number of thoughts
/// c, below the share of greedy predictions in the frontier for every hop, c + 1. The axis runs from 0 to twice the length
/// of all stages but the last. nil for runs with only one stage.
public func stagesFigure(_ runs: [RunRecord]) -> Figure? {
  guard let first = runs.first, let last = stageStarts(first).last else { return nil }
  let end = Double(2 * last.step)
  /// One curve for each entry of `values`, in every panel on the range that all runs need.
  func row(
    _ y: Axis, titles: [String], _ values: @escaping (EvaluationRow) -> [Double?]
  ) -> [Panel] {
    zip(runs, titles).map { run, title in
      let rows = run.metrics.evaluations.filter { Double($0.step) <= end }
      let count = rows.map { values($0).count }.max() ?? 0
      return Panel(
        title: title, x: Axis("Training step", range: 0...end), y: y,
        marks: stageStarts(run).map { Guide(.vertical, at: Double($0.step), dash: .dotted) }
          + (0..<count).map { c in
            let points = rows.compactMap { row in
              values(row).indices.contains(c) ? values(row)[c].map { (Double(row.step), $0) } : nil
            }
            return Line(
              x: points.map(\.0), y: points.map(\.1), label: "*c* = \(c)", colour: thoughtColour(c),
              dash: thoughtDash(c), marker: Marker.allCases[c % Marker.allCases.count])
          } + [Line(x: [], y: [], label: "a stage begins", colour: .grey, dash: .dotted, width: 0.7)])
    }
  }
  let differences = runs.flatMap { run in
    run.metrics.evaluations.filter { Double($0.step) <= end }.flatMap { $0.logitDifference.compactMap { $0 } }
  }
  let (least, most) = (differences.min() ?? 0, differences.max() ?? 1)
  let room = 0.06 * max(most - least, 1e-9)
  let found = runs.map { run in
    run.metrics.evaluations.first { ($0.frontierShare.first ?? 0) >= 0.5 }.map { "\($0.step)" } ?? "never"
  }
  let steps =
    Set(found).count == 1
    ? "\(found[0]) with every seed" : "\(found.joined(separator: ", ")) (one column a seed)"
  return Figure(
    title:
      "Hop 1 (*c* = 0) is found in half of the problems by step \(steps)",
    width: Figure.pageWidth, height: 3.9, columns: runs.count, sharesX: true, isLettered: true,
    hasCommonLegend: true,
    panels: row(
      Axis("Logit difference", range: (least - room)...(most + room), grid: true),
      titles: runs.map { "Seed \($0.seed)" }, \.logitDifference)
      + row(.share("Predictions in the frontier", upTo: 1.04), titles: runs.map { _ in "" }) {
        $0.frontierShare.map { $0 }
      })
}

/// The stages after the first, each with the training steps made before it.
func stageStarts(_ run: RunRecord) -> [(stage: Int, step: Int)] {
  let rows = run.metrics.training
  return zip(rows, rows.dropFirst()).filter { $0.stage != $1.stage }.map { ($1.stage, $0.step) }
}
