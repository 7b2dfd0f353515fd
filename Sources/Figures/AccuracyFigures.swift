// Answer accuracy as bars: by the difficulty of problems, and with thoughts replaced.

import Foundation
import Plotting
import Superposition

/// Accuracy by path length, by widest frontier and by number of nodes, with standard errors of a share.
public func accuracyFigure(_ data: AccuracyBreakdown) -> Figure {
  func panel(_ label: String, _ bins: [AccuracyBreakdown.Bin]) -> Panel {
    Panel(
      x: .categories(bins.map { "\($0.value)" }, label: label),
      y: Axis("Accuracy", range: 0...1, grid: true),
      marks: [
        GroupedBars([
          .init(
            "", bins.map(\.accuracy), errors: bins.map { standardError($0.accuracy, $0.count) },
            colour: .palette[0])
        ])
      ])
  }
  return Figure(
    title: "Accuracy by difficulty", width: Figure.pageWidth, height: 2, columns: 3, sharesY: true,
    isLettered: true,
    panels: [
      panel("Path length *L*", data.byPathLength), panel("Widest frontier", data.byWidestFrontier),
      panel("Nodes *n*", data.byNodes),
    ])
}

/// Accuracy with the thoughts as they are, removed or replaced, a group of bars per control and a colour per model.
public func controlsFigure(_ models: [(name: String, controls: ThoughtControls)]) -> Figure {
  let kinds: [(String, KeyPath<ThoughtControls, ThoughtControls.Control>)] = [
    ("own", \.own), ("removed", \.removed), ("zeroed", \.zeroed), ("swapped", \.swapped), ("mean", \.mean),
  ]
  let series = models.enumerated().map { index, model in
    let controls = kinds.map { model.controls[keyPath: $0.1] }
    return GroupedBars.Series(
      models.count > 1 ? MathMarkup.escape(model.name) : "", controls.map(\.accuracy),
      errors: controls.map { standardError($0.accuracy, $0.count) },
      colour: .palette[index % Colour.palette.count])
  }
  return Figure(
    title: "Accuracy with thoughts replaced", height: 2.1,
    panels: [
      Panel(
        x: .categories(kinds.map(\.0), label: "Thoughts"), y: Axis("Accuracy", range: 0...1, grid: true),
        legend: .above, marks: [GroupedBars(series)])
    ])
}

/// The standard error √(p(1 − p)/n) of a share among `count` problems.
private func standardError(_ share: Double, _ count: Int) -> Double {
  count > 0 ? (share * (1 - share) / Double(count)).squareRoot() : 0
}
