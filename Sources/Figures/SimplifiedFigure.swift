// The simplified model's μ(t) beside the flows and trained transformers' logit difference, by stage.

import Plotting
import Reachability
import Records

/// One panel for each loss. Each stage is one unit of x, so trainings of different lengths can be compared;
/// each curve (each seed's) is divided by its largest value. The curves are the flows of one number and of
/// two, the simplified model with linear and with softmax attention, and the logit difference at c = 0 of
/// `runs` (mean and band over seeds). Only the logit difference has a last stage, for the answer. For
/// Coconut-BFS the runs accept successors, whose flow grows like that of the reachable nodes: a transformer
/// that accepts reachable nodes may repeat the root, and then has no logit difference to show.
public func simplifiedFigure(_ data: SimplifiedReport, runs: [RunRecord]) -> Figure {
  let losses = data.rows.map(\.loss).reduce(into: [Loss]()) { if !$0.contains($1) { $0.append($1) } }
  let panels = losses.map { loss -> Panel in
    let rows = data.rows.filter { $0.loss == loss }
    let flows = rows.first { $0.attention == .linear }.map { row in
      [
        curve(row, row.flowMu, "flow of *μ*", .palette[5], .solid),
        curve(row, row.coupledMu, "flow of (*μ*, *ν*)", .palette[0], .solid),
      ]
    }
    let models = rows.map { row in
      let isLinear = row.attention == .linear
      return curve(
        row, row.mu, "simplified model, \(row.attention.rawValue)", .palette[isLinear ? 1 : 2],
        isLinear ? .dashed : .dashDotted)
    }
    let counterpart = loss == .coconut ? loss : .bfsSuccessors
    let trained = runs.filter { $0.loss == counterpart }
    let name =
      loss == .coconut
      ? "transformer: logit difference at *c* = 0" : "transformer, successors: logit difference at *c* = 0"
    let measured = trained.isEmpty ? [] : [transformerCurve(trained, name)]
    let stages = (1...4).map { Guide(.vertical, at: Double($0), dash: .dotted) }
    return Panel(
      title: loss.title + (trained.isEmpty ? "" : seedsSuffix(trained.count)), x: stageAxis,
      y: Axis("Relative to its largest value", grid: true),
      marks: stages + (flows ?? []) + models + measured)
  }
  return Figure(
    title: "The simplified model, its flow and a trained transformer", width: Figure.pageWidth, height: 2.7,
    columns: 2, sharesX: true, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// The stages side by side, each named at its middle.
private var stageAxis: Axis {
  Axis(
    "Stage", range: 0...5,
    ticks: (0...3).map { Tick(Double($0) + 0.5, "*c* = \($0)") } + [Tick(4.5, "answer")])
}

/// A curve over the stages of a simplified training; all stages have the same length.
private func curve(_ row: SimplifiedRow, _ values: [Double], _ label: String, _ colour: Colour, _ dash: Dash)
  -> Line
{
  let length = (row.times.last ?? 1) / Double((row.stage.last ?? 0) + 1)
  let unit = largest(values)
  return Line(
    x: row.times.map { $0 / length }, y: values.map { $0 / unit }, label: label, colour: colour, dash: dash)
}

/// The largest of `values`, or 1 if none is positive.
private func largest(_ values: [Double]) -> Double { values.max().flatMap { $0 > 0 ? $0 : nil } ?? 1 }

/// The logit difference at c = 0 of `runs` at every evaluation.
private func transformerCurve(_ runs: [RunRecord], _ label: String) -> Line {
  let seeds = runs.map { run -> [Double: Double] in
    let bounds = [0] + stageStarts(run).map(\.step) + [run.metrics.training.last?.step ?? 0]
    let points = run.metrics.evaluations.compactMap { row -> (Double, Double)? in
      guard row.stage + 1 < bounds.count, let value = row.logitDifference.first.flatMap({ $0 }) else {
        return nil
      }
      let length = Double(bounds[row.stage + 1] - bounds[row.stage])
      return (Double(row.stage) + Double(row.step - bounds[row.stage]) / length, value)
    }
    let unit = largest(points.map(\.1))
    return Dictionary(points.map { ($0.0, $0.1 / unit) }) { $1 }
  }
  return seedCurve(seeds, label: label, colour: .palette[3], marker: .circle)
}
