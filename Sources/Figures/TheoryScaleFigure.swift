// The scale test in the theory's own model at c = 0, from ScaleReport: unequal children bound Coconut's match.

import Inputs
import Plotting
import Records

/// Left: μ* of Coconut against ε. Right: both losses above their least values against s, at two ε.
public func theoryScaleFigure(_ data: ScaleReport) -> Figure {
  let roots = data.uneven.compactMap { row in row.coconutRoot.map { (row.deviation, $0) } }
  let shown = data.uneven.filter { [0.2, 0.02].contains($0.deviation) && !$0.coconutLoss.isEmpty }
  func above(_ values: [Double]) -> [Double] { values.map { $0 - (values.min() ?? 0) } }
  let curves = shown.enumerated().flatMap { index, row in
    [("Coconut loss", 0, row.coconutLoss), ("Coconut-BFS, frontier loss", 1, row.bfsLoss)].map {
      Line(
        x: data.scales, y: above($0.2), label: "\($0.0), *ε* = \(significant(row.deviation, 1))",
        colour: .palette[$0.1], dash: [.solid, .dashed][index % 2])
    }
  }
  return Figure(
    title: finding(data),
    width: Figure.pageWidth, height: 3, columns: 2, isLettered: true, hasCommonLegend: true,
    panels: [
      Panel(
        title: "Where Coconut's flow rests", x: Axis("Unevenness *ε*", kind: .logarithmic),
        y: Axis("*μ*\\*", grid: true),
        marks: [Line(x: roots.map(\.0), y: roots.map(\.1), colour: .palette[0])]),
      Panel(
        title: "Losses around it",
        x: Axis(
          "Scale *s* of *μ*\\*", kind: .logarithmic,
          ticks: [0.25, 0.5, 1, 2, 4].map { Tick($0, $0 < 1 ? number($0, $0 == 0.5 ? 1 : 2) : number($0, 0)) }
        ),
        y: Axis("Loss above its least value (nats)", range: -0.01...0.25, grid: true),
        marks: [Guide(.vertical, at: 1)] + curves),
    ])
}

/// Where the flows of both losses rest at c = 0 with unequal children.
private func finding(_ data: ScaleReport) -> String {
  func place(_ roots: [Double]) -> String {
    guard let least = roots.min(), let largest = roots.max() else { return "nowhere" }
    return "from " + number(least, 1) + " to " + number(largest, 1)
  }
  return "The theory's own model at *c* = 0 with unequal children: the flow rests at *μ*\\* "
    + "\(place(data.uneven.compactMap(\.coconutRoot))) with Coconut, \(place(data.uneven.compactMap(\.bfsRoot))) with Coconut-BFS"
}
