// Theorem 1's flow over a data set, from FlowReport: μ(t) for every loss, and its root μ* if there is one.

import Plotting
import Reachability
import Records

/// One panel for each loss, one curve for each c over log time; dotted lines mark the roots μ*.
public func flowFigure(_ data: FlowReport) -> Figure {
  let panels = Loss.allCases.compactMap { loss -> Panel? in
    let rows = data.rows.filter { $0.loss == loss }.sorted { $0.c < $1.c }
    guard !rows.isEmpty else { return nil }
    // Only the highest root gets a label, because the others lie close below it.
    let highest = rows.compactMap(\.root).max()
    let roots = rows.compactMap { row in
      row.root.map {
        Guide(
          .horizontal, at: $0, label: $0 == highest ? "*μ*\\*" : "", colour: thoughtColour(row.c),
          dash: .dotted
        )
      }
    }
    // A flow with a root has come to rest, so its curve stays at that value.
    let curves = rows.map { row in
      Line(
        x: row.times + (row.root == nil ? [] : [data.horizon]),
        y: row.values + (row.root == nil ? [] : [row.endValue]), label: "*c* = \(row.c)",
        colour: thoughtColour(row.c),
        dash: thoughtDash(row.c))
    }
    return Panel(
      title: loss.title, x: Axis("Time *αt*", kind: .logarithmic), y: Axis("*μ*(*t*)", grid: true),
      marks: roots + curves)
  }
  return Figure(
    title: "Index-matching logit under the gradient flow of Theorem 1", width: Figure.pageWidth, height: 4.2,
    columns: 2, sharesX: true, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// The colour of the curve after `c` thoughts, the same in all figures of the flow.
func thoughtColour(_ c: Int) -> Colour { .palette[c % Colour.palette.count] }

func thoughtDash(_ c: Int) -> Dash { [.solid, .dashed, .dashDotted, .dotted][c % 4] }
