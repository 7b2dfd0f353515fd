// Layer-2 attention mass on edges, by group and number of thoughts, as EdgeGroupAttention measured it.

import Claims
import Plotting
import Reachability
import Records

/// Bars of mean attention mass with standard deviations, one cluster for each number of thoughts c. Diamonds
/// mark the predecessor's published means.
public func edgeAttentionFigure(_ data: EdgeGroupAttention) -> Figure {
  let reads = data.reads.sorted { $0.c < $1.c }
  let published = reads.flatMap { read in
    PredecessorTables.edgeAttention.values.compactMap { $0.indices.contains(read.c) ? $0[read.c] : nil }
  }
  let highest = (reads.flatMap { $0.groups.values.map { $0.mean + $0.deviation } } + published).max() ?? 1
  return Figure(
    title: "Layer-2 attention on edges by group", width: Figure.pageWidth, height: 2.3,
    panels: [
      Panel(
        x: .categories(reads.map { "*c* = \($0.c)" }, label: "Thoughts made"),
        // Attention mass cannot be negative, even where mean minus deviation is.
        y: Axis("Attention mass per edge", range: 0...max(1.05 * highest, 0.1), grid: true), legend: .above,
        marks: [
          GroupedBars(
            NodeGroup.allCases.map { group in
              let moments = reads.map { $0.groups[group] }
              return GroupedBars.Series(
                group.name, moments.map { $0?.mean ?? .nan }, errors: moments.map { $0?.deviation ?? 0 },
                references: reads.map { read in
                  let published = PredecessorTables.edgeAttention[group] ?? []
                  return published.indices.contains(read.c) ? published[read.c] : .nan
                },
                colour: group.colour)
            }, referenceName: "arXiv 2505.12514")
        ])
    ])
}
