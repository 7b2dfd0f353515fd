// A solved problem: its graph once per thought, nodes filled by the inner product of thought and node embedding.

import Inputs
import Plotting
import Reachability
import Superposition

/// A panel per thought on one colour scale from 0 (or less: paper) to the largest inner product. Throws `InputError`
/// for ids or lists that do not fit `nodeCount`.
public func solvedProblemFigure(_ data: SolvedProblem, from file: String) throws -> Figure {
  let nodes = 0..<data.nodeCount
  func check(_ holds: Bool, _ key: String, _ expected: String) throws {
    guard holds else {
      throw InputError(
        in: file, at: key, expected: expected, found: "others", next: "probe the checkpoint again")
    }
  }
  let ids = data.edges.flatMap { $0 } + [data.root, data.target, data.negativeTarget]
  try check(data.edges.allSatisfy { $0.count == 2 }, "result.edges", "pairs of nodes")
  try check(!nodes.isEmpty && ids.allSatisfy(nodes.contains), "result", "nodes below \(data.nodeCount)")
  try check(!data.weights.isEmpty, "result.weights", "a list per thought")
  try check(
    data.weights.allSatisfy { $0.count == nodes.count }, "result.weights", "\(nodes.count) numbers each")
  let problem = Problem(
    graph: Graph(nodeCount: data.nodeCount, edges: data.edges.map { Edge($0[0], $0[1]) }), symbols: [],
    root: data.root, target: data.target, negativeTarget: data.negativeTarget)
  let largest = data.weights.joined().max() ?? 0
  let scale = ColourScale(range: 0...max(largest, 1e-9), label: "⟨thought, embedding⟩")
  // Small graphs stand side by side, large ones two in a row.
  let columns = data.nodeCount > 12 ? min(data.weights.count, 2) : data.weights.count
  let rows = (data.weights.count + columns - 1) / columns
  return Figure(
    title: "What each thought holds of one problem", width: Figure.pageWidth,
    height: 0.3 + 2.7 * Double(rows), columns: columns, isLettered: true, hasCommonLegend: true,
    hasCommonColourBar: true,
    panels: data.weights.enumerated().map { index, weights in
      .graph(GraphDrawing(problem, weights: weights, scale: scale), title: "thought *c* = \(index + 1)")
    })
}
