// The simplified model end to end: layer 1 fixed, layer 2 trained, real continuous thoughts.
// SimplifiedReport.swift has the training loop and the measurements.

import Reachability
import Records

/// The theory's model with its own thoughts instead of uniform ones. Layer 1 is fixed: each edge token holds its source
/// and target. Layer 2 has the key-query matrix W over labels; node embeddings are orthonormal.
///
/// From a thought x: `a_s = Σ_u x_u W[u, s]`; linear `ξ_v = x_v + Σ_{s → v} a_s`; softmax
/// `ξ_v = x_v + gain Σ_{e = s → v} softmax(a)_e`. The next thought is `ξ / ‖ξ‖`.
public struct SimplifiedModel: Sendable {
  /// How layer 2 attends to the edges.
  public let attention: EdgeAttention
  /// n, the number of node labels.
  public let labelCount: Int
  /// The key-query matrix W (n, n), row by row: thought node, then edge source.
  public var matrix: [Double]
  /// The gain: 1 for linear attention. Softmax weights add to 1, so with softmax it is the largest logit that
  /// attention alone can give: 20, enough for a loss near 0.
  public let gain: Double

  /// The model at W = 0.
  public init(_ attention: EdgeAttention, labelCount: Int = Vocabulary.nodeCount) {
    self.attention = attention
    self.labelCount = labelCount
    gain = attention == .softmax ? 20 : 1
    matrix = [Double](repeating: 0, count: labelCount * labelCount)
  }

  /// A gradient in the shape of the parameters.
  public struct Gradient: Sendable {
    /// ∂loss/∂W (n, n), row by row.
    public var matrix: [Double]

    /// Zero for `labelCount` node labels.
    public init(labelCount: Int) { matrix = [Double](repeating: 0, count: labelCount * labelCount) }
  }

  /// What the read after one thought keeps for the backward pass.
  struct Read {
    let thought: [Double]
    let edgeWeights: [Double]
    let logits: [Double]
  }

  /// One pass of layer 2 from `thought` (one coefficient per node); `label` gives each node's label.
  func read(_ thought: [Double], _ graph: Graph, _ label: [Int]) -> Read {
    var scores = [Double](repeating: 0, count: graph.nodeCount)
    for (u, coefficient) in thought.enumerated() where coefficient != 0 {
      for s in scores.indices { scores[s] += coefficient * matrix[label[u] * labelCount + label[s]] }
    }
    var weights = graph.edges.map { scores[$0.source] }
    if attention == .softmax { weights = softmax(logits: weights) }
    var logits = thought
    for (edge, weight) in zip(graph.edges, weights) { logits[edge.target] += gain * weight }
    return Read(thought: thought, edgeWeights: weights, logits: logits)
  }

  /// The logits (nodes) after 0 … `count` thoughts from the root; `label` gives each node's label.
  public func logits(_ problem: Problem, label: [Int], thoughts count: Int) -> [[Double]] {
    chain(problem, label, count).map(\.logits)
  }

  private func chain(_ problem: Problem, _ label: [Int], _ count: Int) -> [Read] {
    var thought = [Double](repeating: 0, count: problem.graph.nodeCount)
    thought[problem.root] = 1
    var reads: [Read] = []
    for _ in 0...count {
      let next = read(thought, problem.graph, label)
      reads.append(next)
      thought = normalised(next.logits)
    }
    return reads
  }

  /// Returns the loss in nats after `count` thoughts, accepting the nodes `accepted` (paper Eq. 5 and 6).
  /// Adds its gradient through every thought, times `scale`, to `gradient`.
  public func backward(
    _ problem: Problem, label: [Int], thoughts count: Int, accepted: [Int], scale: Double,
    into gradient: inout Gradient
  ) -> Double {
    let graph = problem.graph
    let reads = chain(problem, label, count)
    let (loss, gradientOfLogits) = crossEntropy(logits: reads[count].logits, accepting: accepted)
    var slope = gradientOfLogits
    for index in stride(from: count, through: 0, by: -1) {
      let read = reads[index]
      var edgeSlope = graph.edges.map { gain * slope[$0.target] }
      if attention == .softmax {
        let mean = zip(edgeSlope, read.edgeWeights).reduce(0) { $0 + $1.0 * $1.1 }
        edgeSlope = zip(edgeSlope, read.edgeWeights).map { ($0 - mean) * $1 }
      }
      var sourceSlope = [Double](repeating: 0, count: graph.nodeCount)
      for (edge, value) in zip(graph.edges, edgeSlope) { sourceSlope[edge.source] += value }
      var thoughtSlope = slope
      for u in thoughtSlope.indices {
        for (s, value) in sourceSlope.enumerated() where value != 0 {
          let entry = label[u] * labelCount + label[s]
          gradient.matrix[entry] += scale * read.thought[u] * value
          thoughtSlope[u] += matrix[entry] * value
        }
      }
      guard index > 0 else { break }
      // Go back through x = ξ / ‖ξ‖, where ξ are the logits of the previous read.
      let before = reads[index - 1].logits
      let norm = before.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let along = zip(read.thought, thoughtSlope).reduce(0) { $0 + $1.0 * $1.1 }
      slope = zip(read.thought, thoughtSlope).map { ($1 - $0 * along) / norm }
    }
    return loss
  }

  /// μ and ν: the means of W on and off the diagonal.
  public var means: (mu: Double, nu: Double) {
    let diagonal = (0..<labelCount).reduce(0) { $0 + matrix[$1 * labelCount + $1] }
    let rest = matrix.reduce(0, +) - diagonal
    return (diagonal / Double(labelCount), rest / Double(labelCount * (labelCount - 1)))
  }
}
