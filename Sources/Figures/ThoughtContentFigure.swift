// Inner products of thoughts and node embeddings by group: what ThoughtContent measured, a panel per thought.

import Plotting
import Superposition

/// Histograms of inner products, normalised within each group, one panel per thought. Groups that contain others are
/// left to the table: nodes outside N_c, the frontier and the optimal nodes are drawn.
public func thoughtContentFigure(_ data: ThoughtContent) -> Figure {
  let groups = [NodeGroup.notReachable, .frontier, .optimal]
  let steps = data.steps.sorted { $0.c < $1.c }
  let panels = steps.map { step in
    Panel(
      title: "thought *c* = \(step.c)", x: Axis("⟨thought, embedding⟩"), y: Axis("Share of nodes"),
      marks: groups.compactMap { group in
        guard let counts = step.histograms[group], case let total = counts.reduce(0, +), total > 0 else {
          return nil
        }
        return Histogram(
          edges: data.edges, heights: counts.map { Double($0) / Double(total) }, label: group.name,
          colour: group == .notReachable ? Colour.white.mixed(with: group.colour, 0.8) : group.colour,
          isFilled: group == .notReachable)
      })
  }
  return Figure(
    title: "What thoughts hold", width: Figure.pageWidth, height: 2.1, columns: max(steps.count, 1),
    sharesX: true, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}
