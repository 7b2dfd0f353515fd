// Softmax of one row of attention scores, forward and backward.

/// `x` (count) becomes `softmax(scale · x)`.
@inline(__always)
package func softmax(_ count: Int, _ x: Floats, scale: Float) {
  var largest = -Float.infinity
  var i = 0
  if count >= lane {
    var top = load(x)
    i = lane
    while i &+ lane <= count {
      top = larger(top, load(x + i))
      i &+= lane
    }
    largest = top.max()
  }
  while i < count {
    largest = max(largest, x[i])
    i &+= 1
  }
  let shift = -scale * largest
  var sums = Lane.zero
  i = 0
  while i &+ lane <= count {
    let e = exponential(Lane(repeating: shift).addingProduct(load(x + i), Lane(repeating: scale)))
    store(e, x + i)
    sums += e
    i &+= lane
  }
  var sum = sums.sum()
  if i < count {
    var rest = Lane(repeating: -100)
    for k in 0..<count - i { rest[k] = scale * x[i + k] + shift }
    let e = exponential(rest)
    for k in 0..<count - i {
      x[i + k] = e[k]
      sum += e[k]
    }
  }
  let inverse = 1 / sum
  i = 0
  while i &+ lane <= count {
    store(load(x + i) * inverse, x + i)
    i &+= lane
  }
  while i < count {
    x[i] *= inverse
    i &+= 1
  }
}

/// `dp` becomes the gradient of the scores: `scale · p ∘ (dp − Σ p dp)`.
@inline(__always)
package func softmaxBackward(_ count: Int, _ p: Floats, _ dp: Floats, scale: Float) {
  let mean = dot(count, p, dp)
  var i = 0
  while i &+ lane <= count {
    store(load(p + i) * (load(dp + i) - mean) * scale, dp + i)
    i &+= lane
  }
  while i < count {
    dp[i] = p[i] * (dp[i] - mean) * scale
    i &+= 1
  }
}
