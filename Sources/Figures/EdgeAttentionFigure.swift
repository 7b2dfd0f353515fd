// Layer-2 attention mass on edges by group and number of thoughts: what EdgeGroupAttention measured.

import Claims
import Plotting
import Reachability
import Records

/// Bars of mean attention mass with standard deviations, a group of bars per number of thoughts c; diamonds mark the
/// predecessor's published means.
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
        // Mass is not negative, whatever its deviation.
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
