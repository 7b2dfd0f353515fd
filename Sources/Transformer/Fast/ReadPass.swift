// One read of all sequences whose tails reach that far, forward and backward: one row a sequence passes through all layers
// and ends in logits. Prompts have been run before.

extension FastModel {
  /// Forward of read `read`; earlier reads are done.
  func readForward(_ read: Int, _ weights: ModelViews) {
    let (d, block, last) = (configuration.width, shard.block(read), activations.last)
    let rows = block.rows
    let layer = LayerBlock(activations.full.count, block, last.read, weights)
    let input = last.input[rows]
    if read == 0 {
      // Take over the prompt's last position, which the prompt's pass has brought up to the last layer.
      let stream = activations.full.last?.prompt.output ?? activations.embedded
      for i in 0..<rows.count {
        input[i].update(from: stream[shard.lastRow(i)], count: d)
        layer.kept.normed1[i].update(from: last.normed[shard.lastRow(i)], count: d)
      }
    } else {
      // Embed the tail's next element, and take it through the full layers.
      var x = activations.tailInput[rows]
      embedTail(read, block, weights, into: x)
      for (index, full) in activations.full.enumerated() {
        let layer = LayerBlock(index, block, full.tail, weights)
        projectQKV(layer, x)
        tailAttention(index, read, full)
        finishLayer(layer, x)
        x = layer.kept.output
      }
      input.copy(x)
      layerNorm(
        x, layer.weights.norm1, epsilon: epsilon, tape: layer.kept.norm1, into: layer.kept.normed1)
    }
    // Let the last layer look back, and finish it.
    lastAttention(read, layer.weights)
    finishLayer(layer, input)
    // Norm the stream: this is the next thought. Read logits from it.
    layerNorm(
      layer.kept.output, weights.finalNorm, epsilon: epsilon, tape: last.finalNorm[rows],
      into: last.hidden[rows])
    multiplyTransposed(last.hidden[rows], weights.head, into: last.logits[rows])
  }

  /// `x = (thought or token embedding) + position embedding` for tail position `read` of every active sequence.
  private func embedTail(_ read: Int, _ block: RowBlock, _ weights: ModelViews, into x: Matrix) {
    for (i, place) in block.places.enumerated() {
      let (sequence, d, row) = (shard.sequences[i], x.columns, x[i])
      switch sequence.tail[read - 1] {
      case .thought:
        row.update(from: activations.last.hidden[shard.base[read - 1] + i], count: d)
        if let edit {
          let thought = sequence.tail[..<(read - 1)].count { $0 == .thought }
          edit(shard.given[i], thought, x.buffer(i))
        }
      case .token(let token): row.update(from: weights.tokenEmbedding[token], count: d)
      }
      add(d, weights.positionEmbedding[sequence.firstPosition + place.position], to: row)
    }
    drop(block, 0, .embedding, x)
  }

  /// Backward of read `read`. Later reads are done and have left their share in `dHidden`, in `dReadNormed`, and in the
  /// tails' `dQKV`.
  func readBackward(_ read: Int, _ weights: ModelViews, _ g: Gradients, _ gradient: ModelViews) {
    let (d, block, last) = (configuration.width, shard.block(read), activations.last)
    let (rows, top, dx) = (block.rows, activations.full.count, g.dReadStream[block.rows])
    let layer = LayerBlock(top, block, last.read, weights)
    // Go back from the logits through the final norm.
    multiply(g.dLogits[rows], weights.head, into: g.dHidden[rows], beta: 1)
    layerNormBackward(
      g.dHidden[rows], weights.finalNorm, tape: last.finalNorm[rows], addingTo: dx,
      gradient: gradient.finalNorm)
    // Go back through the last layer.
    finishLayerBackward(layer, g.last[rows], dx, gradient: gradient.layers[top])
    lastAttentionBackward(read, layer.weights, g)
    guard read > 0 else { return leaveToPrompt(dx, g) }
    layerNormBackward(
      g.dReadNormed[rows], layer.weights.norm1, tape: layer.kept.norm1, addingTo: dx,
      gradient: gradient.layers[top].norm1)
    // Go back through the full layers.
    for (index, full) in activations.full.enumerated().reversed() {
      let layer = LayerBlock(index, block, full.tail, weights)
      let own = g.tail[index][rows]
      finishLayerBackward(layer, own, dx, gradient: gradient.layers[index])
      tailAttentionBackward(index, read, full, g)
      projectQKVBackward(layer, own, dx, gradient: gradient.layers[index])
    }
    // Give the position's embedding its share, and the token's, or the hidden state that was fed back as a thought.
    drop(block, 0, .embedding, dx)
    for (i, place) in block.places.enumerated() {
      let sequence = shard.sequences[i]
      add(d, dx[i], to: gradient.positionEmbedding[sequence.firstPosition + place.position])
      switch sequence.tail[read - 1] {
      case .thought: add(d, dx[i], to: g.dHidden[shard.base[read - 1] + i])
      case .token(let token): add(d, dx[i], to: gradient.tokenEmbedding[token])
      }
    }
  }

  /// Read 0 is the prompt's last position, so its gradients go on in the prompt's pass. Every read has looked at the
  /// prompt, so this is also the time to form the gradient of the prompts' normed residuals.
  private func leaveToPrompt(_ dx: Matrix, _ g: Gradients) {
    lastPromptGradient(g)
    for i in 0..<dx.rows {
      add(dx.columns, dx[i], to: g.dPromptStream[shard.lastRow(i)])
      add(dx.columns, g.dReadNormed[i], to: g.dPromptNormed[shard.lastRow(i)])
    }
  }

  /// Weight gradients of everything the reads used, over all reads at once.
  func readWeightGradients(_ g: Gradients, _ gradient: ModelViews) {
    let (last, top) = (activations.last, gradient.layers[activations.full.count])
    addOuter(g.dLogits, last.hidden, into: gradient.head.matrix)
    finishLayerWeightGradients(last.read, g.last, gradient: top)
    lastAttentionWeightGradients(g, gradient: top.qkv)
    // Full layers saw the reads after the first, which the prompts' pass had made.
    guard shard.reads > 1 else { return }
    let rows = shard.base[1]..<shard.readRows
    for (index, full) in activations.full.enumerated() {
      let (kept, own) = (full.tail[rows], g.tail[index][rows])
      finishLayerWeightGradients(kept, own, gradient: gradient.layers[index])
      qkvWeightGradients(kept, own, gradient: gradient.layers[index])
    }
  }
}
