// Theorem 1's flow at c = 0 when the root's children do not match equally well. The theorem's own model has one number for
// all of them; a trained transformer has not.

import Foundation
import Reachability

/// The gradient flow of μ at c = 0 where child i of the root has the logit `μ m_i`, `m_i = 1 + ε s_i`, instead of μ.
///
/// The s_i of k children are equally spaced, with mean 0 and variance 1, and which child has which is independent of the
/// label. In expectation over that, with the root's own logit 1 and 0 on all other nodes,
///
///     Z(μ) = e + n − k − 1 + Σ_i exp(μ m_i)
///     Coconut:      l = log Z − μ,                    μ' ∝ 1 − Σ_i m_i exp(μ m_i) / Z
///     Coconut-BFS:  l = log Z − log Σ_i exp(μ m_i)
///
/// With two children Coconut's root is where `2 ε e^μ sinh(ε μ) = e + n − 3`. So it grows like `2 log(1/ε) − log μ`. With one
/// child nothing is uneven, and there is none.
public struct UnevenChildren: Sendable {
  /// n, k, and the problem's share of the average.
  private let graphs: [(nodes: Double, matches: [Double], share: Double)]

  /// The flow of `problems` where matches have the standard deviation `deviation` (ε, at most ½, so that all are above 0).
  public init(_ problems: [Problem], deviation: Double) {
    precondition((0...0.5).contains(deviation), "a child may not match less than other nodes")
    var counts: [SIMD2<Int>: Int] = [:]
    for problem in problems {
      counts[SIMD2(problem.graph.nodeCount, problem.frontier(1).count), default: 0] += 1
    }
    graphs = counts.sorted { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }.map { size, count in
      (
        Double(size.x), UnevenChildren.matches(size.y, deviation: deviation),
        Double(count) / Double(problems.count)
      )
    }
  }

  /// m_1 … m_k, ascending.
  static func matches(_ count: Int, deviation: Double) -> [Double] {
    guard count > 1 else { return Array(repeating: 1, count: count) }
    let k = Double(count)
    let unit = ((k * k - 1) / 3).squareRoot()
    return (0..<count).map { 1 + deviation * (2 * Double($0) - k + 1) / unit }
  }

  /// μ' of Coconut at α = 1, each problem weighed by 1/n as in the theorem (K = 1).
  public func coconutVelocity(_ mu: Double) -> Double {
    average { nodes, matches in
      let (rest, weights) = masses(nodes, matches, mu)
      // 1 − F as a mean of 1 − m: no difference of two nearly equal numbers.
      let gap = rest + zip(weights, matches).reduce(0) { $0 + $1.0 * (1 - $1.1) }
      return gap / (rest + weights.reduce(0, +)) / nodes
    }
  }

  /// μ' of Coconut-BFS with the frontier, likewise.
  public func bfsVelocity(_ mu: Double) -> Double {
    average { nodes, matches in
      let (rest, weights) = masses(nodes, matches, mu)
      let total = weights.reduce(0, +)
      let mean = zip(weights, matches).reduce(0) { $0 + $1.0 * $1.1 } / total
      return mean * rest / (rest + total) / nodes
    }
  }

  /// μ*, where Coconut's flow rests that starts at 0; nil if it grows without bound.
  public var coconutRoot: Double? { firstRoot(of: coconutVelocity) }
  /// The same for Coconut-BFS with the frontier.
  public var bfsRoot: Double? { firstRoot(of: bfsVelocity) }

  /// Mean losses in nats, every problem counted alike.
  public func losses(_ mu: Double) -> (coconut: Double, bfs: Double) {
    (
      average { nodes, matches in
        let (rest, weights) = masses(nodes, matches, mu)
        return log(rest + weights.reduce(0, +)) + mu * (matches.max() ?? 0) - mu
      },
      average { nodes, matches in
        let (rest, weights) = masses(nodes, matches, mu)
        let total = weights.reduce(0, +)
        return log(1 + rest / total)
      }
    )
  }

  /// Mean evenness of the softmax over the children of problems with two or more; nil without such problems.
  public func evenness(_ mu: Double) -> Double? {
    let several = graphs.filter { $0.matches.count > 1 }
    let share = several.reduce(0) { $0 + $1.share }
    guard share > 0 else { return nil }
    return several.reduce(0) { sum, graph in
      let (_, weights) = masses(graph.nodes, graph.matches, mu)
      return sum + graph.share * Reachability.evenness(weights, of: weights.count)
    } / share
  }

  private func average(_ value: (Double, [Double]) -> Double) -> Double {
    graphs.reduce(0) { $0 + $1.share * value($1.nodes, $1.matches) }
  }

  /// exp(ξ) of all other nodes together, and of each child, both over the largest child's.
  private func masses(_ nodes: Double, _ matches: [Double], _ mu: Double) -> (Double, [Double]) {
    let largest = mu * (matches.max() ?? 0)
    return (
      (M_E + nodes - Double(matches.count) - 1) * exp(-largest), matches.map { exp(mu * $0 - largest) }
    )
  }
}
