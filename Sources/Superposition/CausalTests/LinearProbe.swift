// Linear probes of thoughts by ridge regression, and the subspace that decodes a node. It knows no problems.

import Reachability

/// Scores that are linear in a thought: `s_j = w_j · t + b_j`.
package struct LinearProbe: Sendable {
  /// w (outputs, width).
  package var weights: [[Double]]
  /// b (outputs).
  package var biases: [Double]

  /// The scores (outputs) of a thought (width).
  package func scores(_ thought: [Float]) -> [Double] {
    zip(weights, biases).map { product($0, thought) + $1 }
  }
}

/// Means and covariances of thoughts, from which probes of any strength follow.
package struct ThoughtMoments: Sendable {
  /// The mean thought (width).
  package private(set) var mean: [Double]
  /// Covariance (width, width).
  package private(set) var covariance: [[Double]]
  private let thoughts: [[Float]]

  /// The moments of `thoughts` (samples, width), at least one.
  package init(_ thoughts: [[Float]]) {
    self.thoughts = thoughts
    let (d, n) = (thoughts[0].count, Double(thoughts.count))
    var mean = [Double](repeating: 0, count: d)
    for thought in thoughts { for i in 0..<d { mean[i] += Double(thought[i]) / n } }
    let centre = mean
    covariance = inParallel(d) { i in
      var row = [Double](repeating: 0, count: d)
      for thought in thoughts {
        let x = (Double(thought[i]) - centre[i]) / n
        for j in 0..<d { row[j] += x * (Double(thought[j]) - centre[j]) }
      }
      return row
    }
    self.mean = mean
  }

  /// Ridge regression of `labels` (samples, outputs) on the thoughts: `w_j = (C + λ I)⁻¹ cov(t, y_j)`, where C is the
  /// covariance and λ is `strength` times its mean diagonal.
  package func probe(_ labels: [[Double]], strength: Double) -> LinearProbe {
    let outputs = labels[0].count
    let n = Double(thoughts.count)
    var means = [Double](repeating: 0, count: outputs)
    var products = means.map { _ in [Double](repeating: 0, count: mean.count) }
    for (thought, label) in zip(thoughts, labels) {
      for j in 0..<outputs where label[j] != 0 {
        means[j] += label[j] / n
        for i in mean.indices { products[j][i] += label[j] * (Double(thought[i]) - mean[i]) / n }
      }
    }
    let system = ThoughtMoments.ridge(covariance, strength)
    let weights = products.map(system.solve)
    return LinearProbe(weights: weights, biases: zip(means, weights).map { $0 - product($1, mean) })
  }

  /// `C + λ I`, ready to be solved.
  static func ridge(_ covariance: [[Double]], _ strength: Double) -> SymmetricSystem {
    let size = covariance.indices.reduce(0) { $0 + covariance[$1][$1] } / Double(covariance.count)
    var matrix = covariance
    for i in matrix.indices { matrix[i][i] += strength * size }
    return SymmetricSystem(matrix)
  }
}

/// Strengths of ridge regression among which held-out problems choose.
let ridgeStrengths = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]

/// The subspace that decodes a label, by iterated null-space projection (Ravfogel et al. 2020,
/// https://arxiv.org/abs/2004.07667): the best linear direction is found and removed, then the best in what is left, until
/// none tells the two kinds of thoughts apart.
///
/// `positive` and `negative` are thoughts (samples, width). Directions are `(C + λ I)⁻¹ (mean difference)` on three quarters
/// of each; the loop ends when the AUC on the last quarters is at most `level`, or after `most` directions. The result
/// (directions, width) is orthonormal.
package func decodingSubspace(
  positive: [[Float]], negative: [[Float]], covariance: [[Double]], level: Double = 0.55, most: Int = 24
) -> [[Float]] {
  func split(_ all: [[Float]]) -> (fit: [[Double]], held: [[Double]]) {
    let values = all.map { $0.map(Double.init) }
    return (Array(values.prefix(all.count * 3 / 4)), Array(values.dropFirst(all.count * 3 / 4)))
  }
  func mean(_ all: [[Double]]) -> [Double] {
    covariance.indices.map { i in all.reduce(0) { $0 + $1[i] } / Double(max(all.count, 1)) }
  }
  let (ones, zeros) = (split(positive), split(negative))
  var difference = zip(mean(ones.fit), mean(zeros.fit)).map { $0 - $1 }
  var rest = covariance
  var basis: [[Double]] = []
  /// `x` without its parts along the basis.
  func projected(_ x: [Double]) -> [Double] {
    basis.reduce(x) { x, b in
      let along = product(b, x)
      return zip(x, b).map { $0 - along * $1 }
    }
  }
  while basis.count < most {
    let direction = projected(ThoughtMoments.ridge(rest, 1e-3).solve(difference))
    let length = product(direction, direction).squareRoot()
    guard length > 1e-9 else { break }
    let b = direction.map { $0 / length }
    // b is at right angles to all earlier directions, so it reads the same whether those are taken out or not.
    let scores = (ones.held + zeros.held).map { product(b, $0) }
    let auc = areaUnderCurve(
      scores, Array(0..<ones.held.count), Array(ones.held.count..<scores.count))
    guard let auc, auc > level else { break }
    basis.append(b)
    // Take the direction out of the mean difference, and out of the covariance on both sides: C ← (I − b bᵀ) C (I − b bᵀ).
    let along = product(difference, b)
    difference = zip(difference, b).map { $0 - along * $1 }
    let cb = rest.map { product($0, b) }
    let bcb = product(cb, b)
    for i in rest.indices {
      for j in rest.indices { rest[i][j] += bcb * b[i] * b[j] - b[i] * cb[j] - cb[i] * b[j] }
    }
  }
  return basis.map { $0.map { Float($0) } }
}
