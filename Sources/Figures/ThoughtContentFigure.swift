// Inner products of thoughts and node embeddings by group, as ThoughtContent measured them.

import Inputs
import Plotting
import Reachability
import Records

/// One panel for each thought: histograms of inner products, normalised within each group. The groups are disjoint: nodes
/// outside N_c, nodes of N_c reached on earlier hops, and the frontier on and off shortest paths to the target.
public func thoughtContentFigure(_ data: ThoughtContent) -> Figure {
  let thoughts = data.thoughts.sorted { $0.c < $1.c }
  let panels = thoughts.map { thought in
    Panel(
      title: "Thought *c* = \(thought.c)", x: Axis("⟨thought, embedding⟩"),
      y: Axis("Share of the group's nodes"),
      marks: thought.disjointGroups.compactMap { group in
        guard case let total = group.counts.reduce(0, +), total > 0 else { return nil }
        return Histogram(
          edges: data.edges, heights: group.counts.map { Double($0) / Double(total) }, label: group.name,
          colour: group.colour, isFilled: group.isFilled)
      })
  }
  func means(_ mean: (ThoughtContent.Thought) -> Double?) -> String {
    thoughts.map { mean($0).map { signed($0, 1) } ?? "–" }.joined(separator: ", ")
  }
  return Figure(
    title:
      "Mean inner product, thought by thought: frontier (both curves) \(means { $0.groups[.frontier]?.mean }); reached earlier \(means(\.meanOfEarlier))",
    width: Figure.pageWidth, height: 2.4, columns: max(thoughts.count, 1), sharesX: true, sharesY: true,
    isLettered: true, hasCommonLegend: true, panels: panels)
}

extension ThoughtContent.Thought {
  /// Four groups that share no node, with the counts of their histograms. The frontier is a part of N_c, and the nodes on
  /// shortest paths are a part of the frontier.
  fileprivate var disjointGroups: [(name: String, counts: [Int], colour: Colour, isFilled: Bool)] {
    func without(_ part: NodeGroup, _ whole: NodeGroup) -> [Int] {
      let all = histograms[whole] ?? []
      guard let part = histograms[part] else { return all }
      return zip(all, part).map { max($0 - $1, 0) }
    }
    return [
      (NodeGroup.notReachable.name, histograms[.notReachable] ?? [], .faint, true),
      ("reached earlier", without(.frontier, .reachable), .palette[5], false),
      ("frontier, not optimal", without(.optimal, .frontier), NodeGroup.frontier.colour, false),
      (NodeGroup.optimal.name, histograms[.optimal] ?? [], NodeGroup.optimal.colour, false),
    ]
  }

  /// The mean over the nodes of N_c that are not in the frontier; nil if there are none.
  fileprivate var meanOfEarlier: Double? {
    guard let all = groups[.reachable], let frontier = groups[.frontier], all.count > frontier.count else {
      return nil
    }
    return (Double(all.count) * all.mean - Double(frontier.count) * frontier.mean)
      / Double(all.count - frontier.count)
  }
}
