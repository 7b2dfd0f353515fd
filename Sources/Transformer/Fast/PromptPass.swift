// Prompts, end to end: embedding, every full layer over all prompt rows, and the last layer's normed residual.

extension FastModel {
  private var promptBlock: RowBlock {
    let places = promptPlaces
    return RowBlock(first: 0, count: shard.promptRows) { places[$0] }
  }

  private var promptPlaces: [(sequence: Int, position: Int)] {
    guard dropoutSeeds != nil else { return [] }
    return shard.length.enumerated().flatMap { i, n in (0..<n).map { (sequence: i, position: $0) } }
  }

  /// Whether the first layer's queries, keys and values come from per-token and per-position tables.
  private var usesTables: Bool {
    !full.isEmpty && (dropoutSeeds == nil || configuration.embeddingDropout == 0)
  }

  /// Forward over all prompt rows up to the last layer's normed residual.
  func promptForward(_ weights: Floats) {
    let d = configuration.width
    let rows = promptBlock
    var row = 0
    for sequence in shard.sequences {
      for (position, token) in sequence.prompt.enumerated() {
        sum(
          d, weights + layout.tokenEmbedding + token * d,
          weights + layout.positionEmbedding + (sequence.firstPosition + position) * d,
          into: embedded + row * d)
        row += 1
      }
    }
    drop(rows, 0, .embedding, embedded)

    var x = embedded
    for (layer, buffers) in full.enumerated() {
      if layer == 0 && usesTables {
        let tables = FirstLayerTables(self, weights)
        tables.forward(self, weights, buffers)
        firstLayer = tables
      } else {
        projectQKV(layer, shard.promptRows, x: x, buffers.prompt, buffers.promptQKV, weights)
      }
      promptAttention(layer, buffers)
      finishLayer(layer, rows, buffers.prompt, x: x, weights)
      x = buffers.prompt.output
    }
    let at = layout.layers[configuration.layers - 1]
    layerNorm(
      shard.promptRows, d, x, gain: weights + at.norm1Gain, bias: weights + at.norm1Bias,
      epsilon: Float(configuration.epsilon), tape: last.norm, into: last.normed)
  }

  /// Backward over all prompt rows. Reads have left: `dResidual` (through the residual), `last.dNormed` (complete),
  /// and their share of keys' and values' gradients in every full layer's `promptDQKV`.
  func promptBackward(_ weights: Floats, _ gradient: Floats) {
    let d = configuration.width
    let rows = promptBlock
    let at = layout.layers[configuration.layers - 1]
    layerNormBackward(
      shard.promptRows, d, last.dNormed, gain: weights + at.norm1Gain, tape: last.norm, addingTo: dResidual,
      dGain: gradient + at.norm1Gain, dBias: gradient + at.norm1Bias)
    for (layer, buffers) in full.enumerated().reversed() {
      // The context is not needed once its weight gradient is taken, so its buffer then holds its own gradient.
      let dContext = last.dNormed
      finishLayerBackward(
        layer, rows, buffers.prompt, dx: dResidual, dContext: dContext, scratch: scratch, weights, gradient)
      finishLayerWeightGradients(layer, rows: shard.promptRows, buffers.prompt, gradient)
      promptAttentionBackward(layer, buffers, dContext: dContext)
      if layer == 0, let tables = firstLayer, usesTables {
        tables.backward(self, weights, gradient, buffers)
      } else {
        projectQKVBackward(
          layer, shard.promptRows, buffers.prompt, dQKV: buffers.promptDQKV, dx: dResidual, scratch: scratch,
          weights, gradient)
        qkvWeightGradients(
          layer, shard.promptRows, buffers.prompt.normed1, dQKV: buffers.promptDQKV, gradient)
      }
    }
    drop(rows, 0, .embedding, dResidual)
    var row = 0
    for sequence in shard.sequences {
      for (position, token) in sequence.prompt.enumerated() {
        add(d, dResidual + row * d, to: gradient + layout.tokenEmbedding + token * d)
        let place = layout.positionEmbedding + (sequence.firstPosition + position) * d
        add(d, dResidual + row * d, to: gradient + place)
        row += 1
      }
    }
  }

  /// `qkv (rows, 3d) = LN(x) W + b`.
  func projectQKV(
    _ layer: Int, _ rows: Int, x: Floats, _ b: LayerBuffers, from first: Int = 0, _ qkv: Floats,
    _ weights: Floats
  ) {
    let d = configuration.width
    let at = layout.layers[layer]
    let normed = b.normed1 + first * d
    layerNorm(
      rows, d, x, gain: weights + at.norm1Gain, bias: weights + at.norm1Bias,
      epsilon: Float(configuration.epsilon),
      tape: b.norm1.from(first, d), into: normed)
    fillRows(rows, 3 * d, with: weights + at.attentionBias, qkv)
    multiply(rows, 3 * d, d, normed, d, weights + at.attentionWeight, 3 * d, into: qkv, 3 * d, beta: 1)
  }

  /// Adds the gradient at the layer's input to `dx`, and those of the layer norm's gain and bias.
  func projectQKVBackward(
    _ layer: Int, _ rows: Int, _ b: LayerBuffers, from first: Int = 0, dQKV: Floats, dx: Floats,
    scratch: Floats,
    _ weights: Floats, _ gradient: Floats
  ) {
    let d = configuration.width
    let at = layout.layers[layer]
    multiplyTransposed(rows, d, 3 * d, dQKV, 3 * d, weights + at.attentionWeight, 3 * d, into: scratch, d)
    layerNormBackward(
      rows, d, scratch, gain: weights + at.norm1Gain, tape: b.norm1.from(first, d), addingTo: dx,
      dGain: gradient + at.norm1Gain, dBias: gradient + at.norm1Bias)
  }

  /// Weight and bias gradients of the query-key-value projection.
  func qkvWeightGradients(_ layer: Int, _ rows: Int, _ normed: Floats, dQKV: Floats, _ gradient: Floats) {
    let d = configuration.width
    let at = layout.layers[layer]
    addOuter(d, 3 * d, rows, normed, d, dQKV, 3 * d, into: gradient + at.attentionWeight, 3 * d)
    addColumnSums(rows, 3 * d, dQKV, to: gradient + at.attentionBias)
  }
}
