// How a graph grows, node by node, and the constants of it. Which graphs make problems is Generator.swift's business.

import Randomness

/// The constants of growth. A new node chooses whom it may have as parents (the first family, the second, or everybody),
/// draws how many parents it wants (Poisson), and draws them without repetition, deeper nodes with more weight.
///
/// Described (Hao et al. 2024, appendix): two families, Poisson(1.5) parents, weight `1.5 depth + 1`, families with .35
/// each. Fitted to the published validation file, because the description as it stands leaves 4.4 nodes without parent
/// instead of 2.6 and too few problems of four hops:
/// - `newNodes`: 26 are added. The number of nodes with a parent has mean 20.19 and deviation 2.09 there; a binomial
///   of 26 draws, each with a parent with probability 1 − exp(−1.5), has 20.20 and 2.12.
/// - `firstFamily`, `secondFamily`: .43 and .35, by the shares of nodes reachable from the root only (.52), from the other
///   root only (.39) and from both (.06).
/// - A node outside both families is a candidate only for those that choose among everybody, by the number of nodes
///   without parent: in the published files such nodes share their children with both families alike.
/// - Nodes in both families and in neither weigh 1, as if of depth 0; `depthWeight` is 1.9, by the frontier sizes.
/// - `shareOfFourHops`: .52 of problems have L = 4, the others 3.
/// Chapter 1 prints how well all this fits.
struct Growth {
  static let newNodes = 26
  static let meanParents = 1.5
  /// exp(−1.5), written out because C libraries differ in the last bit.
  static let withoutParents = 0.223_130_160_148_429_83
  static let firstFamily = 0.43
  static let secondFamily = 0.35
  static let depthWeight = 1.9
  static let shareOfFourHops = 0.52

  /// Whose descendant a node is. The founders, nodes 0 and 1, are in their own families.
  enum Membership: Int {
    case neither = 0
    case first = 1
    case second = 2
    case both = 3

    /// Whose descendant a child of both is.
    func union(_ other: Membership) -> Membership { Membership(rawValue: rawValue | other.rawValue) ?? .both }
  }

  var membership: [Membership] = [.first, .second]
  /// Hops from the founder of its family, 0 outside the families; of both, from the nearer founder.
  var depth = [0, 0]
  var isParent = [false, false]
  var isChild = [false, false]
  /// Edges, those to one node together, in the order in which nodes were added.
  var edges: [Edge] = []
  /// Nodes with an edge: the founders are counted from the start.
  var connected = 2

  var count: Int { depth.count }

  /// A graph grown by `newNodes`, or until `size` nodes have an edge (or one more, when an old node gets its first).
  init(size: Int?, _ random: inout RandomStream) {
    var added = 0
    while size.map({ connected < $0 }) ?? (added < Growth.newNodes) {
      addNode(&random)
      added += 1
    }
  }

  private mutating func addNode(_ random: inout RandomStream) {
    let node = count
    let wanted = Growth.numberOfParents(&random)
    var weights = weights(&random)
    var parents: [Int] = []
    while parents.count < wanted, weights.contains(where: { $0 > 0 }) {
      let parent = random.pick(weights: weights)
      weights[parent] = 0
      parents.append(parent)
    }
    for parent in parents {
      if !isParent[parent] && !isChild[parent] && parent > 1 { connected += 1 }
      isParent[parent] = true
      edges.append(Edge(parent, node))
    }
    if !parents.isEmpty { connected += 1 }
    let inFamily = parents.filter { membership[$0] != .neither }
    membership.append(parents.reduce(.neither) { $0.union(membership[$1]) })
    depth.append(inFamily.map { depth[$0] + 1 }.min() ?? 0)
    isParent.append(false)
    isChild.append(!parents.isEmpty)
  }

  /// The weight of each node as a parent of the next; 0 for those that it may not have.
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

  /// A Poisson number with mean 1.5, by inversion.
  private static func numberOfParents(_ random: inout RandomStream) -> Int {
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
