// Sums over N_c for one problem at one c: all that the index-matching flow needs. It trains nothing.

import Foundation
import Reachability
import Records

/// A class of nodes that the flow cannot tell apart: same carry-over, same d_v, all accepted or all rejected.
public struct NodeClass: Hashable, Sendable {
  /// Whether the nodes lie in N_c; the thought then carries them over with λ = 1/√K.
  public let carried: Bool
  /// d_v: edges from N_c into each of the nodes.
  public let inDegree: Int
  /// Whether the loss accepts them.
  public let accepted: Bool
  /// How many nodes the class has.
  public let count: Int
}

/// One problem and accepted set at one c: all that Theorem 1's flow depends on.
///
/// Logits with the uniform thought (paper, simplified model): `ξ_v = (1{v ∈ N_c} + μ d_v) / √K`, `K = |N_c|`.
public struct NodeSums: Hashable, Sendable {
  /// n, the nodes of the graph.
  public let nodeCount: Int
  /// K = |N_c|, the nodes in superposition.
  public let superposed: Int
  /// The nodes in classes, in a fixed order.
  public let classes: [NodeClass]

  /// The sums of `problem` after `c` thoughts for a loss accepting `accepted` (node numbers, at least one).
  public init(_ problem: Problem, c: Int, accepted: [Int]) {
    let graph = problem.graph
    let superposition = problem.reachable(c)
    var inDegree = [Int](repeating: 0, count: graph.nodeCount)
    for node in superposition {
      for successor in graph.successors[node] { inDegree[successor] += 1 }
    }
    let carried = Set(superposition)
    let accepted = Set(accepted)
    var counts: [NodeClass: Int] = [:]
    for v in 0..<graph.nodeCount {
      let kind = NodeClass(
        carried: carried.contains(v), inDegree: inDegree[v], accepted: accepted.contains(v), count: 0)
      counts[kind, default: 0] += 1
    }
    nodeCount = graph.nodeCount
    superposed = superposition.count
    classes = counts.map {
      NodeClass(
        carried: $0.key.carried, inDegree: $0.key.inDegree, accepted: $0.key.accepted, count: $0.value)
    }.sorted { $0.order < $1.order }
  }

  /// d_max: the largest d_v of the graph.
  public var largestInDegree: Int { classes.map(\.inDegree).max() ?? 0 }

  /// The largest d_v among accepted nodes; for Coconut, d* of the demonstrated node.
  public var largestAcceptedInDegree: Int { classes.filter(\.accepted).map(\.inDegree).max() ?? 0 }

  /// Theorem 1's condition for a bounded flow: no accepted node has the largest in-degree.
  public var isBounded: Bool { largestAcceptedInDegree < largestInDegree }

  /// F(μ) = Σ_v softmax(ξ)_v d_v, the in-degree the softmax expects (Theorem 1). Increasing in μ.
  public func expectedInDegree(_ mu: Double) -> Double {
    let (accepted, rejected) = moments(mu)
    return (accepted.first + rejected.first) / (accepted.mass + rejected.mass)
  }

  /// μ' at α = 1: `(Σ_v q_v d_v − F(μ)) / (n √K)` with q = softmax(ξ) restricted to the accepted nodes (Theorem 1).
  ///
  /// Computed as `(1 − P) (E_accepted d − E_rejected d) / (n √K)`, P the accepted mass. This is the same
  /// number, but it does not subtract two nearly equal ones when P approaches 1.
  public func velocity(_ mu: Double) -> Double {
    let (accepted, rejected) = moments(mu)
    guard rejected.mass > 0 else { return 0 }
    guard accepted.mass > 0 else {
      // All accepted weights underflow: |μ| is so large that only the foremost d counts.
      let degrees = classes.filter(\.accepted).map(\.inDegree)
      let foremost = Double((mu > 0 ? degrees.max() : degrees.min()) ?? 0)
      return (foremost - rejected.first / rejected.mass) * timeScale
    }
    let difference = accepted.first / accepted.mass - rejected.first / rejected.mass
    return rejected.mass / (accepted.mass + rejected.mass) * difference * timeScale
  }

  /// The limit of `velocity` for μ → ∞, exactly: `(largest accepted d − d_max) / (n √K)`.
  public var velocityAtInfinity: Double {
    Double(largestAcceptedInDegree - largestInDegree) * timeScale
  }

  /// 1 / (n √K): the paper's factor α / (n √K) at α = 1.
  public var timeScale: Double { 1 / (Double(nodeCount) * Double(superposed).squareRoot()) }

  /// Sums of the unnormalised softmax over a group of nodes: Σ weight, Σ weight d.
  private typealias Moments = (mass: Double, first: Double)

  /// Moments of the accepted and of the rejected nodes, after subtracting the largest logit. It makes no
  /// intermediate arrays, because a flow calls it millions of times.
  private func moments(_ mu: Double) -> (accepted: Moments, rejected: Moments) {
    let lambda = 1 / Double(superposed).squareRoot()
    var largest = -Double.infinity
    for kind in classes { largest = max(largest, kind.logit(mu)) }
    var accepted: Moments = (0, 0)
    var rejected: Moments = (0, 0)
    for kind in classes {
      let mass = Double(kind.count) * exp(lambda * (kind.logit(mu) - largest))
      let d = Double(kind.inDegree)
      if kind.accepted {
        accepted = (accepted.mass + mass, accepted.first + mass * d)
      } else {
        rejected = (rejected.mass + mass, rejected.first + mass * d)
      }
    }
    return (accepted, rejected)
  }
}

extension NodeClass {
  /// ξ_v √K.
  fileprivate func logit(_ mu: Double) -> Double { (carried ? 1 : 0) + mu * Double(inDegree) }

  /// A number that orders classes, so that equal sums are equal values.
  fileprivate var order: Int { inDegree * 4 + (carried ? 2 : 0) + (accepted ? 1 : 0) }
}
