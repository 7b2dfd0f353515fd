// Answer accuracy by difficulty of the problem, and with thoughts replaced, as figures. It measures nothing.

import Inputs
import Plotting
import Records

/// Accuracy by path length, by widest frontier and by number of nodes, with 95 % Wilson intervals; below, how many problems
/// there are of each. Values with fewer than five problems are not drawn; the raw data have them.
public func accuracyFigure(_ data: AccuracyBreakdown) -> Figure {
  let groups = [
    ("Path length *L*", data.byPathLength), ("Widest frontier", data.byWidestFrontier),
    ("Nodes *n*", data.byNodes),
  ].map { label, bins in (label: label, bins: trimmed(bins)) }
  func panel(_ group: (label: String, bins: [AccuracyBreakdown.Bin]), _ y: Axis, _ mark: GroupedBars) -> Panel
  {
    Panel(x: .categories(group.bins.map { "\($0.value)" }, label: group.label), y: y, marks: [mark])
  }
  let accuracies = groups.map { group in
    panel(
      group, .accuracy,
      GroupedBars(
        [
          .init(
            "", group.bins.map { $0.count >= 5 ? $0.accuracy : .nan },
            uneven: group.bins.map { wilson($0.accuracy, $0.count) },
            colour: .palette[0])
        ], arePoints: true))
  }
  let most = groups.flatMap(\.bins).map(\.count).max() ?? 1
  let counts = groups.map { group in
    panel(
      group, Axis("Problems", range: 0...(1.05 * Double(most)), grid: true),
      GroupedBars([.init("", group.bins.map { Double($0.count) }, colour: .palette[5])]))
  }
  return Figure(
    title: "\(data.correct) of \(data.count) problems are answered right", width: Figure.pageWidth,
    height: 3.4,
    columns: 3, isLettered: true, panels: accuracies + counts)
}

/// The bins from the first to the last that has five problems or more, those of few problems between them too.
private func trimmed(_ bins: [AccuracyBreakdown.Bin]) -> [AccuracyBreakdown.Bin] {
  guard let first = bins.firstIndex(where: { $0.count >= 5 }),
    let last = bins.lastIndex(where: { $0.count >= 5 })
  else { return [] }
  return Array(bins[first...last])
}

/// Left: accuracy of one model with its thoughts kept, removed or replaced, with 95 % Wilson intervals and a line where a
/// random choice between the candidates would be. Right: accuracy of models trained with something else in place of
/// thoughts, a disc for each seed. Either may be missing.
public func controlsFigure(_ replaced: ThoughtControls?, trained: VariantResults?) -> Figure {
  let panels = [replaced.map(replacedThoughtsPanel), trained.map(trainedControlsPanel)].compactMap { $0 }
  let found = [
    replaced.map {
      "One model: \(number($0.own.accuracy, 3)) right with its own thoughts, \(span($0.named.dropFirst().map(\.control.accuracy), 2)) without"
    },
    trained.map { data in
      "Trained with "
        + data.variants.map { "\($0.shownValue) \(span($0.runs.map(\.accuracy), 2))" }.joined(separator: ", ")
    },
  ].compactMap { $0 }
  return Figure(
    title: found.joined(separator: ". "), width: panels.count > 1 ? Figure.pageWidth : Figure.columnWidth,
    height: 2.6, columns: max(panels.count, 1), isLettered: panels.count > 1, panels: panels)
}

private func replacedThoughtsPanel(_ controls: ThoughtControls) -> Panel {
  let rows = controls.named
  return Panel(
    title: "One model, its thoughts replaced",
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

/// How far Wilson's 95 % interval reaches below and above a share of `count` problems. It stays within 0…1 and does not
/// treat a few problems, all answered rightly, as certainty.
private func wilson(_ share: Double, _ count: Int) -> (below: Double, above: Double) {
  let n = Double(max(count, 1))
  let z = 1.959964  // the normal distribution has 95 % within ±z
  let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
  let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
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
