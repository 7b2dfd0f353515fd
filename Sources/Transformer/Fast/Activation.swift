// GELU (tanh form, Hugging Face's `gelu_new`) over a buffer, forward and backward.
//
// 0.5 (1 + tanh u) = σ(2u), so gelu(x) = x · σ(2u) with u = √(2/π) (x + 0.044715 x³): one exponential an element.

private let root: Float = 0.797_884_56
private let cubic: Float = 0.044_715

/// σ(2u).
@inline(__always)
private func gate(_ x: Lane) -> Lane {
  let u = (x * x * cubic + 1) * x * root
  return 1 / (exponential(u * -2) + 1)
}

/// gelu′(x) = σ + x σ (1 − σ) · 2u′.
@inline(__always)
private func slope(_ x: Lane) -> Lane {
  let s = gate(x)
  let du = (x * x * (3 * cubic) + 1) * root
  return s + x * s * (1 - s) * (du * 2)
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
