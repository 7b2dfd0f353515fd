// How two sets of problems are distributed, as raw data and as a figure.

import Plotting
import Reachability

/// Counts of problems by what describes their graphs, for several sets of problems.
public struct DatasetHistograms: Codable, Sendable, Hashable {
  /// The counts of one set of problems.
  public struct Set: Codable, Sendable, Hashable {
    /// Its name, such as `generated` or `published`.
    public var name: String
    /// Problems in the set.
    public var problems: Int
    /// For each quantity's name how many problems have each value, from value 0 on.
    public var counts: [String: [Int]]
  }

  /// The sets, ours first.
  public var sets: [Set]

  /// Sets that are counted already.
  public init(sets: [Set]) { self.sets = sets }
}

extension DatasetHistograms.Set {
  /// Counts `problems`.
  public init(_ name: String, _ problems: [Problem]) {
    self.init(name: name, problems: problems.count, counts: [:])
    for quantity in Quantity.allCases where quantity.isCount {
      let values = problems.map { Int(quantity.value($0)) }
      counts[quantity.rawValue] = values.reduce(into: Array(repeating: 0, count: (values.max() ?? 0) + 1)) {
        $0[$1] += 1
      }
    }
  }

  /// The values of a quantity, ascending: one a problem, as counted; nil where it was not.
  public func distribution(_ quantity: Quantity) -> Distribution? {
    counts[quantity.rawValue].map { counts in
      Distribution(
        values: counts.enumerated().flatMap { Array(repeating: Double($0.offset), count: $0.element) })
    }
  }
}

/// What the figure shows, in the order of its panels.
private let shownQuantities: [Quantity] = [
  .nodes, .edges, .pathLength, .leaves, .parentless, .frontier1, .frontier2, .frontier3, .shortestPath1,
]

/// A panel per quantity; the first set as bars, the others as outlines over it.
public func datasetFigure(_ data: DatasetHistograms) -> Figure {
  let panels = shownQuantities.compactMap { quantity -> Panel? in
    let counts = data.sets.map { $0.counts[quantity.rawValue] ?? [] }
    let values = counts.flatMap {
      $0.indices.filter { index in counts.contains { $0.indices.contains(index) && $0[index] > 0 } }
    }
    guard let least = values.min(), let most = values.max() else { return nil }
    return Panel(
      // Few values have a mark each.
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
  return Figure(
    title: "The problems' graphs", width: Figure.pageWidth, height: 4.8, columns: 3, hasCommonLegend: true,
    panels: panels)
}
