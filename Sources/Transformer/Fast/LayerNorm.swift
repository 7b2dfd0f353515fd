// Layer norm over rows, forward and backward: y = x̂ ∘ gain + bias with x̂ = (x − mean) · rstd.

/// Buffers a layer norm leaves for its backward pass.
package struct NormTape {
  /// x̂ (rows, d).
  let normal: Floats
  /// 1/√(variance + ε), one a row.
  let rstd: Floats

  /// A tape in buffers of the caller's.
  package init(normal: Floats, rstd: Floats) {
    self.normal = normal
    self.rstd = rstd
  }
}

/// `y (rows, d)` from `x (rows, d)`.
package func layerNorm(
  _ rows: Int, _ d: Int, _ x: Floats, gain: Floats, bias: Floats, epsilon: Float, tape: NormTape,
  into y: Floats
) {
  let inverse = 1 / Float(d)
  for row in 0..<rows {
    let x = x + row * d
    let normal = tape.normal + row * d
    let y = y + row * d
    let mean = total(d, x) * inverse
    var squares = Lane.zero
    var i = 0
    while i &+ lane <= d {
      let centred = load(x + i) - mean
      store(centred, normal + i)
      squares.addProduct(centred, centred)
      i &+= lane
    }
    var square = squares.sum()
    while i < d {
      normal[i] = x[i] - mean
      square.addProduct(normal[i], normal[i])
      i &+= 1
    }
    let rstd = 1 / (square * inverse + epsilon).squareRoot()
    tape.rstd[row] = rstd
    i = 0
    while i &+ lane <= d {
      let n = load(normal + i) * rstd
      store(n, normal + i)
      store(load(bias + i).addingProduct(n, load(gain + i)), y + i)
      i &+= lane
    }
    while i < d {
      normal[i] *= rstd
      y[i] = bias[i] + normal[i] * gain[i]
      i &+= 1
    }
  }
}

/// Adds the gradient with respect to x to `dx (rows, d)` and those of gain and bias to `dGain`, `dBias`.
///
/// With `e = dy ∘ gain`: `dx = rstd · (e − mean(e) − x̂ · mean(e ∘ x̂))`.
package func layerNormBackward(
  _ rows: Int, _ d: Int, _ dy: Floats, gain: Floats, tape: NormTape, addingTo dx: Floats, dGain: Floats,
  dBias: Floats
) {
  let inverse = 1 / Float(d)
  for row in 0..<rows {
    let dy = dy + row * d
    let normal = tape.normal + row * d
    let dx = dx + row * d
    var sums = Lane.zero
    var products = Lane.zero
    var i = 0
    while i &+ lane <= d {
      let g = load(dy + i)
      let n = load(normal + i)
      let e = g * load(gain + i)
      sums += e
      products.addProduct(e, n)
      store(load(dGain + i).addingProduct(g, n), dGain + i)
      store(load(dBias + i) + g, dBias + i)
      i &+= lane
    }
    var sum = sums.sum()
    var product = products.sum()
    while i < d {
      let e = dy[i] * gain[i]
      sum += e
      product += e * normal[i]
      dGain[i] += dy[i] * normal[i]
      dBias[i] += dy[i]
      i &+= 1
    }
    let rstd = tape.rstd[row]
    let meanE = sum * inverse
    let meanEN = product * inverse
    i = 0
    while i &+ lane <= d {
      let e = load(dy + i) * load(gain + i)
      let change = (e - meanE).addingProduct(load(normal + i), Lane(repeating: -meanEN))
      store(load(dx + i).addingProduct(change, Lane(repeating: rstd)), dx + i)
      i &+= lane
    }
    while i < d {
      dx[i] += rstd * (dy[i] * gain[i] - meanE - normal[i] * meanEN)
      i &+= 1
    }
  }
}
