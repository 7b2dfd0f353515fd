// AdamW over the flat parameter vector, a lane of weights at a time. ReadableAdamW.swift is its definition.

/// What one AdamW step needs to know (https://arxiv.org/abs/1711.05101).
public struct AdamWStep: Sendable, Hashable {
  /// η, the learning rate of this step; 1e-4 in the paper.
  public var learningRate: Double
  /// β₁, the share of the first moment that a step keeps; 0.9 as published.
  public var beta1: Double
  /// β₂, the share of the second moment that a step keeps; 0.999 as published.
  public var beta2: Double
  /// ε, added to the root of the second moment; 1e-8 as published.
  public var epsilon: Double
  /// λ, the decoupled weight decay of every parameter; 0.01 in the paper.
  public var weightDecay: Double
  /// t, the number of this step, from 1: it corrects the moments for their start at 0.
  public var step: Int

  /// One step's constants.
  public init(
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.step = step
  }
}

/// The first element of `range`, all of which must lie in the buffer.
private func start(_ range: Range<Int>, of x: UnsafeMutableBufferPointer<Float>) -> Floats {
  guard let start = x.baseAddress, range.lowerBound >= 0, range.upperBound <= x.count else {
    fatalError("elements \(range) of \(x.count)")
  }
  return start + range.lowerBound
}

/// Updates the weights in `range` and their moments in place: `w ← (1 − ηλ) w − η m̂/(√v̂ + ε)`, the gradient multiplied
/// by `scale` first (clipping). Element by element, so any split over workers gives the same bits. Stops the process
/// where a buffer lacks a part of `range`.
public func adamW(
  _ s: AdamWStep, in range: Range<Int>, weights: UnsafeMutableBufferPointer<Float>,
  gradient: UnsafeMutableBufferPointer<Float>, first: UnsafeMutableBufferPointer<Float>,
  second: UnsafeMutableBufferPointer<Float>, scale: Float
) {
  // Work out what all weights share.
  let correction1 = 1 - power(s.beta1, s.step)
  let correction2 = (1 - power(s.beta2, s.step)).squareRoot()
  let keep = Lane(repeating: Float(1 - s.learningRate * s.weightDecay))
  let (b1, b2) = (Lane(repeating: Float(s.beta1)), Lane(repeating: Float(s.beta2)))
  let (c1, c2) = (Lane(repeating: Float(1 - s.beta1)), Lane(repeating: Float(1 - s.beta2)))
  let rate = Lane(repeating: Float(-s.learningRate / correction1))
  let inverse2 = Lane(repeating: Float(1 / correction2))
  let epsilon = Lane(repeating: Float(s.epsilon))
  func update(_ wi: Lane, _ gi: Lane, _ mi: Lane, _ vi: Lane) -> (Lane, Lane, Lane) {
    let g = gi * scale
    let m = fused(b1 * mi, c1, g)
    let v = fused(b2 * vi, c2 * g, g)
    let w = fused(wi * keep, rate, m / fused(epsilon, v.squareRoot(), inverse2))
    return (w, m, v)
  }
  // Update a lane of weights at a time, and the rest one by one.
  let (w, g) = (start(range, of: weights), start(range, of: gradient))
  let (m, v) = (start(range, of: first), start(range, of: second))
  let rest = forEachLane(range.count) { i in
    let (wi, mi, vi) = update(load(w + i), load(g + i), load(m + i), load(v + i))
    store(wi, w + i)
    store(mi, m + i)
    store(vi, v + i)
  }
  for i in rest..<range.count {
    let (wi, mi, vi) = update(
      Lane(repeating: w[i]), Lane(repeating: g[i]), Lane(repeating: m[i]), Lane(repeating: v[i]))
    (w[i], m[i], v[i]) = (wi[0], mi[0], vi[0])
  }
}

/// `y += x` over `range`: one edge of the gradient tree. Stops the process where a buffer lacks a part of `range`.
public func accumulate(
  _ x: UnsafeMutableBufferPointer<Float>, to y: UnsafeMutableBufferPointer<Float>, in range: Range<Int>
) {
  add(range.count, start(range, of: x), to: start(range, of: y))
}

/// `Σ xᵢ²` over `range`. Stops the process where the buffer lacks a part of it.
public func sumOfSquares(_ x: UnsafeMutableBufferPointer<Float>, in range: Range<Int>) -> Double {
  let x = start(range, of: x)
  return Double(dot(range.count, x, x))
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
