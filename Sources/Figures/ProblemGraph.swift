// One problem's graph in breadth-first layers; the nodes may be filled by what a thought holds of them.

import Plotting
import Reachability

extension GraphDrawing {
  /// The graph of `problem`: layer c holds the nodes c hops from the root. Nodes that the root does not reach
  /// stand to the right, in layers from the nodes without parents. Root, candidates and one shortest path are
  /// marked. `weights`, one for each node, fill the nodes with the colours of `scale`.
  public init(_ problem: Problem, weights: [Double]? = nil, scale: ColourScale? = nil) {
    let graph = problem.graph
    let aside = layersAside(problem)
    let path = shortestPath(problem)
    let onPath = Set(zip(path, path.dropFirst()).map { [$0, $1] })
    let nodes = (0..<graph.nodeCount).map { node in
      Node(
        "\(node)", layer: problem.distance[node] ?? aside[node], group: problem.distance[node] == nil ? 1 : 0,
        role: node == problem.root
          ? .root : node == problem.target ? .target : node == problem.negativeTarget ? .negative : .plain,
        weight: weights?[node])
    }
    let depth = problem.distance.compactMap(\.self).max() ?? 0
    self.init(
      nodes: nodes,
      edges: graph.edges.map {
        .init($0.source, $0.target, isMarked: onPath.contains([$0.source, $0.target]))
      },
      colourScale: weights == nil ? nil : scale, layerNames: (0...depth).map { "hop \($0)" },
      asideName: "not reachable from the root: on no hop", markedName: "shortest path")
  }
}

/// A figure of one problem's graph.
public func problemGraphFigure(_ problem: Problem) -> Figure {
  Figure(
    title:
      "The target is \(problem.pathLength) hops from the root; \(problem.distance.count { $0 == nil }) of \(problem.graph.nodeCount) nodes cannot be reached",
    width: Figure.pageWidth, height: 3.6,
    panels: [.graph(GraphDrawing(problem))])
}

/// The layer of each node that the root does not reach: its edges from the nearest such node without parents,
/// or 0 if there is none, as in a cycle.
private func layersAside(_ problem: Problem) -> [Int] {
  let graph = problem.graph
  let starts = (0..<graph.nodeCount).filter {
    problem.distance[$0] == nil && graph.predecessors[$0].isEmpty
  }
  let distances = starts.map { graph.distances(from: $0) }
  return (0..<graph.nodeCount).map { node in distances.compactMap { $0[node] }.min() ?? 0 }
}

/// Among the shortest paths from root to target, the one that takes the lowest node number at each hop.
private func shortestPath(_ problem: Problem) -> [Int] {
  var path = [problem.root]
  for hop in 0..<problem.pathLength {
    let next = problem.graph.successors[path[hop]].filter {
      problem.distance[$0] == hop + 1 && problem.distanceToTarget[$0] == problem.pathLength - hop - 1
    }.min()
    guard let next else { break }
    path.append(next)
  }
  return path
}
