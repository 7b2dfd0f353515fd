// Histograms of two sets of problems as a figure. It counts nothing.

import Inputs
import Plotting
import Reachability
import Records

/// The quantities shown, in the order of the panels.
private let shownQuantities: [Quantity] = [
  .nodes, .edges, .pathLength, .leaves, .parentless, .frontier1, .frontier2, .frontier3, .shortestPath1,
]

/// One panel for each quantity: the first set as bars, the other sets as outlines over it.
public func datasetFigure(_ data: DatasetHistograms) -> Figure {
  let panels = shownQuantities.compactMap { quantity -> Panel? in
    let counts = data.sets.map { $0.counts[quantity.rawValue] ?? [] }
    let values = counts.flatMap {
      $0.indices.filter { index in counts.contains { $0.indices.contains(index) && $0[index] > 0 } }
    }
    guard let least = values.min(), let most = values.max() else { return nil }
    return Panel(
      // With few values, each gets its own tick.
      x: Axis(
        quantity.rawValue, ticks: most - least < 6 ? (least...most).map { Tick(Double($0), "\($0)") } : nil),
      y: Axis("Share"),
      marks: zip(data.sets, counts).enumerated().map { index, pair in
        let (set, counts) = pair
        return Histogram(
          edges: (least...(most + 1)).map { Double($0) - 0.5 },
          heights: (least...most).map {
            Double(counts.indices.contains($0) ? counts[$0] : 0) / Double(max(set.problems, 1))
          },
          label: MathMarkup.escape("\(set.name) (\(set.problems))"),
          colour: index == 0 ? .palette[5] : .palette[(index * 2 - 1) % Colour.palette.count],
          isFilled: index == 0)
      })
  }
  let means = data.sets.map { set in
    func mean(_ quantity: Quantity) -> String {
      let counts = set.counts[quantity.rawValue] ?? []
      let sum = counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }
      return number(Double(sum) / Double(max(counts.reduce(0, +), 1)), 1)
    }
    return
      "\(whole(set.problems)) \(set.name) problems have \(mean(.nodes)) nodes, \(mean(.edges)) edges, \(mean(.frontier1)) nodes in frontier 1"
  }
  return Figure(
    title: "On average \(means.joined(separator: "; "))", width: Figure.pageWidth, height: 4.8,
    columns: 3, hasCommonLegend: true,
    panels: panels)
}
