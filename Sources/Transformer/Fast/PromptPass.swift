// Prompts, end to end: embedding, every full layer over all prompt rows, and the last layer's normed residual.

extension FastModel {
  /// Forward over all prompt rows up to the last layer's normed residual.
  func promptForward(_ weights: ModelViews) {
    let (d, block, last) = (configuration.width, shard.prompts, activations.last)
    // Embed every token at its position.
    for (row, at) in shard.promptTokens.enumerated() {
      sum(
        d, weights.tokenEmbedding[at.token], weights.positionEmbedding[at.position],
        into: activations.embedded[row])
    }
    drop(block, 0, .embedding, activations.embedded)
    // Take all rows through the full layers.
    var x = activations.embedded
    for (index, full) in activations.full.enumerated() {
      let layer = LayerBlock(index, block, full.prompt, weights)
      if index == 0, let tables = activations.tables {
        tables.forward(shard, weights, epsilon: epsilon, into: full.prompt.qkv)
      } else {
        projectQKV(layer, x)
      }
      promptAttention(index, full)
      finishLayer(layer, x)
      x = full.prompt.output
    }
    // Norm what the last layer's reads will look at.
    let top = weights.layers[activations.full.count]
    layerNorm(x, top.norm1, epsilon: epsilon, tape: last.norm, into: last.normed)
  }
  /// Backward over all prompt rows. Reads have left three things: the gradient of the residual stream that they took over
  /// at the prompts' last positions, that of the last layer's normed residuals, and in every full layer their share of
  /// the prompts' keys and values.
  func promptBackward(_ weights: ModelViews, _ g: Gradients, _ gradient: ModelViews) {
    let (d, block, dx) = (configuration.width, shard.prompts, g.dPromptStream)
    // Go back through the last layer's norm.
    let top = activations.full.count
    layerNormBackward(
      g.dPromptNormed, weights.layers[top].norm1, tape: activations.last.norm, addingTo: dx,
      gradient: gradient.layers[top].norm1)
    // Go back through the full layers.
    for (index, full) in activations.full.enumerated().reversed() {
      let layer = LayerBlock(index, block, full.prompt, weights)
      let (own, dWeights) = (g.prompt[index], gradient.layers[index])
      finishLayerBackward(layer, own, dx, gradient: dWeights)
      finishLayerWeightGradients(layer.kept, own, gradient: dWeights)
      promptAttentionBackward(index, full, g)
      if index == 0, let tables = activations.tables {
        tables.backward(shard, weights, g, dQKV: own.dQKV, addingTo: dx, gradient: gradient)
      } else {
        projectQKVBackward(layer, own, dx, gradient: dWeights)
        qkvWeightGradients(layer.kept, own, gradient: dWeights)
      }
    }
    // Give every token's row and every position's row its share.
    drop(block, 0, .embedding, dx)
    for (row, at) in shard.promptTokens.enumerated() {
      add(d, dx[row], to: gradient.tokenEmbedding[at.token])
      add(d, dx[row], to: gradient.positionEmbedding[at.position])
    }
  }
}
