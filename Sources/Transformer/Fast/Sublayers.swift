// The parts of a layer that prompts and reads share, forward and backward: the projection to queries, keys and values,
// attention's output projection with its residual, the feed-forward with its residual. Attention itself is in the files
// beside it. Weight gradients are separate functions, so that reads can gather theirs in one product.

/// One layer at one block of rows: what the forward pass reads and writes there.
struct LayerBlock {
  /// The layer, from 0, and the rows; dropout's masks depend on both.
  let index: Int
  let block: RowBlock
  /// Activations of these rows.
  let kept: LayerActivations
  let weights: LayerViews

  /// The rows of `block` out of `all`, in layer `index` of the model with `weights`.
  init(_ index: Int, _ block: RowBlock, _ all: LayerActivations, _ weights: ModelViews) {
    self.index = index
    self.block = block
    kept = all[block.rows]
    self.weights = weights.layers[index]
  }
}

extension FastModel {
  /// `qkv (rows, 3d) = LN(x) W + b`, with `x (rows, d)` the stream that enters the layer.
  func projectQKV(_ layer: LayerBlock, _ x: Matrix) {
    let (kept, weights) = (layer.kept, layer.weights)
    layerNorm(x, weights.norm1, epsilon: epsilon, tape: kept.norm1, into: kept.normed1)
    kept.qkv.setRows(to: weights.qkv.bias)
    multiply(kept.normed1, weights.qkv.weight, into: kept.qkv, beta: 1)
  }

  /// From `g.dQKV` to the gradient at the layer's input, which is added to `dx`, and those of the layer norm.
  func projectQKVBackward(_ layer: LayerBlock, _ g: LayerGradients, _ dx: Matrix, gradient: LayerViews) {
    multiplyTransposed(g.dQKV, layer.weights.qkv.weight, into: g.dNormed)
    layerNormBackward(
      g.dNormed, layer.weights.norm1, tape: layer.kept.norm1, addingTo: dx, gradient: gradient.norm1)
  }

  /// From `context` to `output`, with `x (rows, d)` the stream that enters the layer:
  /// `middle = x + context W_O + b`, `output = middle + gelu(LN(middle) W_1 + b) W_2 + b`.
  func finishLayer(_ layer: LayerBlock, _ x: Matrix) {
    let (kept, weights) = (layer.kept, layer.weights)
    addSublayer(layer, .attention, x, kept.context, weights.projection, into: kept.middle)
    layerNorm(kept.middle, weights.norm2, epsilon: epsilon, tape: kept.norm2, into: kept.normed2)
    multiply(kept.normed2, weights.inner.weight, into: kept.inner)
    gelu(kept.inner, bias: weights.inner.bias, into: kept.activated)
    addSublayer(layer, .feedForward, kept.middle, kept.activated, weights.outer, into: kept.output)
  }

  /// `y = x + dropout(a W + b)`. Without dropout the product is added to x + b in place.
  private func addSublayer(
    _ layer: LayerBlock, _ site: DropoutSite, _ x: Matrix, _ a: Matrix, _ linear: LinearViews, into y: Matrix
  ) {
    let drops = dropoutSeeds != nil && configuration.residualDropout > 0
    y.setRows(to: linear.bias, plus: drops ? nil : x)
    multiply(a, linear.weight, into: y, beta: 1)
    guard drops else { return }
    drop(layer.block, layer.index, site, y)
    for row in 0..<y.rows { add(y.columns, x[row], to: y[row]) }
  }

  /// From `dx (rows, d)`, the gradient at `output`, to the gradient at `middle` with what came through the residual,
  /// left in `dx`, and to `g.dContext`. Gradients of biases and of the layer norm are added to `gradient`.
  func finishLayerBackward(_ layer: LayerBlock, _ g: LayerGradients, _ dx: Matrix, gradient: LayerViews) {
    let (kept, weights) = (layer.kept, layer.weights)
    // Go back through the feed-forward.
    g.dOuter.copy(dx)
    drop(layer.block, layer.index, .feedForward, g.dOuter)
    g.dOuter.addColumnSums(to: gradient.outer.bias)
    multiplyTransposed(g.dOuter, weights.outer.weight, into: g.dInner)
    geluBackward(kept.inner, g.dInner, dBias: gradient.inner.bias)
    multiplyTransposed(g.dInner, weights.inner.weight, into: g.dNormed)
    layerNormBackward(g.dNormed, weights.norm2, tape: kept.norm2, addingTo: dx, gradient: gradient.norm2)
    // Go back through attention's output projection.
    g.dAttention.copy(dx)
    drop(layer.block, layer.index, .attention, g.dAttention)
    g.dAttention.addColumnSums(to: gradient.projection.bias)
    multiplyTransposed(g.dAttention, weights.projection.weight, into: g.dContext)
  }

  /// Adds the weight gradients of the output projection and the feed-forward, over all rows of `kept` and `g` at once.
  func finishLayerWeightGradients(_ kept: LayerActivations, _ g: LayerGradients, gradient: LayerViews) {
    addOuter(kept.context, g.dAttention, into: gradient.projection.weight.matrix)
    addOuter(kept.normed2, g.dInner, into: gradient.inner.weight.matrix)
    addOuter(kept.activated, g.dOuter, into: gradient.outer.weight.matrix)
  }

  /// Adds the weight and bias gradients of the projection to queries, keys and values.
  func qkvWeightGradients(_ kept: LayerActivations, _ g: LayerGradients, gradient: LayerViews) {
    addOuter(kept.normed1, g.dQKV, into: gradient.qkv.weight.matrix)
    g.dQKV.addColumnSums(to: gradient.qkv.bias)
  }
}
