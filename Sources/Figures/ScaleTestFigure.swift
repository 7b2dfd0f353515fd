// The scale test at c = 0: at which strength of the last layer's match each loss is least.

import Inputs
import Plotting
import Reachability
import Records

/// How much each loss lies above its least value when the last layer's queries are multiplied by s. One panel for models
/// trained with each loss, one curve a seed; discs mark minima inside the grid.
public func scaleTestFigure(_ tests: [ScaleTest]) -> Figure {
  func curves(_ loss: Loss) -> [(scales: [Double], curve: ScaleTest.Curve)] {
    tests.filter { $0.loss == loss }.compactMap { test in
      test.checkpoints.last?.curves.first { $0.c == 0 }.map { (test.scales, $0) }
    }
  }
  let scales = tests.flatMap(\.scales)
  let ends = [scales.min(), scales.max()].compactMap { $0 }
  let panels = contrastedLosses.compactMap { trained, _ -> Panel? in
    let curves = curves(trained)
    guard !curves.isEmpty else { return nil }
    let lines = contrastedLosses.flatMap { loss, colour -> [Line] in
      let seeds = curves.compactMap { curve in
        curve.curve.losses[loss].flatMap { values in
          values.min().map { least in zip(curve.scales, values).map { ($0, $1 - least) } }
        }
      }
      // A least value at an end of the grid is no minimum.
      let least = seeds.compactMap { $0.min { $0.1 < $1.1 } }.filter { !ends.contains($0.0) }
      return seedCurves(
        seeds, label: "\(loss.title) loss", colour: colour, dash: loss == .coconut ? .solid : .dashed)
        + [Line(x: least.map(\.0), y: least.map(\.1), colour: colour, dash: .none, marker: .circle)]
    }
    // What lies left of the trained strength rises far above the rest and is cut off.
    let highest = lines.flatMap { zip($0.x, $0.y).filter { $0.0 >= 1 }.map(\.1) }.max() ?? 0
    return Panel(
      title: "Models trained with \(trained.title)",
      x: Axis(
        "Scale *s* of the last layer's queries", kind: .logarithmic, range: 0.24...4.2,
        ticks: [0.25, 0.5, 1, 2, 4].map { Tick($0, significant($0, 2)) }),
      y: Axis(
        "Loss above its least value (nats)", range: (-0.04 * highest)...(1.12 * highest), grid: true),
      marks: [Guide(.vertical, at: 1, label: "as trained")] + lines)
  }
  let best = contrastedLosses.map { loss, _ in
    let places = curves(.coconut).compactMap { $0.curve.best[loss]?.scale }
    return !places.isEmpty && places.allSatisfy { $0 == ends.last }
      ? "the largest tried, \(span(places, 0))" : span(places, 2)
  }
  return Figure(
    title:
      "Where a loss is least in models trained with Coconut: Coconut's at *s* = \(best[0]); Coconut-BFS's at \(best[1])",
    width: Figure.pageWidth, height: 2.7, columns: max(panels.count, 1), isLettered: true,
    hasCommonLegend: true,
    panels: panels)
}
