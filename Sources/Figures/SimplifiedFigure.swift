// The simplified model's μ(t) beside the flows and beside the logit difference of trained transformers, stage by stage.

import Coconut
import Plotting
import Theory

/// A panel per loss. Every stage has one unit of x, so that trainings of different lengths lie over one another, and every
/// curve is divided by its value at the end of stage 0. Curves: the flows of one and of two numbers, the simplified model
/// with linear and with softmax attention, and the logit difference at c = 0 of `runs` with that loss (mean and band over
/// seeds).
public func simplifiedFigure(_ data: SimplifiedReport, runs: [RunRecord]) -> Figure {
  let losses = data.rows.map(\.loss).reduce(into: [TheoryLoss]()) { if !$0.contains($1) { $0.append($1) } }
  let panels = losses.map { loss -> Panel in
    let rows = data.rows.filter { $0.loss == loss }
    let flows = rows.first { $0.attention == .linear }.map { row in
      [
        flow(row, row.flowMu, "flow of *μ*", .palette[5], .dashed),
        flow(row, row.coupledMu, "flow of (*μ*, *ν*)", .palette[0], .solid),
      ]
    }
    let models = rows.map { row in
      let isLinear = row.attention == .linear
      return flow(
        row, row.mu, "simplified model, \(row.attention.rawValue) attention", .palette[isLinear ? 1 : 2],
        isLinear ? .dashDotted : .dotted)
    }
    let trained = runs.filter { $0.loss == loss.rawValue }
    let measured = trained.isEmpty ? [] : [trainedCurve(trained)]
    let stages = (1...3).map { Guide(.vertical, at: Double($0), dash: .dotted) }
    return Panel(
      title: loss.name, x: stageAxis, y: Axis("Relative to the end of *c* = 0", grid: true),
      marks: stages + (flows ?? []) + models + measured)
  }
  return Figure(
    title: "The simplified model, its flow and a trained transformer", width: Figure.pageWidth, height: 2.6,
    columns: 2, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// Stages side by side, named in their middle.
private var stageAxis: Axis {
  Axis("Stage", range: 0...4, ticks: (0...3).map { Tick(Double($0) + 0.5, "*c* = \($0)") })
}

/// A curve over the stages of a simplified training, all of which have the same length.
private func flow(_ row: SimplifiedRow, _ values: [Double], _ label: String, _ colour: Colour, _ dash: Dash)
  -> Line
{
  let length = (row.times.last ?? 1) / Double((row.stage.last ?? 0) + 1)
  let unit = row.stage.lastIndex(of: 0).map { values[$0] } ?? 1
  return Line(
    x: row.times.map { $0 / length }, y: values.map { $0 / unit }, label: label, colour: colour, dash: dash)
}

/// The logit difference at c = 0 of `runs` at every evaluation before the answer's stage.
private func trainedCurve(_ runs: [RunRecord]) -> Line {
  let seeds = runs.map { run -> [Double: Double] in
    let bounds = [0] + stageStarts(run).map(\.step)
    let points = run.metrics.evaluations.compactMap { row -> (Double, Double)? in
      guard row.stage + 1 < bounds.count, let value = row.logitDifference.first.flatMap({ $0 }) else {
        return nil
      }
      let length = Double(bounds[row.stage + 1] - bounds[row.stage])
      return (Double(row.stage) + Double(row.step - bounds[row.stage]) / length, value)
    }
    let unit = points.last { $0.0 <= 1 }?.1 ?? 1
    return Dictionary(points.map { ($0.0, $0.1 / unit) }) { $1 }
  }
  return seedCurve(
    seeds, label: "transformer, logit difference at *c* = 0" + seedsSuffix(runs.count), colour: .palette[3],
    marker: .circle)
}
