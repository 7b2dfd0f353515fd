// Softmax of one row of attention scores, forward and backward. Rows have room for whole lanes, so that both work lane by
// lane to the end.

/// `x` (count) becomes `softmax(scale · x)`, and 0 from `count` to the end of the last lane.
@inline(__always)
package func softmax(_ count: Int, _ x: Floats, scale: Float) {
  // Find the largest score, so that no exponential overflows.
  let end = wholeLanes(count)
  let last = end - lane
  let none = Lane(repeating: -.infinity)
  let tail = load(x + last).replacing(with: none, where: isBeyond(count, last))
  var top = tail
  _ = forEachLane(last) { top = larger(top, load(x + $0)) }
  // Exponentiate and add up.
  let shift = Lane(repeating: -scale * greatest(top))
  let factor = Lane(repeating: scale)
  var sums = exponential(fused(shift, tail, factor)).replacing(with: 0, where: isBeyond(count, last))
  store(sums, x + last)
  _ = forEachLane(last) { i in
    let e = exponential(fused(shift, load(x + i), factor))
    store(e, x + i)
    sums += e
  }
  // Divide by the sum.
  let inverse = 1 / total(sums)
  _ = forEachLane(end) { store(load(x + $0) * inverse, x + $0) }
}

/// `dp` becomes the gradient of the scores: `scale · p ∘ (dp − Σ p dp)`, and 0 from `count` to the end of the last lane,
/// where p is 0 and dp must be finite.
@inline(__always)
package func softmaxBackward(_ count: Int, _ p: Floats, _ dp: Floats, scale: Float) {
  let end = wholeLanes(count)
  let mean = Lane(repeating: dot(end, p, dp))
  _ = forEachLane(end) { store(load(p + $0) * (load(dp + $0) - mean) * scale, dp + $0) }
}
