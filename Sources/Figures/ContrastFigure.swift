// The paper's contrast: what Coconut and Coconut-BFS make of the first hop's logit difference, and how evenly they weigh
// the root's children. Seeds are curves of their own.

import Inputs
import Plotting
import Reachability
import Records

/// The two losses of the contrast and their colours.
private let losses: [(loss: Loss, colour: Colour)] = [
  (.coconut, .palette[0]), (.bfsFrontier, .palette[1]),
]

/// Left, if there are such runs: stage 0 alone, one curve a seed. Right: the published recipe, stage by stage. Above the
/// logit difference at c = 0, below its evenness.
public func contrastFigure(_ runs: [HopSeries], _ published: [IndependentRun]) -> Figure {
  func ours(_ title: String, _ y: Axis, _ value: (HopReads) -> Double?) -> Panel {
    let curves = losses.flatMap { loss, colour in
      runs.filter { $0.loss == loss }.enumerated().map { seed, run in
        let points = run.checkpoints.compactMap { checkpoint in
          checkpoint.hops.first.flatMap(value).map { (Double(checkpoint.step), $0) }
        }
        return Line(
          x: points.map(\.0), y: points.map(\.1), label: seed == 0 ? loss.title : "", colour: colour)
      }
    }
    let grown = runs.first.map { Double($0.configuration["grow_to_step"] ?? "") ?? 0 } ?? 0
    return Panel(
      title: title, x: Axis("Training step"), y: y,
      marks: [Guide(.vertical, at: grown, label: title.isEmpty ? "" : "full size")] + curves)
  }
  func theirs(_ title: String, _ y: Axis, _ value: (IndependentRun.Row) -> Double?) -> Panel {
    let curves = losses.flatMap { loss, colour in
      published.filter { $0.run.loss == loss }.enumerated().map { seed, run in
        let points = run.rows.compactMap { row in value(row).map { (Double(row.epoch), $0) } }
        return Line(
          x: points.map(\.0), y: points.map(\.1), label: seed == 0 ? loss.title : "", colour: colour)
      }
    }
    let stages = [(150.0, "stage 1"), (200, "2"), (250, "3"), (300, "4")]
    return Panel(
      title: title, x: Axis("Epoch"), y: y,
      marks: stages.map { Guide(.vertical, at: $0.0, label: title.isEmpty ? "" : $0.1) } + curves)
  }
  let (difference, evenness) = (Axis("Logit difference", grid: true), Axis.share("Evenness", upTo: 1.04))
  let above =
    [
      runs.isEmpty
        ? nil : ours("Stage 0 alone, width 128", difference) { $0.logitDifference[.edgeToken]?.mean },
      published.isEmpty
        ? nil : theirs("The published recipe, width 768", difference) { $0.atEdgeToken.first },
    ].compactMap { $0 }
  let below =
    [
      runs.isEmpty ? nil : ours("", evenness) { $0.evenness?.mean },
      published.isEmpty ? nil : theirs("", evenness) { $0.evenness.first },
    ].compactMap { $0 }
  return Figure(
    title: "Coconut's logit difference levels off, Coconut-BFS's grows until later hops share the weights",
    width: Figure.pageWidth, height: 3.9, columns: above.count, isLettered: true, hasCommonLegend: true,
    panels: above + below)
}

/// The scale test at c = 0: how much each loss lies above its least value when the last layer's queries are multiplied by s.
/// One panel for models trained with each loss, one curve a seed.
public func scaleTestFigure(_ tests: [ScaleTest]) -> Figure {
  let panels = losses.compactMap { trained, _ -> Panel? in
    let curves = tests.filter { $0.loss == trained }.compactMap { test in
      test.checkpoints.last?.curves.first { $0.c == 0 }.map { (test.scales, $0) }
    }
    guard !curves.isEmpty else { return nil }
    return Panel(
      title: "models trained with \(trained.title)",
      x: Axis(
        "Scale *s* of the last layer's queries", kind: .logarithmic,
        ticks: [0.25, 0.5, 1, 2, 4].map { Tick($0, $0 < 1 ? number($0, $0 == 0.5 ? 1 : 2) : number($0, 0)) }),
      y: Axis("Loss above its least value (nats)", range: 0...0.25, grid: true),
      marks: [Guide(.vertical, at: 1, label: "as trained")]
        + losses.flatMap { loss, colour in
          curves.enumerated().compactMap { seed, curve -> Line? in
            guard let values = curve.1.losses[loss], let least = values.min() else { return nil }
            return Line(
              x: curve.0, y: values.map { $0 - least }, label: seed == 0 ? "\(loss.title) loss" : "",
              colour: colour)
          }
        })
  }
  return Figure(
    title: "Coconut's own loss is least near the strength it was trained to; Coconut-BFS's sets no bound",
    width: Figure.pageWidth, height: 2.5, columns: max(panels.count, 1), sharesY: true, isLettered: true,
    hasCommonLegend: true, panels: panels)
}
