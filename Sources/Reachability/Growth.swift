// Grows a random graph node by node. Generator.swift decides which graphs become problems.

import Randomness

/// A growing graph. Each new node draws how many parents it wants (Poisson), then which nodes may be its parents (first
/// family, second family, or all), then the parents, without repetition; deeper nodes weigh more.
///
/// Hao et al. 2024 (appendix) describe two families with probability .35 each, Poisson(1.5) parents and
/// weight `1.5 depth + 1`. That leaves 4.4 nodes without parent instead of 2.6, and too few problems of four
/// hops, so these constants are fitted to the published validation file:
/// - `newNodes`: 26. In that file the number of nodes with a parent has mean 20.19 and deviation 2.09. A
///   binomial of 26 draws with probability 1 − exp(−1.5) has 20.20 and 2.12.
/// - `firstFamily`, `secondFamily`: .43 and .35, from the shares of nodes reachable from the root only (.52),
///   from the other root only (.39) and from both (.06).
/// - A node outside both families can be a parent only if the new node may choose among all. This fits the
///   number of nodes without parent: in the published files they share children with both families alike.
/// - Nodes in both families or in neither weigh 1, as at depth 0. `depthWeight` 1.9 fits the frontier sizes.
/// - `shareOfFourHops`: .52 of problems have L = 4, the others 3.
/// Chapter 1 prints how well all this fits.
struct Growth {
  static let newNodes = 26
  static let firstFamily = 0.43
  static let secondFamily = 0.35
  static let depthWeight = 1.9
  static let shareOfFourHops = 0.52

  /// The families of a node, by descent. The founders, nodes 0 and 1, belong to their own.
  enum Membership: Int {
    case neither = 0
    case first = 1
    case second = 2
    case both = 3

    /// The families of a child of both nodes.
    func union(_ other: Membership) -> Membership { Membership(rawValue: rawValue | other.rawValue) ?? .both }
  }

  var membership: [Membership] = [.first, .second]
  /// Edges from the founder of the node's family (for both families, the nearer one); 0 outside them.
  var depth = [0, 0]
  var isParent = [false, false]
  var isChild = [false, false]
  /// Edges in the order in which nodes were added; those into one node stand together.
  var edges: [Edge] = []
  /// How many nodes have an edge; the founders count from the start.
  var connected = 2

  var count: Int { depth.count }

  /// Adds `newNodes` nodes, or adds nodes until `size` have edges (or more, if old ones get their first).
  init(size: Int?, density: Density, _ random: inout RandomStream) {
    var added = 0
    while size.map({ connected < $0 }) ?? (added < Growth.newNodes) {
      addNode(density, &random)
      added += 1
    }
  }

  /// Adds one node: draws how many parents it wants and how likely each older node is to be one, then the parents.
  private mutating func addNode(_ density: Density, _ random: inout RandomStream) {
    let node = count
    let wanted = density.numberOfParents(&random)
    var weights = weights(&random)
    var parents: [Int] = []
    while parents.count < wanted, weights.contains(where: { $0 > 0 }) {
      let parent = random.pick(weights: weights)
      weights[parent] = 0  // No parent twice.
      parents.append(parent)
    }
    // Its edges; `connected` counts the nodes that have one.
    for parent in parents {
      if !isParent[parent] && !isChild[parent] && parent > 1 { connected += 1 }
      isParent[parent] = true
      edges.append(Edge(parent, node))
    }
    if !parents.isEmpty { connected += 1 }
    // The node descends from every founder that a parent descends from. Its depth is one more than that of the least deep of
    // these parents.
    let inFamily = parents.filter { membership[$0] != .neither }
    membership.append(parents.reduce(.neither) { $0.union(membership[$1]) })
    depth.append(inFamily.map { depth[$0] + 1 }.min() ?? 0)
    isParent.append(false)
    isChild.append(!parents.isEmpty)
  }

  /// How likely each node is to become a parent of the next one, as a weight. First it draws the family to which the
  /// parents must belong (nil: any node will do). Deep nodes weigh more, so that long paths grow longer.
  private func weights(_ random: inout RandomStream) -> [Double] {
    let choice = random.uniform()
    let only: Membership? =
      choice < Growth.firstFamily
      ? .first : choice < Growth.firstFamily + Growth.secondFamily ? .second : nil
    return (0..<count).map { node in
      let family = membership[node]
      if let only, family != only { return 0 }
      return family == .first || family == .second ? 1 + Growth.depthWeight * Double(depth[node]) : 1
    }
  }

}

/// How many parents a new node of a growing graph wants.
public enum Density: String, CaseIterable, Sendable {
  /// 1 on average.
  case sparser
  /// 1.5 on average, as Hao et al. 2024 describe.
  case published
  /// 2 on average.
  case denser

  /// The mean of the Poisson distribution.
  public var meanParents: Double {
    switch self {
    case .sparser: 1
    case .published: 1.5
    case .denser: 2
    }
  }

  /// exp(−meanParents), written out because C libraries differ in the last bit.
  private var withoutParents: Double {
    switch self {
    case .sparser: 0.367_879_441_171_442_33
    case .published: 0.223_130_160_148_429_83
    case .denser: 0.135_335_283_236_612_7
    }
  }

  /// A Poisson number with mean `meanParents`, by inversion.
  func numberOfParents(_ random: inout RandomStream) -> Int {
    var rest = random.uniform() - withoutParents
    var probability = withoutParents
    var number = 0
    while rest >= 0 && number < 20 {
      number += 1
      probability *= meanParents / Double(number)
      rest -= probability
    }
    return number
  }
}
