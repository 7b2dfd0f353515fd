// How two sets of problems are distributed, as raw data and as a figure.

import Plotting
import Reachability

/// Counts of problems by what describes their graphs, for several sets of problems.
public struct DatasetHistograms: Codable, Sendable, Hashable {
  /// One set.
  public struct Set: Codable, Sendable, Hashable {
    /// Its name, such as `generated` or `published`.
    public var name: String
    /// Number of problems.
    public var problems: Int
    /// For each quantity's name how many problems have each value, from value 0 on.
    public var counts: [String: [Int]]
  }

  /// The sets, ours first.
  public var sets: [Set]

  /// What is counted: names and values of a problem.
  public static let quantities: [(name: String, value: @Sendable (Problem) -> Int)] = [
    ("nodes", { $0.graph.nodeCount }),
    ("edges", { $0.graph.edges.count }),
    ("path length", { $0.pathLength }),
    ("leaves", { $0.graph.successors.count(where: \.isEmpty) }),
    ("nodes without parent", { $0.graph.predecessors.count(where: \.isEmpty) }),
    ("frontier at hop 1", { $0.frontier(1).count }),
    ("frontier at hop 2", { $0.frontier(2).count }),
    ("frontier at hop 3", { $0.frontier(3).count }),
    ("shortest-path nodes at hop 1", { $0.shortestPathNodes(1).count }),
    ("shortest-path nodes at hop 2", { $0.shortestPathNodes(2).count }),
  ]

  /// Counts `sets`.
  public init(_ sets: [(name: String, problems: [Problem])]) {
    self.sets = sets.map { name, problems in
      var counts: [String: [Int]] = [:]
      for quantity in DatasetHistograms.quantities {
        let values = problems.map(quantity.value)
        counts[quantity.name] = values.reduce(into: Array(repeating: 0, count: (values.max() ?? 0) + 1)) {
          $0[$1] += 1
        }
      }
      return Set(name: name, problems: problems.count, counts: counts)
    }
  }
}

/// A panel per quantity; the first set as bars, the others as outlines over it.
public func datasetFigure(_ data: DatasetHistograms) -> Figure {
  let panels = DatasetHistograms.quantities.compactMap { quantity -> Panel? in
    let counts = data.sets.map { $0.counts[quantity.name] ?? [] }
    let values = counts.flatMap {
      $0.indices.filter { index in counts.contains { $0.indices.contains(index) && $0[index] > 0 } }
    }
    guard let least = values.min(), let most = values.max() else { return nil }
    return Panel(
      // Few values have a mark each.
      x: Axis(
        quantity.name, ticks: most - least < 6 ? (least...most).map { Tick(Double($0), "\($0)") } : nil),
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
    title: "The problems' graphs", width: Figure.pageWidth, height: 6.2, columns: 3, hasCommonLegend: true,
    panels: panels)
}
