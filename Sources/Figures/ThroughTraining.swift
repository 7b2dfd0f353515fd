// What training does to the models that learn the whole task: where each loss would have the match, and how even the search
// is, checkpoint by checkpoint.

import Inputs
import Plotting
import Reachability
import Records

/// The s at which each loss is least, through training, after each number of thoughts c: a panel for each pair of the loss a
/// model was trained with and the loss that is evaluated.
public func scaleThroughTrainingFigure(_ tests: [ScaleTest]) -> Figure {
  let tests = inOrder(tests, \.loss, \.run)
  let panels = tests.flatMap { test in
    contrastedLosses.map { evaluated, _ in
      Panel(
        title: "\(evaluated.name) loss, trained with \(test.loss.map(\.name) ?? test.run)",
        x: Axis("Training step"),
        y: Axis(
          "Scale *s* of least loss", kind: .logarithmic, range: 0.23...4.4,
          ticks: [0.25, 0.5, 1, 2, 4].map { Tick($0, significant($0, 2)) }, grid: true),
        marks: [Guide(.horizontal, at: 1)]
          + thoughtCurves(most: 3) { c in
            test.checkpoints.compactMap { checkpoint in
              checkpoint.curves.first { $0.c == c && $0.thoughts == .held }?.best[evaluated].map {
                (Double(checkpoint.step), $0.scale)
              }
            }
          })
    }
  }
  let ends = tests.compactMap { test -> String? in
    let own = test.checkpoints.last?.curves.filter { $0.thoughts == .held }.compactMap { curve in
      test.loss.flatMap { curve.best[$0]?.scale }
    }
    return own.map {
      "\(test.loss.map(\.name) ?? test.run) \(span($0, 1))\($0.max() == test.scales.last ? " or more" : "")"
    }
  }
  return Figure(
    title: "The scale at which a model's own loss is least in the end: \(ends.joined(separator: "; "))",
    width: Figure.pageWidth, height: 4.4, columns: 2, sharesX: true, isLettered: true, hasCommonLegend: true,
    panels: panels)
}

/// How even the search is through training: above the read, below the thoughts; a column for each loss.
public func evennessThroughTrainingFigure(_ runs: [HopSeries]) -> Figure {
  let runs = inOrder(runs, \.loss, \.run)
  func panels(_ name: String, _ axis: String, _ value: @escaping (HopReads) -> Estimate?) -> [Panel] {
    // Cosines are a little below 0 at first.
    let least = runs.flatMap(\.checkpoints).flatMap(\.hops).compactMap { value($0)?.mean }.reduce(0, min)
    return runs.map { run in
      Panel(
        title: "\(run.loss.map(\.name) ?? run.run): \(name)", x: Axis("Training step"),
        y: Axis(axis, range: least...1, grid: true),
        marks: thoughtCurves(most: 3) { c in
          run.checkpoints.compactMap { checkpoint in
            checkpoint.hops.first { $0.c == c }.flatMap(value).map { (Double(checkpoint.step), $0.mean) }
          }
        })
    }
  }
  let ends = runs.map { run in
    let cosines = run.checkpoints.last?.hops.compactMap { $0.frontierCosine?.mean } ?? []
    return "\(run.loss.map(\.name) ?? run.run) \(span(cosines, 2))"
  }
  return Figure(
    title:
      "Cosine of thoughts 1 to 3 with the equal superposition at the end: \(ends.joined(separator: "; "))",
    width: Figure.pageWidth, height: 4.2, columns: max(runs.count, 1), sharesX: true, isLettered: true,
    hasCommonLegend: true,
    panels: panels("the next hop", "Evenness after *c* thoughts", \.evenness)
      + panels("the thought", "Cosine of thought *c*", \.frontierCosine))
}

/// Runs in the order in which their losses are declared, those of one loss by name; last those without a known loss.
func inOrder<Run>(_ runs: [Run], _ loss: (Run) -> Loss?, _ name: (Run) -> String) -> [Run] {
  let order = Loss.allCases
  func place(_ run: Run) -> Int { loss(run).flatMap(order.firstIndex(of:)) ?? order.count }
  return runs.sorted { (place($0), name($0)) < (place($1), name($1)) }
}

/// One curve for each c from 0 on that has points.
private func thoughtCurves(most: Int, _ points: (Int) -> [(Double, Double)]) -> [Line] {
  (0...most).flatMap { c in
    let points = points(c)
    return points.isEmpty
      ? [] : seedCurves([points], label: "*c* = \(c)", colour: thoughtColour(c), dash: thoughtDash(c))
  }
}
