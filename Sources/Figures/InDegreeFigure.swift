// Theorem 1's condition on a data set, from FlowReport: F(μ), μ'(μ), and how often d* < d_max.

import Plotting
import Records

/// Coconut's loss, one curve for each number of thoughts c: F(μ), which increases; μ'(μ), which crosses zero
/// at the root μ* (dotted) if any; and the shares of problem/node pairs with d* < d_max and F(0) < d*.
public func inDegreeFigure(_ data: FlowReport) -> Figure {
  let rows = data.rows.filter { $0.loss == .coconut }.sorted { $0.c < $1.c }
  func curves(_ value: (FlowRow) -> [Double]) -> [Line] {
    rows.map { row in
      Line(
        x: data.grid, y: value(row), label: "*c* = \(row.c)", colour: thoughtColour(row.c),
        dash: thoughtDash(row.c))
    }
  }
  let roots = rows.compactMap { row in
    row.root.map { Guide(.vertical, at: $0, colour: thoughtColour(row.c), dash: .dotted) }
  }
  let shares = GroupedBars([
    .init("*d*^\\* < *d*_{max}", rows.map(\.share), colour: .palette[4]),
    .init("*F*(0) < *d*^\\*", rows.map(\.risingShare), colour: .palette[3]),
  ])
  return Figure(
    title: "Theorem 1's condition", width: Figure.pageWidth, height: 2.3, columns: 3, isLettered: true,
    hasCommonLegend: true,
    panels: [
      Panel(x: Axis("*μ*"), y: Axis("*F*(*μ*)", grid: true), marks: curves(\.expectedInDegree)),
      Panel(
        x: Axis("*μ*"), y: Axis("*μ*′/*α*", grid: true),
        marks: [Guide(.horizontal, at: 0, dash: .solid)] + roots + curves(\.velocity)),
      Panel(
        x: .categories(rows.map { "\($0.c)" }, label: "Thoughts made *c*"),
        y: .share("Share of pairs", upTo: 1.04), marks: [shares]),
    ])
}
