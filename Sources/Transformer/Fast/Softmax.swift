// Softmax of one row of attention scores, forward and backward.

/// `x` (count) becomes `softmax(scale · x)`.
@inline(__always)
package func softmax(_ count: Int, _ x: Floats, scale: Float) {
  // Find the largest score, so that no exponential overflows.
  var top = Lane(repeating: -.infinity)
  let rest = forEachLane(count) { top = larger(top, load(x + $0)) }
  var largest = top.max()
  for i in rest..<count { largest = max(largest, x[i]) }
  // Exponentiate and add up; the rest of the row fills one more lane.
  let shift = -scale * largest
  var sums = Lane.zero
  _ = forEachLane(count) { i in
    let e = exponential(Lane(repeating: shift).addingProduct(load(x + i), Lane(repeating: scale)))
    store(e, x + i)
    sums += e
  }
  var sum = sums.sum()
  if rest < count {
    var scores = Lane(repeating: -100)
    for k in 0..<count - rest { scores[k] = scale * x[rest + k] + shift }
    let e = exponential(scores)
    for k in 0..<count - rest {
      x[rest + k] = e[k]
      sum += e[k]
    }
  }
  // Divide by the sum.
  let inverse = 1 / sum
  _ = forEachLane(count) { store(load(x + $0) * inverse, x + $0) }
  for i in rest..<count { x[i] *= inverse }
}

/// `dp` becomes the gradient of the scores: `scale · p ∘ (dp − Σ p dp)`.
@inline(__always)
package func softmaxBackward(_ count: Int, _ p: Floats, _ dp: Floats, scale: Float) {
  let mean = dot(count, p, dp)
  let rest = forEachLane(count) { store(load(p + $0) * (load(dp + $0) - mean) * scale, dp + $0) }
  for i in rest..<count { dp[i] = p[i] * (dp[i] - mean) * scale }
}
