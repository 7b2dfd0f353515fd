// One read for all sequences still going on: embed the tail position, run the full layers on that one row per
// sequence, let the last layer look at the prompt's normed residual, and read logits. The backward pass mirrors it.

extension FastModel {
  /// Position of read row `i` of read `read`: the prompt's last position for read 0.
  func readBlock(_ read: Int) -> RowBlock {
    RowBlock(first: shard.base[read], count: shard.active[read]) { [shard] i in
      (sequence: i, position: shard.length[i] - 1 + read)
    }
  }

  /// Forward of read `read`; earlier reads are done.
  func readForward(_ read: Int, _ weights: Floats) {
    let d = configuration.width
    let c = configuration
    let rows = readBlock(read)
    let (first, count) = (rows.first, rows.count)
    let input = last.input + first * d
    let normed = last.read.normed1 + first * d
    let at = layout.layers[c.layers - 1]
    if read == 0 {
      let stream = full.last?.prompt.output ?? embedded
      for i in 0..<count {
        let row = shard.start[i] + shard.length[i] - 1
        (input + i * d).update(from: stream + row * d, count: d)
        (normed + i * d).update(from: last.normed + row * d, count: d)
      }
    } else {
      embedTail(read, rows, weights)
      var x = tailInput + first * d
      for (layer, buffers) in full.enumerated() {
        projectQKV(
          layer, count, x: x, buffers.tail, from: first, buffers.tailQKV + first * 3 * d, weights)
        tailAttention(layer, read, buffers)
        finishLayer(layer, rows, buffers.tail, x: x, weights)
        x = buffers.tail.output + first * d
      }
      input.update(from: x, count: count * d)
      layerNorm(
        count, d, x, gain: weights + at.norm1Gain, bias: weights + at.norm1Bias, epsilon: Float(c.epsilon),
        tape: last.read.norm1.from(first, d), into: normed)
    }
    lastAttention(read, weights)
    finishLayer(c.layers - 1, rows, last.read, x: input, weights)
    layerNorm(
      count, d, last.read.output + first * d, gain: weights + layout.finalGain,
      bias: weights + layout.finalBias,
      epsilon: Float(c.epsilon), tape: last.finalNorm.from(first, d), into: last.hidden + first * d)
    multiplyTransposed(
      count, c.vocabulary, d, last.hidden + first * d, d, weights + layout.head, d,
      into: last.logits + first * c.vocabulary, c.vocabulary)
  }

  /// `x = (thought or token embedding) + position embedding` for tail position `read` of every active sequence.
  private func embedTail(_ read: Int, _ rows: RowBlock, _ weights: Floats) {
    let d = configuration.width
    for i in 0..<rows.count {
      let content: Floats
      switch shard.sequences[i].tail[read - 1] {
      case .thought: content = givenThought(i, read) ?? last.hidden + (shard.base[read - 1] + i) * d
      case .token(let token): content = weights + layout.tokenEmbedding + token * d
      }
      let position = shard.sequences[i].firstPosition + rows.place(i).position
      sum(
        d, content, weights + layout.positionEmbedding + position * d, into: tailInput + (rows.first + i) * d)
    }
    drop(rows, 0, .embedding, tailInput + rows.first * d)
  }

  /// What the caller put in place of the thought before read `read`, if anything.
  private func givenThought(_ i: Int, _ read: Int) -> Floats? {
    guard let given = givenThoughts?[i] else { return nil }
    let thought = shard.sequences[i].tail[..<(read - 1)].count { $0 == .thought }
    _ = UnsafeMutableBufferPointer(start: readScratch, count: configuration.width).update(
      from: given[thought])
    return readScratch
  }

  /// Backward of read `read`; later reads are done and have left their share in `dHidden`, `dReadNormed`, `tailDQKV`.
  func readBackward(_ read: Int, _ weights: Floats, _ gradient: Floats) {
    let d = configuration.width
    let c = configuration
    let rows = readBlock(read)
    let (first, count) = (rows.first, rows.count)
    let at = layout.layers[c.layers - 1]
    let dx = dTailResidual + first * d
    multiply(
      count, d, c.vocabulary, last.dLogits + first * c.vocabulary, c.vocabulary, weights + layout.head, d,
      into: last.dHidden + first * d, d, beta: 1)
    dx.update(repeating: 0, count: count * d)
    layerNormBackward(
      count, d, last.dHidden + first * d, gain: weights + layout.finalGain,
      tape: last.finalNorm.from(first, d),
      addingTo: dx, dGain: gradient + layout.finalGain, dBias: gradient + layout.finalBias)
    finishLayerBackward(
      c.layers - 1, rows, last.read, dx: dx, dContext: last.dContext + first * d, scratch: readScratch,
      weights,
      gradient)
    lastAttentionBackward(read, weights)
    guard read > 0 else { return leaveToPrompt(count, dx) }
    layerNormBackward(
      count, d, last.dReadNormed + first * d, gain: weights + at.norm1Gain,
      tape: last.read.norm1.from(first, d),
      addingTo: dx, dGain: gradient + at.norm1Gain, dBias: gradient + at.norm1Bias)
    for (layer, buffers) in full.enumerated().reversed() {
      finishLayerBackward(
        layer, rows, buffers.tail, dx: dx, dContext: tailScratch, scratch: readScratch, weights, gradient)
      tailAttentionBackward(layer, read, buffers, dContext: tailScratch)
      projectQKVBackward(
        layer, count, buffers.tail, from: first, dQKV: buffers.tailDQKV + first * 3 * d, dx: dx,
        scratch: readScratch, weights, gradient)
    }
    drop(rows, 0, .embedding, dx)
    for i in 0..<count {
      let row = dx + i * d
      let position = shard.sequences[i].firstPosition + rows.place(i).position
      add(d, row, to: gradient + layout.positionEmbedding + position * d)
      switch shard.sequences[i].tail[read - 1] {
      case .thought: add(d, row, to: last.dHidden + (shard.base[read - 1] + i) * d)
      case .token(let token): add(d, row, to: gradient + layout.tokenEmbedding + token * d)
      }
    }
  }

  /// Read 0 is the prompt's last position: its gradients go on there. Also forms `dNormed` of all prompt rows, to
  /// which every read contributes, in one product a sequence.
  private func leaveToPrompt(_ count: Int, _ dx: Floats) {
    let d = configuration.width
    lastPromptGradient()
    for i in 0..<count {
      let row = shard.start[i] + shard.length[i] - 1
      add(d, dx + i * d, to: dResidual + row * d)
      add(d, last.dReadNormed + i * d, to: last.dNormed + row * d)
    }
  }

  /// Weight gradients of everything the reads used, over all reads at once.
  func readWeightGradients(_ weights: Floats, _ gradient: Floats) {
    let d = configuration.width
    let c = configuration
    let rows = shard.readRows
    addOuter(
      c.vocabulary, d, rows, last.dLogits, c.vocabulary, last.hidden, d, into: gradient + layout.head, d)
    finishLayerWeightGradients(c.layers - 1, rows: rows, last.read, gradient)
    lastAttentionWeightGradients(gradient)
    guard shard.reads > 1 else { return }
    let first = shard.base[1]
    for (layer, buffers) in full.enumerated() {
      finishLayerWeightGradients(layer, rows: rows - first, from: first, buffers.tail, gradient)
      qkvWeightGradients(
        layer, rows - first, buffers.tail.normed1 + first * d, dQKV: buffers.tailDQKV + first * 3 * d,
        gradient)
    }
  }
}
