// Answer accuracy by difficulty of the problem, and with thoughts replaced, as figures. It measures nothing.

import Inputs
import Plotting
import Records

/// Accuracy by path length, by widest frontier and by number of nodes: points with Wilson intervals of one
/// standard error. Values with fewer than five problems are not drawn; the raw data have them.
public func accuracyFigure(_ data: AccuracyBreakdown) -> Figure {
  func panel(_ label: String, _ all: [AccuracyBreakdown.Bin]) -> Panel {
    let bins = all.filter { $0.count >= 5 }
    return Panel(
      x: .categories(bins.map { "\($0.value)" }, label: label),
      y: Axis("Accuracy", grid: true),
      marks: [
        GroupedBars(
          [
            .init(
              "", bins.map(\.accuracy), uneven: bins.map { wilson($0.accuracy, $0.count) },
              colour: .palette[0])
          ], arePoints: true)
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

/// Left: accuracy of one model with its thoughts kept, removed or replaced, with Wilson intervals and a line
/// where a random choice between the candidates would be. Right: accuracy of models trained with something
/// else in place of thoughts, with deviations over seeds. Either may be missing.
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
    x: .categories(rows.map(\.name), label: "Thoughts"), y: .accuracy, legend: .above,
    marks: [
      GroupedBars([
        GroupedBars.Series(
          "", rows.map(\.control.accuracy),
          uneven: rows.map { wilson($0.control.accuracy, $0.control.count) }, colour: .palette[0])
      ]),
      Line(
        x: [-0.5, Double(rows.count) - 0.5], y: [0.5, 0.5], label: "either candidate by chance",
        colour: .palette[1],
        dash: .dashed),
    ])
}

extension ThoughtControls {
  /// The controls with their names.
  var named: [(name: String, control: Control)] {
    [("own", own), ("removed", removed), ("zeroed", zeroed), ("swapped", swapped), ("mean", mean)]
  }
}

/// How far Wilson's interval of one standard error reaches below and above a share of `count` problems. It
/// stays within 0…1 and does not treat a few problems, all answered rightly, as certainty.
private func wilson(_ share: Double, _ count: Int) -> (below: Double, above: Double) {
  let n = Double(max(count, 1))
  let centre = (share + 1 / (2 * n)) / (1 + 1 / n)
  let half = (share * (1 - share) / n + 1 / (4 * n * n)).squareRoot() / (1 + 1 / n)
  return (share - (centre - half), centre + half - share)
}

extension Axis {
  /// Shares from 0 to 1, with room above for the marker at 1.
  static var accuracy: Axis { share("Accuracy", upTo: 1.04) }

  /// Shares with ticks from 0 to 1, and room above.
  static func share(_ label: String, upTo top: Double) -> Axis {
    let ticks = (0...5).map { Tick(Double($0) / 5, number(Double($0) / 5, 1)) }
    return Axis(label, range: 0...top, ticks: ticks, grid: true)
  }
}
