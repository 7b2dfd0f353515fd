// The two halves of a layer that prompts and reads share: attention's output projection with its residual, and the
// feed-forward with its residual. Weight gradients are separate, so that reads can gather theirs in one product.

/// A contiguous block of rows of a LayerBuffers, and what tells dropout which position each row is.
struct RowBlock {
  /// First row and number of rows.
  let first, count: Int
  /// Sequence (sorted) and position of row `first + i`.
  let place: (Int) -> (sequence: Int, position: Int)
}

extension FastModel {
  /// From `context` to `output`, `x` (count, d) being the stream that enters the layer at these rows:
  /// `middle = x + context W_O + b`, `output = middle + gelu(LN(middle) W_1 + b) W_2 + b`.
  func finishLayer(_ layer: Int, _ rows: RowBlock, _ b: LayerBuffers, x: Floats, _ weights: Floats) {
    let d = configuration.width
    let at = layout.layers[layer]
    let (first, count) = (rows.first, rows.count)
    let middle = b.middle + first * d
    let output = b.output + first * d
    addSublayer(
      rows, layer, .attention, x: x, bias: weights + at.projectionBias, into: middle
    ) {
      multiply(
        count, d, d, b.context + first * d, d, weights + at.projectionWeight, d, into: middle, d, beta: 1)
    }
    layerNorm(
      count, d, middle, gain: weights + at.norm2Gain, bias: weights + at.norm2Bias,
      epsilon: Float(configuration.epsilon), tape: b.norm2.from(first, d), into: b.normed2 + first * d)
    let inner = b.inner + first * 4 * d
    let activated = b.activated + first * 4 * d
    multiply(count, 4 * d, d, b.normed2 + first * d, d, weights + at.innerWeight, 4 * d, into: inner, 4 * d)
    gelu(count, 4 * d, inner, bias: weights + at.innerBias, into: activated)
    addSublayer(rows, layer, .feedForward, x: middle, bias: weights + at.outerBias, into: output) {
      multiply(count, d, 4 * d, activated, 4 * d, weights + at.outerWeight, d, into: output, d, beta: 1)
    }
  }

  /// `y = x + dropout(product + bias)`; `product` adds the matrix product to y.
  private func addSublayer(
    _ rows: RowBlock, _ layer: Int, _ site: DropoutSite, x: Floats, bias: Floats, into y: Floats,
    product: () -> Void
  ) {
    let d = configuration.width
    let drops = dropoutSeeds != nil && configuration.residualDropout > 0
    for row in 0..<rows.count {
      if drops {
        (y + row * d).update(from: bias, count: d)
      } else {
        sum(d, x + row * d, bias, into: y + row * d)
      }
    }
    product()
    guard drops else { return }
    drop(rows, layer, site, y)
    for row in 0..<rows.count { add(d, x + row * d, to: y + row * d) }
  }

  /// Back from `dx`, the gradient at `output` (count, d), to the gradient at `middle` plus what reached it through
  /// the residual, left in `dx`; `dContext` (count, d) is written. Norm and bias gradients are added here.
  func finishLayerBackward(
    _ layer: Int, _ rows: RowBlock, _ b: LayerBuffers, dx: Floats, dContext: Floats, scratch: Floats,
    _ weights: Floats, _ gradient: Floats
  ) {
    let d = configuration.width
    let at = layout.layers[layer]
    let (first, count) = (rows.first, rows.count)
    let dOuter = b.dOuter + first * d
    let dInner = b.dInner + first * 4 * d
    let dAttention = b.dAttention + first * d
    dOuter.update(from: dx, count: count * d)
    drop(rows, layer, .feedForward, dOuter)
    addColumnSums(count, d, dOuter, to: gradient + at.outerBias)
    multiplyTransposed(count, 4 * d, d, dOuter, d, weights + at.outerWeight, d, into: dInner, 4 * d)
    geluBackward(count, 4 * d, b.inner + first * 4 * d, dInner, dBias: gradient + at.innerBias)
    multiplyTransposed(count, d, 4 * d, dInner, 4 * d, weights + at.innerWeight, 4 * d, into: scratch, d)
    layerNormBackward(
      count, d, scratch, gain: weights + at.norm2Gain, tape: b.norm2.from(first, d), addingTo: dx,
      dGain: gradient + at.norm2Gain, dBias: gradient + at.norm2Bias)
    dAttention.update(from: dx, count: count * d)
    drop(rows, layer, .attention, dAttention)
    addColumnSums(count, d, dAttention, to: gradient + at.projectionBias)
    multiplyTransposed(count, d, d, dAttention, d, weights + at.projectionWeight, d, into: dContext, d)
  }

  /// Weight gradients of the output projection and the feed-forward over all `rows` at once.
  func finishLayerWeightGradients(
    _ layer: Int, rows: Int, from first: Int = 0, _ b: LayerBuffers, _ gradient: Floats
  ) {
    let d = configuration.width
    let at = layout.layers[layer]
    let dInner = b.dInner + first * 4 * d
    addOuter(
      d, d, rows, b.context + first * d, d, b.dAttention + first * d, d, into: gradient + at.projectionWeight,
      d)
    addOuter(d, 4 * d, rows, b.normed2 + first * d, d, dInner, 4 * d, into: gradient + at.innerWeight, 4 * d)
    addOuter(
      4 * d, d, rows, b.activated + first * 4 * d, 4 * d, b.dOuter + first * d, d,
      into: gradient + at.outerWeight, d)
  }

  /// Multiplies residual rows by their dropout masks; nothing without dropout.
  func drop(_ rows: RowBlock, _ layer: Int, _ site: DropoutSite, _ x: Floats) {
    let rate = site == .embedding ? configuration.embeddingDropout : configuration.residualDropout
    guard let seeds = dropoutSeeds, rate > 0 else { return }
    let d = configuration.width
    for row in 0..<rows.count {
      let place = rows.place(row)
      DropoutRow(
        seed: seeds[place.sequence], site: site, layer: layer, position: place.position, rate: rate
      ).apply(to: x + row * d, count: d)
    }
  }
}

extension NormTape {
  /// The tape of rows from `first` on.
  func from(_ first: Int, _ d: Int) -> NormTape { NormTape(normal: normal + first * d, rstd: rstd + first) }
}
