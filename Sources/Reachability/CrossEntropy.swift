// The softmax of logits, how even it is, and the cross-entropy of one read. All losses use it; Loss.swift says which nodes each accepts.
// The softmax of attention weights, in the model's own precision, is in the module Transformer.

import Foundation

/// The greedy choice: the index of the largest of `logits`, the first of several; 0 for none.
public func greedy<Scalar: Comparable>(_ logits: some RandomAccessCollection<Scalar>) -> Int {
  logits.enumerated().max { $0.element < $1.element }?.offset ?? 0
}

/// `p_v = exp(ξ_v − max ξ) / Σ_u exp(ξ_u − max ξ)`, in double precision: the share of each of `logits`; they add to 1.
public func softmax(logits: some Collection<some BinaryFloatingPoint>) -> [Double] {
  let logits = logits.map { Double($0) }
  let largest = logits.max() ?? 0
  let weights = logits.map { exp($0 - largest) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

/// Entropy of `weights` (non-negative, normalised here) divided by log `count`: 1 when `count` weights are
/// equal, 0 when one has all. 1 if `count` is 1.
public func evenness(_ weights: [Double], of count: Int) -> Double {
  let total = weights.reduce(0, +)
  guard count > 1, total > 0 else { return 1 }
  let entropy = weights.reduce(0) { sum, weight in
    let share = weight / total
    return share > 0 ? sum - share * log(share) : sum
  }
  return entropy / log(Double(count))
}

/// Loss and gradient of one read: `l = −log( Σ_{v ∈ accepted} exp ξ_v / Σ_v exp ξ_v )`.
///
/// Coconut (paper Eq. 6) accepts the one demonstrated node, Coconut-BFS (Eq. 5) every node of its candidate set; at
/// `[A]` both accept the answer alone. With `p = softmax(ξ)` and `q` = p restricted to `accepted` and normalised,
/// `∂l/∂ξ = p − q`.
/// - Parameters:
///   - logits: ξ, one per token.
///   - accepted: token ids, without repeats, at least one.
/// - Returns: the loss in nats and its gradient, one per token.
public func crossEntropy<Scalar: BinaryFloatingPoint>(
  logits: some Collection<Scalar>, accepting accepted: [Int]
) -> (loss: Scalar, gradient: [Scalar]) {
  // Subtracting the largest logit changes no probability, and keeps exp from overflowing.
  let logits = logits.map { Double($0) }
  let largest = logits.max() ?? 0
  let weights = logits.map { exp($0 - largest) }
  let total = weights.reduce(0, +)
  let best = accepted.map { logits[$0] }.max() ?? 0
  let kept = accepted.reduce(0) { $0 + exp(logits[$1] - best) }
  var gradient = weights.map { $0 / total }
  for v in accepted { gradient[v] -= exp(logits[v] - best) / kept }
  return (Scalar(log(total) + largest - log(kept) - best), gradient.map { Scalar($0) })
}

/// The mean of `crossEntropy(logits:accepting:)` over several sets, which are equally likely labels, and its gradient.
///
/// With one set this is that set's cross-entropy. With k sets of one node each it is the cross-entropy against the
/// uniform distribution over the k nodes, and `∂l/∂ξ = p − 1/k` on them.
public func crossEntropy<Scalar: BinaryFloatingPoint>(
  logits: some Collection<Scalar>, acceptingOneOf sets: [[Int]]
) -> (loss: Scalar, gradient: [Scalar]) {
  var sum: (loss: Scalar, gradient: [Scalar]) = (0, Array(repeating: 0, count: logits.count))
  for accepted in sets {
    let (loss, gradient) = crossEntropy(logits: logits, accepting: accepted)
    sum.loss += loss / Scalar(sets.count)
    for v in gradient.indices { sum.gradient[v] += gradient[v] / Scalar(sets.count) }
  }
  return sum
}
