// One continuous thought of the simplified model, as coefficients of node embeddings. No loss and no training.

import Foundation
import Reachability

/// The logits after a thought: `ξ_v = x_v + μ Σ_{u → v} x_u` (paper, simplified model: carry-over plus one-hop
/// expansion). `thought` holds the coefficients x_v of the orthonormal node embeddings, one per node.
public func nextLogits<Scalar: BinaryFloatingPoint>(
  _ thought: [Scalar], in graph: Graph, indexMatchingLogit mu: Scalar
) -> [Scalar] {
  var logits = thought
  for edge in graph.edges { logits[edge.target] += mu * thought[edge.source] }
  return logits
}

/// `vector` divided by its Euclidean norm: the next thought from its logits (Theorem 2). Zero stays zero.
///
/// It divides by the largest coordinate first, so that squares neither overflow nor all underflow.
public func normalised<Scalar: BinaryFloatingPoint>(_ vector: [Scalar]) -> [Scalar] {
  let largest = vector.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { return vector }
  let scaled = vector.map { $0 / largest }
  let norm = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return scaled.map { $0 / norm }
}

/// The thoughts `[t_0] … [t_count]` of `problem` from its root (thoughts, nodes), each a unit vector of node
/// coefficients.
public func thoughts<Scalar: BinaryFloatingPoint>(
  of problem: Problem, indexMatchingLogit mu: Scalar, count: Int
) -> [[Scalar]] {
  var thought = [Scalar](repeating: 0, count: problem.graph.nodeCount)
  thought[problem.root] = 1
  var chain = [thought]
  for _ in 0..<count {
    thought = normalised(nextLogits(thought, in: problem.graph, indexMatchingLogit: mu))
    chain.append(thought)
  }
  return chain
}

/// The same thoughts as vectors of an embedding space, in `Float`: nodes are columns of a Hadamard matrix, so
/// no coordinate belongs to one node and rounding leaks between them. Returns `x_v = u_v · [t]`, read back.
public func denseThoughts(of problem: Problem, indexMatchingLogit mu: Float, count: Int) -> [[Float]] {
  let nodes = problem.graph.nodeCount
  var width = 1
  while width < nodes { width *= 2 }
  let entry = 1 / Float(width).squareRoot()
  let embedding = (0..<nodes).map { v in
    (0..<width).map { i in (v & i).nonzeroBitCount % 2 == 0 ? entry : -entry }
  }
  func read(_ thought: [Float]) -> [Float] {
    embedding.map { u in
      var sum: Float = 0
      for i in 0..<width { sum += u[i] * thought[i] }
      return sum
    }
  }
  var thought = embedding[problem.root]
  var chain = [read(thought)]
  for _ in 0..<count {
    let logits = nextLogits(read(thought), in: problem.graph, indexMatchingLogit: mu)
    var sum = [Float](repeating: 0, count: width)
    for (v, logit) in logits.enumerated() {
      for i in 0..<width { sum[i] += logit * embedding[v][i] }
    }
    thought = normalised(sum)
    chain.append(read(thought))
  }
  return chain
}

/// The nodes with a positive coefficient, ascending.
public func support<Scalar: BinaryFloatingPoint>(_ thought: [Scalar]) -> [Int] {
  thought.indices.filter { thought[$0] > 0 }
}
