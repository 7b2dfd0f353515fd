// AdamW as PyTorch computes it, in plain loops; the fast one is Fast/Optimizer.swift.

/// The moments of AdamW (https://arxiv.org/abs/1711.05101) and its step.
public struct ReadableAdamW<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// m, the running mean of the gradient, one number a weight.
  public private(set) var first: [Scalar]
  /// v, the running mean of the gradient's square, one number a weight.
  public private(set) var second: [Scalar]

  /// Zero moments for `count` weights.
  public init(count: Int) {
    first = Array(repeating: 0, count: count)
    second = first
  }

  /// One step in place: decoupled decay `w ← w − ηλw`, moments `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, then
  /// `w ← w − η m̂/(√v̂ + ε)` with `m̂ = m/(1 − β₁ᵗ)`, `v̂ = v/(1 − β₂ᵗ)`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func update(_ weights: inout [Scalar], gradient: [Scalar], _ constants: AdamWStep) {
    let (rate, decay) = (Scalar(constants.learningRate), Scalar(constants.weightDecay))
    let (beta1, beta2) = (Scalar(constants.beta1), Scalar(constants.beta2))
    let correction1 = 1 - power(beta1, constants.step)
    let correction2 = 1 - power(beta2, constants.step)
    for i in weights.indices {
      let g = gradient[i]
      weights[i] -= rate * decay * weights[i]
      first[i] = beta1 * first[i] + (1 - beta1) * g
      second[i] = beta2 * second[i] + (1 - beta2) * g * g
      let (m, v) = (first[i] / correction1, second[i] / correction2)
      weights[i] -= rate * m / (v.squareRoot() + Scalar(constants.epsilon))
    }
  }

  private func power(_ base: Scalar, _ exponent: Int) -> Scalar {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
