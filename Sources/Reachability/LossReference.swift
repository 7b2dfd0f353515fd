// Reference values for a training loss: what a guess costs that knows part of the answer. It knows no model.

import Foundation

/// The Coconut loss (paper Eq. 6) of a guesser who spreads probability evenly over a set that holds the
/// demonstrated node: the mean of ln |set| over problems, in nats.
public struct LossReference: Hashable, Sendable {
  /// c, thoughts made: the loss asks for hop c + 1.
  public let c: Int
  /// Problems that have a hop c + 1.
  public let problems: Int
  /// Mean number of nodes exactly c + 1 hops from the root.
  public let frontier: Double
  /// Mean number of those on a shortest path root → target.
  public let shortestPaths: Double
  /// Loss in nats when that set is all nodes of the graph.
  public let graphLoss: Double
  /// Loss in nats when that set is frontier_{c+1}.
  public let frontierLoss: Double
  /// Loss in nats when that set is the shortest-path nodes at hop c + 1. No guesser does better on average,
  /// because the demonstrated node is drawn among them.
  public let shortestPathsLoss: Double

  /// One reference for each c for which some of `problems` has a hop c + 1.
  public static func all(_ problems: [Problem]) -> [LossReference] {
    (0..<(problems.map(\.pathLength).max() ?? 0)).map { c in
      let long = problems.filter { $0.pathLength > c }
      func mean(_ value: (Problem) -> Double) -> Double {
        long.reduce(0) { $0 + value($1) } / Double(long.count)
      }
      return LossReference(
        c: c, problems: long.count,
        frontier: mean { Double($0.frontier(c + 1).count) },
        shortestPaths: mean { Double($0.shortestPathNodes(c + 1).count) },
        graphLoss: mean { log(Double($0.graph.nodeCount)) },
        frontierLoss: mean { log(Double($0.frontier(c + 1).count)) },
        shortestPathsLoss: mean { log(Double($0.shortestPathNodes(c + 1).count)) })
    }
  }
}

/// How many nodes a candidate set of Coconut-BFS accepts (paper Eq. 5), and whether it can be satisfied without a search.
public struct CandidateSetReference: Hashable, Sendable {
  /// The set.
  public let set: CandidateSet
  /// Mean number of nodes accepted after c = 0, 1, … thoughts, over the problems with a hop c + 1.
  public let sizes: [Double]
  /// Share of those pairs (problem, c) that accept the root: the score of a model that repeats it.
  public let rootShare: Double
  /// Share of those with c ≥ 1 that accept every node one hop from the root: the score of a model that
  /// searches one hop and stays there.
  public let firstHopShare: Double

  /// The reference of `set` on `problems`.
  public init(_ set: CandidateSet, _ problems: [Problem]) {
    let accepted = (0..<max(1, problems.map(\.pathLength).max() ?? 1)).map { c in
      problems.filter { $0.pathLength > c }.map { (problem: $0, nodes: Set(set.nodes($0, c: c))) }
    }
    func share(_ rows: [(problem: Problem, nodes: Set<Int>)], _ isRight: (Problem, Set<Int>) -> Bool)
      -> Double
    {
      Double(rows.count { isRight($0.problem, $0.nodes) }) / Double(max(rows.count, 1))
    }
    self.set = set
    sizes = accepted.map { sets in
      Double(sets.reduce(0) { $0 + $1.nodes.count }) / Double(max(sets.count, 1))
    }
    rootShare = share(Array(accepted.joined())) { $1.contains($0.root) }
    firstHopShare = share(Array(accepted.dropFirst().joined())) { $1.isSuperset(of: $0.frontier(1)) }
  }
}
