// Inner products of thoughts and node embeddings by group, as ThoughtContent measured them.

import Plotting
import Reachability
import Records

/// One panel for each thought: histograms of inner products, normalised within each group. Only nodes outside
/// N_c, the frontier and the optimal nodes are drawn; groups that contain others are in the table.
public func thoughtContentFigure(_ data: ThoughtContent) -> Figure {
  let groups = [NodeGroup.notReachable, .frontier, .optimal]
  let thoughts = data.thoughts.sorted { $0.c < $1.c }
  let panels = thoughts.map { thought in
    Panel(
      title: "thought *c* = \(thought.c)", x: Axis("⟨thought, embedding⟩"), y: Axis("Share of nodes"),
      marks: groups.compactMap { group in
        guard let counts = thought.histograms[group], case let total = counts.reduce(0, +), total > 0 else {
          return nil
        }
        return Histogram(
          edges: data.edges, heights: counts.map { Double($0) / Double(total) }, label: group.name,
          colour: group == .notReachable ? Colour.white.mixed(with: group.colour, 0.8) : group.colour,
          isFilled: group == .notReachable)
      })
  }
  return Figure(
    title: "What thoughts hold", width: Figure.pageWidth, height: 2.1, columns: max(thoughts.count, 1),
    sharesX: true, sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}
