// A thought with scores for its nodes, and what it takes to remove one of them or to add one. It runs no model.

import Reachability

/// Thought c of a problem as the model made it. Node v has the score ⟨thought, vectors[v]⟩ + biases[v].
struct ScoredThought {
  /// The problem.
  let problem: Problem
  /// The thought's number; 1 is the first.
  let c: Int
  /// The thought (width).
  let thought: [Float]
  /// One vector (width) for each node: a row of the output head, or the direction of a probe.
  let vectors: [[Float]]
  /// One number for each node; nil if all are 0.
  var biases: [Double]?

  /// Removes `node`: the smallest step after which its score is the mean score of the nodes outside N_c.
  func removing(_ node: Int) -> Intervention.Change { setting(node, like: problem.outside(c)) }

  /// Adds `node`: the smallest step after which its score is the mean score of the nodes at hop c.
  func adding(_ node: Int) -> Intervention.Change { setting(node, like: problem.frontier(c)) }

  private func bias(_ node: Int) -> Double { biases?[node] ?? 0 }

  /// Gives `node` the mean score of `others`.
  private func setting(_ node: Int, like others: [Int]) -> Intervention.Change {
    let scores = others.map { product(vectors[$0], thought) + bias($0) }
    let mean = scores.reduce(0, +) / Double(max(scores.count, 1))
    return .set([.init(vectors[node], Float(mean - bias(node)))])
  }
}
