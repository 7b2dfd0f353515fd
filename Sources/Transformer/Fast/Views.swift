// The tensors of a flat parameter vector, or of its gradient, as matrices. It owns no memory and computes nothing.

/// Weight (in, out) and bias (out) of a linear layer.
struct LinearViews {
  let weight: Weight
  let bias: Floats

  /// The same with copies of the weight.
  func copied(_ arena: Arena) -> LinearViews { LinearViews(weight: weight.copied(arena), bias: bias) }
}

/// The tensors of one layer; d is the width.
struct LayerViews {
  let norm1, norm2: NormViews
  /// d → 3d, d → d, d → 4d, 4d → d.
  let qkv, projection, inner, outer: LinearViews
}

/// The tensors of a model.
struct ModelViews {
  /// (vocabulary, d) and (positions, d).
  let tokenEmbedding, positionEmbedding: Matrix
  private(set) var layers: [LayerViews]
  let finalNorm: NormViews
  /// The output head (vocabulary, d); the token embedding itself if the two are tied.
  private(set) var head: Weight

  /// Views of `layout.count` floats.
  init(_ floats: UnsafeMutableBufferPointer<Float>, _ layout: Layout, _ c: Configuration) {
    guard let start = floats.baseAddress, floats.count == layout.count else {
      fatalError("\(floats.count) floats for the \(layout.count) parameters of a model")
    }
    let d = c.width
    func linear(_ weight: Int, _ bias: Int, _ inputs: Int, _ outputs: Int) -> LinearViews {
      LinearViews(weight: Weight(Matrix(start + weight, inputs, outputs)), bias: start + bias)
    }
    func norm(_ gain: Int, _ bias: Int) -> NormViews { NormViews(gain: start + gain, bias: start + bias) }
    tokenEmbedding = Matrix(start + layout.tokenEmbedding, c.vocabulary, d)
    positionEmbedding = Matrix(start + layout.positionEmbedding, c.positions, d)
    layers = layout.layers.map { at in
      LayerViews(
        norm1: norm(at.norm1Gain, at.norm1Bias), norm2: norm(at.norm2Gain, at.norm2Bias),
        qkv: linear(at.attentionWeight, at.attentionBias, d, 3 * d),
        projection: linear(at.projectionWeight, at.projectionBias, d, d),
        inner: linear(at.innerWeight, at.innerBias, d, c.inner),
        outer: linear(at.outerWeight, at.outerBias, c.inner, d))
    }
    finalNorm = norm(layout.finalGain, layout.finalBias)
    head = Weight(Matrix(start + layout.head, c.vocabulary, d))
  }

  /// The same with copies of all weights, for the reads of one shard.
  func copied(_ arena: Arena) -> ModelViews {
    var copy = self
    copy.layers = layers.map { at in
      LayerViews(
        norm1: at.norm1, norm2: at.norm2, qkv: at.qkv.copied(arena), projection: at.projection.copied(arena),
        inner: at.inner.copied(arena), outer: at.outer.copied(arena))
    }
    copy.head = head.copied(arena)
    return copy
  }
}
