// The simplified model's μ(t) beside the flows, and below them trained transformers' logit difference.

import Inputs
import Plotting
import Reachability
import Records

/// One column for each loss. Above: μ of the simplified model and of the flows of one number and of two against time, in a
/// row for linear attention and one for softmax, whose training is longer; the stages are of equal length. Below: the logit
/// difference at c = 0 of `runs` against the training step, one curve a seed. For Coconut-BFS the runs accept successors,
/// whose flow grows like that of the reachable nodes: a transformer that accepts reachable nodes may repeat the root, and
/// then has no logit difference to show.
public func simplifiedFigure(_ data: SimplifiedReport, runs: [RunRecord]) -> Figure {
  let losses = data.rows.map(\.loss).uniqued()
  let theory = EdgeAttention.allCases.flatMap { attention in
    losses.compactMap { loss in
      data.rows.first { $0.loss == loss && $0.attention == attention }.map { row -> Panel in
        func curve(_ values: [Double], _ label: String, _ colour: Int, _ dash: Dash) -> Line {
          Line(x: row.times, y: values, label: label, colour: .palette[colour], dash: dash)
        }
        return Panel(
          title: "\(loss.title), \(attention.rawValue) attention", x: Axis("Time *αt*"),
          y: Axis("*μ*", grid: true),
          marks: stageGuides(row) + [
            curve(row.flowMu, "flow of *μ*", 5, .solid),
            curve(row.coupledMu, "flow of (*μ*, *ν*)", 0, .longDashed),
            curve(row.mu, "simplified model", 1, .dashed),
          ])
      }
    }
  }
  let trained = losses.compactMap { loss -> Panel? in
    let counterpart = loss == .coconut ? loss : .bfsSuccessors
    let seeds = runs.filter { $0.loss == counterpart }
    guard let first = seeds.first else { return nil }
    let starts = stageStarts(first).map {
      Guide(
        .vertical, at: Double($0.step), label: $0.stage == stageStarts(first).last?.stage ? "answer" : "",
        dash: .dotted)
    }
    return Panel(
      title: "Transformer at *c* = 0, \(counterpart.title)" + seedsSuffix(seeds.count),
      x: Axis("Training step", kind: .logarithmic), y: Axis("Logit difference", grid: true),
      marks: starts
        + seedCurves(
          seeds.map { run in
            run.metrics.evaluations.compactMap { row in
              row.logitDifference.first.flatMap { $0 }.map { (Double(row.step), $0) }
            }
          }, label: "transformer", colour: .palette[3]))
  }
  let ends = losses.map { loss in
    let values = data.rows.filter { $0.loss == loss }.compactMap { row in
      row.mu.max().flatMap { most in row.mu.last.map { $0 / most } }
    }
    return "\(span(values.map { 100 * $0 }, 0)) % under \(loss.name)"
  }
  return Figure(
    title:
      "a to d: the simplified model's *μ* ends, as a share of its largest value, at \(ends.joined(separator: " and "))",
    width: Figure.pageWidth, height: trained.isEmpty ? 4 : 5.8, columns: max(losses.count, 1),
    isLettered: true, hasCommonLegend: true,
    panels: theory + trained)
}

/// The beginnings of the stages, all of which are of one length.
private func stageGuides(_ row: SimplifiedRow) -> [Guide] {
  let stages = (row.stage.last ?? 0) + 1
  let length = (row.times.last ?? 0) / Double(stages)
  return (0..<stages).map {
    Guide(.vertical, at: Double($0) * length, label: "stage \($0)", dash: .dotted)
  }
}
