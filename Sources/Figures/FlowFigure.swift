// Theorem 1's flow over a data set, from FlowReport: μ(t) for every loss, and its root μ* if there is one.

import Plotting
import Reachability
import Records

/// One panel for each loss, one curve for each c over log time. A curve that ends in a disc has come to rest at its root
/// μ*; one without has none and grows on.
public func flowFigure(_ data: FlowReport) -> Figure {
  let panels = Loss.allCases.compactMap { loss -> Panel? in
    let rows = data.rows.filter { $0.loss == loss }.sorted { $0.c < $1.c }
    guard !rows.isEmpty else { return nil }
    // A flow with a root has come to rest, so its curve stays at that value.
    let curves = rows.map { row in
      Line(
        x: row.times + (row.root == nil ? [] : [data.horizon]),
        y: row.values + (row.root == nil ? [] : [row.endValue]), label: "*c* = \(row.c)",
        colour: thoughtColour(row.c), dash: thoughtDash(row.c))
    }
    let roots = rows.compactMap { row in
      row.root.map { rootMark(x: data.horizon, y: $0, c: row.c) }
    }
    return Panel(
      title: loss.title,
      // Before t = 1 no flow has moved visibly.
      x: Axis("Time *αt*", kind: .logarithmic, range: 1...(2 * data.horizon)),
      y: Axis("*μ*(*t*)", grid: true),
      marks: curves + roots + [rootName])
  }
  let columns = panels.count > 4 ? 4 : 2
  return Figure(
    title: "The flow of Theorem 1 stops at its root *μ*\\*; where it has none, *μ* grows like log *t*",
    width: Figure.pageWidth, height: 0.6 + 1.8 * Double((panels.count + columns - 1) / columns),
    columns: columns, sharesX: true, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// The disc at a root.
func rootMark(x: Double, y: Double, c: Int) -> Line {
  Line(x: [x], y: [y], colour: thoughtColour(c), dash: .none, marker: .circle)
}
/// The entry of `rootMark`s in a legend.
let rootName = Line(x: [], y: [], label: "root *μ*\\*", colour: .ink, dash: .none, marker: .circle)

/// The colour of the curve after `c` thoughts, the same in all figures.
func thoughtColour(_ c: Int) -> Colour { .palette[abs(c % 4)] }

/// How the curve after `c` thoughts is broken up, which tells it apart in grey.
func thoughtDash(_ c: Int) -> Dash { [.solid, .dashed, .dashDotted, .longDashed][abs(c % 4)] }
