// Layer-2 attention mass on edges by group and number of thoughts: what EdgeGroupAttention measured.

import Plotting
import Superposition

/// Bars of mean attention mass with standard deviations, a group of bars per number of thoughts c; diamonds mark the
/// predecessor's published means.
public func edgeAttentionFigure(_ data: EdgeGroupAttention) -> Figure {
  let steps = data.steps.sorted { $0.c < $1.c }
  let published = steps.flatMap { step in
    PredecessorTables.edgeAttention.values.compactMap { $0.indices.contains(step.c) ? $0[step.c] : nil }
  }
  let highest = (steps.flatMap { $0.groups.values.map { $0.mean + $0.deviation } } + published).max() ?? 1
  return Figure(
    title: "Layer-2 attention on edges by group", width: Figure.pageWidth, height: 2.3,
    panels: [
      Panel(
        x: .categories(steps.map { "*c* = \($0.c)" }, label: "Thoughts made"),
        // Mass is not negative, whatever its deviation.
        y: Axis("Attention mass per edge", range: 0...max(1.05 * highest, 0.1), grid: true), legend: .above,
        marks: [
          GroupedBars(
            NodeGroup.allCases.map { group in
              let moments = steps.map { $0.groups[group] }
              return GroupedBars.Series(
                group.name, moments.map { $0?.mean ?? .nan }, errors: moments.map { $0?.deviation ?? 0 },
                references: steps.map { step in
                  let published = PredecessorTables.edgeAttention[group] ?? []
                  return published.indices.contains(step.c) ? published[step.c] : .nan
                },
                colour: group.colour)
            }, referenceName: "arXiv 2505.12514")
        ])
    ])
}
