// GELU (tanh form, Hugging Face's `gelu_new`) over a buffer, forward and backward.
//
// 0.5 (1 + tanh u) = σ(2u), so gelu(x) = x · σ(2u) with u = √(2/π) (x + 0.044715 x³): one exponential an element.

/// 2u = linear · x + cubic · x³: 2 √(2/π), and 0.044715 of it.
private let linear: Float = 1.595_769_12
private let cubic: Float = 0.071_354_816
/// The same over ln 2, since e²ᵘ is 2 to the power of 2u/ln 2.
private let linear2: Float = 2.302_208_2
private let cubic2: Float = 0.102_943_24

/// σ(2u).
@inline(__always)
private func gate(_ x: Lane) -> Lane {
  let exponent = x * fused(Lane(repeating: -linear2), x * x, Lane(repeating: -cubic2))
  return 1 / (powerOfTwo(exponent) + 1)
}

/// gelu′(x) = σ + σ (1 − σ) · x · 2u′.
@inline(__always)
private func slope(_ x: Lane) -> Lane {
  let s = gate(x)
  let du = fused(Lane(repeating: linear), x * x, Lane(repeating: 3 * cubic))
  return fused(s, s * (1 - s), x * du)
}

/// `y = gelu(x + bias)`, row by row; x becomes `x + bias`, which the backward pass reads.
package func gelu(_ x: Matrix, bias: Floats, into y: Matrix) {
  for row in 0..<x.rows {
    let (count, x, y) = (x.columns, x[row], y[row])
    let rest = forEachLane(count) { i in
      let v = load(x + i) + load(bias + i)
      store(v, x + i)
      store(v * gate(v), y + i)
    }
    for i in rest..<count {
      x[i] += bias[i]
      y[i] = x[i] * gate(Lane(repeating: x[i]))[0]
    }
  }
}

/// `dy` becomes `dx = dy · gelu′(x)` (rows, columns); its column sums are added to `dBias`.
package func geluBackward(_ x: Matrix, _ dy: Matrix, dBias: Floats) {
  for row in 0..<x.rows {
    let (count, x, dy) = (x.columns, x[row], dy[row])
    let rest = forEachLane(count) { i in
      let g = load(dy + i) * slope(load(x + i))
      store(g, dy + i)
      store(load(dBias + i) + g, dBias + i)
    }
    for i in rest..<count {
      dy[i] *= slope(Lane(repeating: x[i]))[0]
      dBias[i] += dy[i]
    }
  }
}
