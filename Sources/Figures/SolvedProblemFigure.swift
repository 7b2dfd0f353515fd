// A problem's graph once for each thought, each node filled by what the thought holds of it: for a trained
// model, and for the construction whose weights are written down.

import Inputs
import Plotting
import Reachability
import Records

/// What each thought of a trained model holds of a problem that it solved. Throws `InputError` if ids or
/// lists do not fit `nodeCount`.
public func solvedProblemFigure(_ data: SolvedProblem, from file: String) throws -> Figure {
  let graphs = ThoughtGraphs(data)
  let distance = try graphs.problem(file, "result").distance
  let inTheirHop = data.weights.enumerated().count { index, weights in
    weights.indices.max { weights[$0] < weights[$1] }.map { distance[$0] == index + 1 } ?? false
  }
  return try graphs.figure(
    "\(inTheirHop) of \(data.weights.count) thoughts have the largest inner product with a node of their own hop",
    "⟨thought, embedding⟩", from: file, at: "result")
}

/// What each thought of the explicit construction holds of its example, in units of what it holds most of: a thought of more
/// nodes holds less of each, since its length is 1. Throws `InputError` if ids or lists do not fit `nodeCount`, or if there is
/// no example.
public func constructionFigure(_ data: ConstructionReport, from file: String) throws -> Figure {
  guard let example = data.example else {
    throw InputError(
      in: file, at: "report.example", expected: "a problem", found: "none",
      next: "make it: ./build.sh 05 theory")
  }
  let held = example.thoughts.map { $0.filter { $0 > 0 } }
  let sizes = held.map { "\($0.count)" }
  let isEven = held.allSatisfy { ($0.max() ?? 0) - ($0.min() ?? 0) < 1e-6 }
  return try ThoughtGraphs(
    nodeCount: example.nodeCount, edges: example.edges, root: example.root, target: example.target,
    negativeTarget: example.negativeTarget, weights: example.thoughts.map(inUnitsOfTheLargest)
  ).figure(
    "The construction's thoughts hold \(sizes.joined(separator: ", ")) nodes\(isEven ? ", all with equal weight" : "")",
    "Coefficient / the thought's largest", from: file, at: "report.example")
}

private func inUnitsOfTheLargest(_ coefficients: [Float]) -> [Double] {
  let largest = max(coefficients.max() ?? 1, .leastNormalMagnitude)
  return coefficients.map { Double($0 / largest) }
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
    covering: data.host + data.donor, label: "⟨last thought, embedding⟩")
  func panel(_ weights: [Double], _ title: String) -> Panel {
    .graph(GraphDrawing(problem, weights: weights, scale: scale), title: title)
  }
  return Figure(
    title:
      "The answer is \(data.ownAnswer) with the prompt's own thoughts, \(data.answer) with those of the same prompt from root \(data.donorRoot)",
    width: Figure.pageWidth, height: 3.2, columns: 2, isLettered: true,
    hasCommonLegend: true, hasCommonColourBar: true,
    panels: [
      panel(data.host, "Thoughts from root \(data.root): answer \(data.ownAnswer)"),
      panel(data.donor, "Thoughts from root \(data.donorRoot), same prompt: answer \(data.answer)"),
    ])
}

/// A problem and, for each thought, one number per node.
struct ThoughtGraphs {
  let nodeCount: Int
  let edges: [[Int]]
  let root, target, negativeTarget: Int
  let weights: [[Double]]

  init(nodeCount: Int, edges: [[Int]], root: Int, target: Int, negativeTarget: Int, weights: [[Double]]) {
    (self.nodeCount, self.edges, self.root, self.target) = (nodeCount, edges, root, target)
    (self.negativeTarget, self.weights) = (negativeTarget, weights)
  }

  init(_ data: SolvedProblem) {
    self.init(
      nodeCount: data.nodeCount, edges: data.edges, root: data.root, target: data.target,
      negativeTarget: data.negativeTarget, weights: data.weights)
  }

  /// One panel for each thought; colours run from paper, at 0, to the number that is furthest from it.
  func figure(_ title: String, _ label: String, from file: String, at key: String) throws -> Figure {
    let problem = try problem(file, key)
    let scale = ColourScale(covering: Array(weights.joined()), label: label)
    // Small graphs stand in one row; large ones stand two to a row.
    let columns = nodeCount > 12 ? min(weights.count, 2) : weights.count
    let rows = (weights.count + columns - 1) / columns
    return Figure(
      title: title, width: Figure.pageWidth, height: 0.3 + 2.7 * Double(rows), columns: columns,
      isLettered: true, hasCommonLegend: true, hasCommonColourBar: true,
      panels: weights.enumerated().map { index, weights in
        .graph(GraphDrawing(problem, weights: weights, scale: scale), title: "Thought *c* = \(index + 1)")
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

extension ColourScale {
  /// A scale from the least of `values`, or 0, to the largest.
  fileprivate init(covering values: [Double], label: String) {
    self.init(range: min(values.min() ?? 0, 0)...max(values.max() ?? 0, 1e-9), label: label)
  }
}
