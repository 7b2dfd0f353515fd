// Layer norm over rows, forward and backward: y = x̂ ∘ gain + bias with x̂ = (x − mean) · rstd.

/// Gain and bias (d) of a layer norm, or their gradients.
package struct NormViews {
  let gain, bias: Floats

  /// Views of memory that the caller keeps alive.
  package init(gain: Floats, bias: Floats) {
    self.gain = gain
    self.bias = bias
  }
}

/// What a layer norm leaves for its backward pass.
package struct NormTape {
  /// x̂ (rows, d).
  let normal: Matrix
  /// 1/√(variance + ε), one a row (rows, 1).
  let rstd: Matrix

  /// A tape in memory that the caller keeps alive.
  package init(normal: Matrix, rstd: Matrix) {
    self.normal = normal
    self.rstd = rstd
  }

  /// The tape of some rows.
  subscript(rows: Range<Int>) -> NormTape { NormTape(normal: normal[rows], rstd: rstd[rows]) }
}

/// `y (rows, d)` from `x (rows, d)`.
package func layerNorm(_ x: Matrix, _ norm: NormViews, epsilon: Float, tape: NormTape, into y: Matrix) {
  let (d, inverse) = (x.columns, 1 / Float(x.columns))
  let (gain, bias) = (norm.gain, norm.bias)
  for row in 0..<x.rows {
    let (x, normal, y) = (x[row], tape.normal[row], y[row])
    // Centre the row, and add up its squares.
    let mean = total(d, x) * inverse
    var squares = Lane.zero
    let rest = forEachLane(d) { i in
      let centred = load(x + i) - mean
      store(centred, normal + i)
      squares = fused(squares, centred, centred)
    }
    var square = total(squares)
    for i in rest..<d {
      normal[i] = x[i] - mean
      square += normal[i] * normal[i]
    }
    // Scale it to variance 1, then by the gain.
    let rstd = 1 / (square * inverse + epsilon).squareRoot()
    tape.rstd[row][0] = rstd
    _ = forEachLane(d) { i in
      let n = load(normal + i) * rstd
      store(n, normal + i)
      store(fused(load(bias + i), n, load(gain + i)), y + i)
    }
    for i in rest..<d {
      normal[i] *= rstd
      y[i] = bias[i] + normal[i] * gain[i]
    }
  }
}

/// Adds the gradient with respect to x to `dx (rows, d)`, and those of gain and bias to `gradient`.
///
/// With `e = dy ∘ gain`: `dx = rstd · (e − mean(e) − x̂ · mean(e ∘ x̂))`.
package func layerNormBackward(
  _ dy: Matrix, _ norm: NormViews, tape: NormTape, addingTo dx: Matrix, gradient: NormViews
) {
  let (d, inverse) = (dy.columns, 1 / Float(dy.columns))
  let (gain, dGain, dBias) = (norm.gain, gradient.gain, gradient.bias)
  for row in 0..<dy.rows {
    let (dy, normal, dx) = (dy[row], tape.normal[row], dx[row])
    // Add up e and e ∘ x̂, and what the row gives gain and bias.
    var sums = Lane.zero
    var products = Lane.zero
    let rest = forEachLane(d) { i in
      let (g, n) = (load(dy + i), load(normal + i))
      let e = g * load(gain + i)
      sums += e
      products = fused(products, e, n)
      store(fused(load(dGain + i), g, n), dGain + i)
      store(load(dBias + i) + g, dBias + i)
    }
    var (sum, product) = (total(sums), total(products))
    for i in rest..<d {
      let e = dy[i] * gain[i]
      sum += e
      product += e * normal[i]
      dGain[i] += dy[i] * normal[i]
      dBias[i] += dy[i]
    }
    // Take both means out of e.
    let (rstd, meanE, meanEN) = (tape.rstd[row][0], sum * inverse, product * inverse)
    _ = forEachLane(d) { i in
      let e = load(dy + i) * load(gain + i)
      let change = fused(e - meanE, load(normal + i), Lane(repeating: -meanEN))
      store(fused(load(dx + i), change, Lane(repeating: rstd)), dx + i)
    }
    for i in rest..<d { dx[i] += rstd * (dy[i] * gain[i] - meanE - normal[i] * meanEN) }
  }
}
