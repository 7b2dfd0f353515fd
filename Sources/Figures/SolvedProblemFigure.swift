// A problem's graph once for each thought, each node filled by what the thought holds of it: for a trained
// model, and for the construction whose weights are written down.

import Inputs
import Plotting
import Reachability
import Records

/// What each thought of a trained model holds of a problem that it solved. Throws `InputError` if ids or
/// lists do not fit `nodeCount`.
public func solvedProblemFigure(_ data: SolvedProblem, from file: String) throws -> Figure {
  try ThoughtGraphs(
    nodeCount: data.nodeCount, edges: data.edges, root: data.root, target: data.target,
    negativeTarget: data.negativeTarget, weights: data.weights
  ).figure("What each thought holds of one problem", "⟨thought, embedding⟩", from: file, at: "result")
}

/// What each thought of the explicit construction holds of its example. Throws `InputError` if ids or lists
/// do not fit `nodeCount`, or if there is no example.
public func constructionFigure(_ data: ConstructionReport, from file: String) throws -> Figure {
  guard let example = data.example else {
    throw InputError(
      in: file, at: "report.example", expected: "a problem", found: "none",
      next: "make it: ./build.sh 05 theory")
  }
  return try ThoughtGraphs(
    nodeCount: example.nodeCount, edges: example.edges, root: example.root, target: example.target,
    negativeTarget: example.negativeTarget, weights: example.thoughts.map { $0.map(Double.init) }
  ).figure(
    "What each thought of the construction holds of one problem", "Coefficient of the node", from: file,
    at: "report.example")
}

/// A transplant of the causal tests: what the last thoughts of host and donor hold of one graph, and which answer follows.
/// Throws `InputError` if ids or lists do not fit `nodeCount`.
public func transplantFigure(
  _ data: ReplacedThoughts.Example, from file: String, at key: String
) throws -> Figure {
  let problem = try ThoughtGraphs(
    nodeCount: data.nodeCount, edges: data.edges, root: data.root, target: data.target,
    negativeTarget: data.negativeTarget, weights: [data.host, data.donor]
  ).problem(file, key)
  let scale = ColourScale(
    range: 0...max((data.host + data.donor).max() ?? 0, 1e-9), label: "⟨last thought, embedding⟩")
  func panel(_ weights: [Double], _ title: String) -> Panel {
    .graph(GraphDrawing(problem, weights: weights, scale: scale), title: title)
  }
  return Figure(
    title: "A transplant of thoughts", width: Figure.pageWidth, height: 3.2, columns: 2, isLettered: true,
    hasCommonLegend: true, hasCommonColourBar: true,
    panels: [
      panel(data.host, "thoughts from root \(data.root): answer \(data.ownAnswer)"),
      panel(data.donor, "thoughts from root \(data.donorRoot), same prompt: answer \(data.answer)"),
    ])
}

/// A problem and, for each thought, one number per node.
private struct ThoughtGraphs {
  let nodeCount: Int
  let edges: [[Int]]
  let root, target, negativeTarget: Int
  let weights: [[Double]]

  /// One panel for each thought; colours run from paper, at 0 or less, to the largest number's.
  func figure(_ title: String, _ label: String, from file: String, at key: String) throws -> Figure {
    let problem = try problem(file, key)
    let largest = weights.joined().max() ?? 0
    let scale = ColourScale(range: 0...max(largest, 1e-9), label: label)
    // Small graphs stand in one row; large ones stand two to a row.
    let columns = nodeCount > 12 ? min(weights.count, 2) : weights.count
    let rows = (weights.count + columns - 1) / columns
    return Figure(
      title: title, width: Figure.pageWidth, height: 0.3 + 2.7 * Double(rows), columns: columns,
      isLettered: true, hasCommonLegend: true, hasCommonColourBar: true,
      panels: weights.enumerated().map { index, weights in
        .graph(GraphDrawing(problem, weights: weights, scale: scale), title: "thought *c* = \(index + 1)")
      })
  }

  /// The problem. Throws `InputError` if ids or lists do not fit.
  func problem(_ file: String, _ key: String) throws -> Problem {
    let nodes = 0..<nodeCount
    func check(_ wrong: Any?, _ key: String, _ expected: String) throws {
      guard let wrong else { return }
      throw InputError(
        in: file, at: key, expected: expected, found: shown(wrong), next: "make the file again")
    }
    let ids = edges.flatMap { $0 } + [root, target, negativeTarget]
    try check(edges.first { $0.count != 2 }, "\(key).edges", "pairs of nodes")
    try check(ids.first { !nodes.contains($0) }, key, "nodes below \(nodeCount)")
    try check(weights.isEmpty ? weights : nil, "\(key).weights", "a list per thought")
    try check(weights.first { $0.count != nodes.count }, "\(key).weights", "\(nodes.count) numbers each")
    return Problem(
      graph: Graph(nodeCount: nodeCount, edges: edges.map { Edge($0[0], $0[1]) }), symbols: [], root: root,
      target: target, negativeTarget: negativeTarget)
  }
}
