// Prompts, end to end: embedding, every full layer, and the last layer's normed residual; a chunk of sequences after another.

extension FastModel {
  /// Forward over all prompt rows up to the last layer's normed residual.
  func promptForward(_ weights: ModelViews) {
    let (d, last) = (configuration.width, activations.last)
    activations.tables?.form(weights)
    for chunk in shard.chunks {
      let rows = chunk.block.rows
      var x = activations.embedded[rows]
      // Embed every token at its position.
      for (i, row) in rows.enumerated() {
        let at = shard.promptTokens[row]
        sum(d, weights.tokenEmbedding[at.token], weights.positionEmbedding[at.position], into: x[i])
      }
      drop(chunk.block, 0, .embedding, x)
      // Take the rows through the full layers.
      for (index, full) in activations.full.enumerated() {
        let layer = LayerBlock(index, chunk.block, full.prompt, weights)
        if index == 0, let tables = activations.tables {
          tables.forward(shard, rows, weights, epsilon: epsilon, into: layer.kept.qkv)
        } else {
          projectQKV(layer, x)
        }
        promptAttention(index, full, chunk)
        finishLayer(layer, x)
        x = layer.kept.output
      }
      // Norm what the last layer's reads will look at.
      let top = weights.layers[activations.full.count]
      layerNorm(x, top.norm1, epsilon: epsilon, tape: last.norm[rows], into: last.normed[rows])
    }
  }

  /// Backward over all prompt rows. Reads have left three things: the gradient of the residual stream that they took over
  /// at the prompts' last positions, that of the last layer's normed residuals, and in every full layer their own
  /// gradients, of which `promptAttentionBackward` adds the prompts' share.
  func promptBackward(_ weights: ModelViews, _ g: Gradients, _ gradient: ModelViews) {
    let (d, top) = (configuration.width, activations.full.count)
    for chunk in shard.chunks {
      let (rows, dx) = (chunk.block.rows, g.dPromptStream[chunk.block.rows])
      let own = g.prompt[0..<rows.count]
      // Go back through the last layer's norm.
      layerNormBackward(
        g.dPromptNormed[rows], weights.layers[top].norm1, tape: activations.last.norm[rows], addingTo: dx,
        gradient: gradient.layers[top].norm1)
      // Go back through the full layers.
      for (index, full) in activations.full.enumerated().reversed() {
        let layer = LayerBlock(index, chunk.block, full.prompt, weights)
        let dWeights = gradient.layers[index]
        finishLayerBackward(layer, own, dx, gradient: dWeights)
        finishLayerWeightGradients(layer.kept, own, gradient: dWeights)
        promptAttentionBackward(index, full, chunk, g)
        if index == 0, let tables = activations.tables {
          tables.backward(shard, rows, weights, g, dQKV: own.dQKV, addingTo: dx)
        } else {
          projectQKVBackward(layer, own, dx, gradient: dWeights)
          qkvWeightGradients(layer.kept, own, gradient: dWeights)
        }
      }
      // Give every token's row and every position's row its share.
      drop(chunk.block, 0, .embedding, dx)
      for (i, row) in rows.enumerated() {
        let at = shard.promptTokens[row]
        add(d, dx[i], to: gradient.tokenEmbedding[at.token])
        add(d, dx[i], to: gradient.positionEmbedding[at.position])
      }
    }
    activations.tables?.finishBackward(weights, g, gradient: gradient)
  }
}
