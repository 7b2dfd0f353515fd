// Theorem 1's condition on a data set, from FlowReport: F(μ), μ'(μ), and how often d* < d_max.

import Plotting
import Records

/// Coconut's loss, one curve for each number of thoughts c: F(μ), which increases; the velocity, which crosses zero at the
/// root μ* if there is one; and the shares of problem/node pairs with d* < d_max and F(0) < d*. Discs mark the roots. The
/// level that F has there is d*, averaged over pairs as the flow averages it.
public func inDegreeFigure(_ data: FlowReport) -> Figure {
  let rows = data.rows.filter { $0.loss == .coconut }.sorted { $0.c < $1.c }
  func curves(_ values: (FlowRow) -> [Double]) -> [Line] {
    rows.map { row in
      Line(
        x: data.grid, y: values(row), label: "*c* = \(row.c)", colour: thoughtColour(row.c),
        dash: thoughtDash(row.c))
    }
  }
  let roots = rows.compactMap { row in
    row.root.map { (row: row, root: $0, level: interpolated(row.expectedInDegree, data.grid, at: $0)) }
  }
  let axis = Axis("*μ*", range: -5...15)
  // Where d* = d_max for all pairs, F tends to d* and does not reach it.
  let unreached = rows.filter { $0.root == nil && $0.share == 0 }.map {
    (row: $0, root: 15.0, level: $0.expectedInDegree.last ?? .nan)
  }
  let demonstrated = (roots + unreached).map { row, root, level in
    Line(x: [-5, root], y: [level, level], colour: thoughtColour(row.c), dash: .dotted)
  }
  let name = Line(x: [], y: [], label: "mean *d*^\\*", colour: .ink, dash: .dotted)
  let shares = GroupedBars([
    .init("*d*^\\* < *d*_{max}", rows.map(\.share), colour: .palette[4]),
    .init("*F*(0) < *d*^\\*", rows.map(\.risingShare), colour: .palette[5]),
  ])
  return Figure(
    title:
      "At the root *μ*\\* the expected in-degree *F*(*μ*) has risen to the mean *d*^\\*, and the velocity is zero",
    width: Figure.pageWidth, height: 2.5, columns: 3, isLettered: true, hasCommonLegend: true,
    panels: [
      Panel(
        x: axis, y: Axis("Expected in-degree *F*(*μ*)", grid: true),
        marks: curves(\.expectedInDegree) + demonstrated + [name]
          + roots.map { rootMark(x: $0.root, y: $0.level, c: $0.row.c) }),
      Panel(
        x: axis, y: Axis("Velocity *μ*′/*α*", grid: true),
        marks: [Guide(.horizontal, at: 0, dash: .solid)] + curves(\.velocity)
          + roots.map { rootMark(x: $0.root, y: 0, c: $0.row.c) } + [rootName]),
      Panel(
        x: .categories(rows.map { "\($0.c)" }, label: "Thoughts made *c*"),
        y: .share("Share of pairs", upTo: 1.04), marks: [shares]),
    ])
}

/// The value at `place` of a function that is given as `values` on an ascending `grid`; NaN outside it.
private func interpolated(_ values: [Double], _ grid: [Double], at place: Double) -> Double {
  guard let next = grid.firstIndex(where: { $0 >= place }), next > 0, values.count == grid.count else {
    return .nan
  }
  let share = (place - grid[next - 1]) / (grid[next] - grid[next - 1])
  return values[next - 1] + share * (values[next] - values[next - 1])
}
