// Families of graphs on which models are asked out of distribution: the generator with other settings, and graphs of other
// kinds. It draws problems; it reads no files. Generator.swift draws those that models are trained on.

import Randomness

/// A kind of problem, for tests out of distribution. All have at most 31 nodes, which is what the vocabulary holds.
public enum GraphFamily: String, CaseIterable, Codable, Sendable {
  /// As in training: two families of nodes that grow side by side, paths of 3 or 4 hops.
  case published
  /// The same with paths of 5 hops.
  case fiveHops = "5 hops"
  /// The same with paths of 6 hops.
  case sixHops = "6 hops"
  /// The same with paths of 7 hops.
  case sevenHops = "7 hops"
  /// The same as `published` with 1 parent a node on average, instead of 1.5.
  case sparser
  /// The same with 2 parents a node on average.
  case denser
  /// The same with 29 to 31 nodes.
  case larger
  /// Two trees of 8 to 14 nodes each, paths of 3 or 4 hops: every node but the two first has one parent.
  case trees
  /// Two layered graphs of 3 nodes a layer, paths of 3 or 4 hops: every node has two or three parents in the layer before.
  case manyParents = "many parents"
  /// A star with two arms: one node from which two paths lead away. The root is the first node of one arm, the candidates
  /// end the arms, 3 to 10 hops from the first nodes.
  case stars = "two-arm stars"

  /// Problem `index` of the family under `seed`, without words. It depends on these three alone.
  public func problem(_ index: Int, seed: UInt64 = 0) -> Problem {
    let place = GraphFamily.allCases.firstIndex(of: self) ?? 0
    var random = RandomStream(seed, 0xFA417, UInt64(place), UInt64(index))
    switch self {
    case .published: return Generator().problem(&random)
    case .fiveHops: return Generator(hops: 5...5).problem(&random)
    case .sixHops: return Generator(hops: 6...6).problem(&random)
    case .sevenHops: return Generator(hops: 7...7).problem(&random)
    case .sparser: return Generator(density: .sparser).problem(&random)
    case .denser: return Generator(density: .denser).problem(&random)
    case .larger: return Generator().problem(nodes: 29...31, using: &random)
    case .trees:
      let hops = 3 + random.below(2)
      return twoSided(
        (0..<2).map { _ in tree(nodes: 8 + random.below(7), hops: hops, &random) }, hops, &random)
    case .manyParents:
      let hops = 3 + random.below(2)
      return twoSided((0..<2).map { _ in layers(of: 3, hops: hops, &random) }, hops, &random)
    case .stars: return star(hops: 3 + random.below(8), &random)
    }
  }

  /// Problems `0 ..< count` of the family, drawn on all cores.
  public func problems(_ count: Int, seed: UInt64 = 0) -> [Problem] {
    inParallel(count) { problem($0, seed: seed) }
  }
}

/// One side of a problem: edges over nodes from 0, the root of the side, and the depth of each node.
private struct Side {
  var edges: [Edge] = []
  var depth = [0]
}

/// A tree: a path of `hops` edges, then nodes that each hang on a random node which is less deep than `hops`.
private func tree(nodes: Int, hops: Int, _ random: inout RandomStream) -> Side {
  var side = Side()
  for node in 1..<nodes {
    let parent =
      node <= hops ? node - 1 : random.pick(side.depth.indices.filter { side.depth[$0] < hops }) ?? 0
    side.edges.append(Edge(parent, node))
    side.depth.append(side.depth[parent] + 1)
  }
  return side
}

/// The root, then `hops` layers of `width` nodes. Each node has two or three parents in the layer before, or the root.
private func layers(of width: Int, hops: Int, _ random: inout RandomStream) -> Side {
  var side = Side()
  for layer in 1...hops {
    let before = side.depth.indices.filter { side.depth[$0] == layer - 1 }
    for _ in 0..<width {
      var parents = before
      random.shuffle(&parents)
      side.edges += parents.prefix(2 + random.below(2)).map { Edge($0, side.depth.count) }
      side.depth.append(layer)
    }
  }
  return side
}

/// The problem of two sides with nothing in common: root and target are in the first, the other candidate in the second,
/// both candidates `hops` deep. Nodes are numbered, and edges ordered, at random.
private func twoSided(_ sides: [Side], _ hops: Int, _ random: inout RandomStream) -> Problem {
  let first = sides[0].depth.count
  let label = random.permutation(first + sides[1].depth.count)
  var edges =
    sides[0].edges.map { Edge(label[$0.source], label[$0.target]) }
    + sides[1].edges.map { Edge(label[first + $0.source], label[first + $0.target]) }
  random.shuffle(&edges)
  func deep(_ side: Int) -> Int {
    random.pick(sides[side].depth.indices.filter { sides[side].depth[$0] == hops }) ?? 0
  }
  return problem(
    nodes: label.count, edges, root: label[0], target: label[deep(0)], other: label[first + deep(1)])
}

/// The problem of a star whose arms have `hops` + 1 nodes each.
private func star(hops: Int, _ random: inout RandomStream) -> Problem {
  let nodes = 2 * (hops + 1) + 1
  let label = random.permutation(nodes)
  // The middle is node 0, the arms are 1 … hops + 1 and hops + 2 … 2 hops + 2.
  var edges = (1..<nodes).map { node in
    Edge(label[node == 1 || node == hops + 2 ? 0 : node - 1], label[node])
  }
  random.shuffle(&edges)
  return problem(
    nodes: nodes, edges, root: label[1], target: label[hops + 1], other: label[nodes - 1])
}

private func problem(nodes: Int, _ edges: [Edge], root: Int, target: Int, other: Int) -> Problem {
  Problem(
    graph: Graph(nodeCount: nodes, edges: edges), symbols: (0..<nodes).map { "node \($0)" }, root: root,
    target: target, negativeTarget: other)
}
