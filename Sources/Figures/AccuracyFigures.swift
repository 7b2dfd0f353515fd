// Answer accuracy as bars: by the difficulty of problems, and with thoughts replaced.

import Coconut
import Foundation
import Plotting
import Superposition

/// Accuracy by path length, by widest frontier and by number of nodes, with standard errors of a share; values that fewer
/// than five problems have are left to the raw data.
public func accuracyFigure(_ data: AccuracyBreakdown) -> Figure {
  func panel(_ label: String, _ all: [AccuracyBreakdown.Bin]) -> Panel {
    let bins = all.filter { $0.count >= 5 }
    return Panel(
      x: .categories(bins.map { "\($0.value)" }, label: label),
      y: .accuracy,
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

/// Accuracy with one model's thoughts as they are, removed or replaced, with standard errors of a share; beside it that of
/// models trained with something else where the thoughts stand, with deviations over seeds. Either may be missing.
public func controlsFigure(_ replaced: ThoughtControls?, trained: VariantResults?) -> Figure {
  let panels = [replaced.map(replacedThoughtsPanel), trained.map(trainedControlsPanel)].compactMap { $0 }
  return Figure(
    title: "Controls", width: panels.count > 1 ? Figure.pageWidth : Figure.columnWidth, height: 2.2,
    columns: max(panels.count, 1), isLettered: panels.count > 1, panels: panels)
}

private func replacedThoughtsPanel(_ controls: ThoughtControls) -> Panel {
  let rows = controls.named
  return Panel(
    title: "one model, thoughts replaced",
    x: .categories(rows.map(\.name), label: "Thoughts"), y: .accuracy,
    marks: [
      GroupedBars([
        GroupedBars.Series(
          "", rows.map(\.control.accuracy),
          errors: rows.map { standardError($0.control.accuracy, $0.control.count) }, colour: .palette[0])
      ])
    ])
}

extension ThoughtControls {
  /// The controls with their names.
  var named: [(name: String, control: Control)] {
    [("own", own), ("removed", removed), ("zeroed", zeroed), ("swapped", swapped), ("mean", mean)]
  }
}

/// The standard error √(p(1 − p)/n) of a share among `count` problems.
private func standardError(_ share: Double, _ count: Int) -> Double {
  count > 0 ? (share * (1 - share) / Double(count)).squareRoot() : 0
}

extension Axis {
  /// Shares from 0 to 1, with room for the mark of a share of 1.
  static var accuracy: Axis { share("Accuracy", upTo: 1.04) }

  /// Shares with ticks from 0 to 1 and room above.
  static func share(_ label: String, upTo top: Double) -> Axis {
    let ticks = (0...5).map { Tick(Double($0) / 5, number(Double($0) / 5, 1)) }
    return Axis(label, range: 0...top, ticks: ticks, grid: true)
  }
}
