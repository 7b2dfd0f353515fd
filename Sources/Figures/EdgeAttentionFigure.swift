// Layer-2 attention mass on edges, by group and number of thoughts, as EdgeGroupAttention measured it, for each head.

import Claims
import Inputs
import Plotting
import Reachability
import Records

/// Bars of mean attention mass with standard deviations over edges, divided by the number of heads, so that models with
/// different numbers of heads can be compared; one cluster for each number of thoughts c. Diamonds mark the predecessor's
/// published means, divided by its heads.
public func edgeAttentionFigure(_ data: EdgeGroupAttention, heads: Int) -> Figure {
  let reads = data.reads.sorted { $0.c < $1.c }
  let series = NodeGroup.allCases.map { group in
    let moments = reads.map { $0.groups[group] }
    let published = PredecessorTables.edgeAttention[group] ?? []
    return GroupedBars.Series(
      group.name, moments.map { ($0?.mean ?? .nan) / Double(heads) },
      errors: moments.map { ($0?.deviation ?? 0) / Double(heads) },
      references: reads.map { read in
        published.indices.contains(read.c) ? published[read.c] / Double(PredecessorTables.heads) : .nan
      }, colour: group.colour)
  }
  let highest = series.flatMap { one in zip(one.values, one.errors).map { $0 + $1.above } + one.references }
  let optimal = reads.compactMap { $0.groups[.optimal]?.mean }.map { number($0 / Double(heads)) }
  let unreached = reads.compactMap { $0.groups[.notReachable]?.mean }.map { number($0 / Double(heads), 3) }
  return Figure(
    title:
      "What a head gives an optimal edge: \(optimal.joined(separator: ", ")) of its attention; an unreachable one: \(unreached.joined(separator: ", "))",
    width: Figure.pageWidth, height: 2.5,
    panels: [
      Panel(
        x: .categories(reads.map { "*c* = \($0.c)" }, label: "Thoughts made"),
        // Attention mass cannot be negative, even where mean minus deviation is.
        y: Axis(
          "Attention mass per edge and head",
          range: 0...max(1.05 * (highest.filter(\.isFinite).max() ?? 1), 0.02),
          grid: true), legend: .above,
        marks: [GroupedBars(series, referenceName: "arXiv 2505.12514")])
    ])
}
