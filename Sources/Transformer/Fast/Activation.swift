// GELU (tanh form, Hugging Face's `gelu_new`) over a buffer, forward and backward.
//
// 0.5 (1 + tanh u) = σ(2u), so gelu(x) = x · σ(2u) with u = √(2/π) (x + 0.044715 x³): one exponential an element.

private let root: Float = 0.797_884_56
private let cubic: Float = 0.044_715

@inline(__always)
private func gate(_ x: Lane) -> Lane {
  let u = (x * x * cubic + 1) * x * root
  return 1 / (exponential(u * -2) + 1)
}

@inline(__always)
private func slope(_ x: Lane) -> Lane {
  let s = gate(x)
  let du = (x * x * (3 * cubic) + 1) * root
  return s + x * s * (1 - s) * (du * 2)
}

/// `y = gelu(x + bias)` per row of `columns`; x becomes `x + bias`, which the backward pass reads.
package func gelu(_ rows: Int, _ columns: Int, _ x: Floats, bias: Floats, into y: Floats) {
  for row in 0..<rows {
    let x = x + row * columns
    let y = y + row * columns
    var i = 0
    while i &+ lane <= columns {
      let v = load(x + i) + load(bias + i)
      store(v, x + i)
      store(v * gate(v), y + i)
      i &+= lane
    }
    while i < columns {
      x[i] += bias[i]
      y[i] = x[i] * gate(Lane(repeating: x[i]))[0]
      i &+= 1
    }
  }
}

/// `dy` becomes `dx = dy · gelu′(x)` (rows, columns); column sums are added to `dBias`.
package func geluBackward(_ rows: Int, _ columns: Int, _ x: Floats, _ dy: Floats, dBias: Floats) {
  for row in 0..<rows {
    let x = x + row * columns
    let dy = dy + row * columns
    var i = 0
    while i &+ lane <= columns {
      let g = load(dy + i) * slope(load(x + i))
      store(g, dy + i)
      store(load(dBias + i) + g, dBias + i)
      i &+= lane
    }
    while i < columns {
      dy[i] *= slope(Lane(repeating: x[i]))[0]
      dBias[i] += dy[i]
      i &+= 1
    }
  }
}
