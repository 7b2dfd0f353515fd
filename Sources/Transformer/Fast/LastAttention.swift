// The last layer's attention at the reads, without ever forming its keys and values.
//
// With N the normed residual (one row a position), keys are N W_K + b_K and values N W_V + b_V. Per head h:
//   score_j = q_h · (N_j W_K,h + b_K,h) = (q_h W_K,hᵀ) · N_j + const,   context_h = (Σ_j a_j N_j) W_V,h + (Σ_j a_j) b_V,h.
// The constant q_h · b_K,h adds the same to all scores, and the softmax does not see it; so the key bias has gradient 0.

extension FastModel {
  private var lastIndex: Int { configuration.layers - 1 }

  /// The queries' columns of a weight W (d, 3d).
  private var queries: Range<Int> { 0..<configuration.width }

  /// Writes the context of read `read`, keeping folded queries, weights and gathered residuals.
  func lastAttention(_ read: Int, _ layer: LayerViews) {
    let (d, w, last) = (configuration.width, configuration.headWidth, activations.last)
    let (rows, weight, bias) = (shard.read(read), layer.qkv.weight, layer.qkv.bias)
    let own = last.read[rows]
    // Project the queries, and fold each head's through the weight of its keys.
    own.qkv.setRows(to: bias)
    multiply(own.normed1, weight, columns: queries, into: own.qkv, beta: 1)
    for head in heads {
      multiplyTransposed(
        own.qkv[columns: head.query], weight, columns: head.key, into: last.folded[rows, head.folded])
    }
    for (i, row) in rows.enumerated() {
      let (n, prompt, tail) = (shard.length[i], last.normed[shard.prompt(i)], shard.tail(i, upTo: read))
      let seen = n + read
      let folded = perHead(last.folded, row)
      let weights = perHead(last.weights, row)
      let kept = perHead(last.dropped, row)
      let gathered = perHead(last.gathered, row)
      // Score the prompt's positions for all heads at once, then the tail's.
      multiplyTransposed(folded, prompt, into: weights[columns: 0..<n])
      for h in heads.indices {
        for (j, key) in tail.enumerated() {
          weights[h][n + j] = dot(d, folded[h], last.read.normed1[key])
        }
      }
      sumScores(weights, seen, constant: dot(d, own.qkv[i], bias + d), into: last.scores[row])
      // Weigh them, and drop some weights.
      for h in heads.indices {
        softmax(seen, weights[h], scale: scale)
        kept[h].update(from: weights[h], count: seen)
        drop(
          kept[h..<h + 1, 0..<seen], Query(lastIndex, h, i, seen - 1))
      }
      // Gather the normed residuals by weight, and start the context at the values' bias.
      multiply(kept[columns: 0..<n], prompt, into: gathered)
      for (h, head) in heads.enumerated() {
        for (j, key) in tail.enumerated() {
          add(d, kept[h][n + j], last.read.normed1[key], to: gathered[h])
        }
        let sum = total(seen, kept[h])
        let context = own.context[i] + head.query.lowerBound
        for k in 0..<w { context[k] = sum * bias[head.value.lowerBound + k] }
      }
    }
    // Take what was gathered through the weight of the values.
    for head in heads {
      multiply(
        last.gathered[rows, head.folded], weight, columns: head.value, into: own.context[columns: head.query],
        beta: 1)
    }
  }

  /// Raw scores summed over heads, the key bias's constant q · b_K included: what the probes read.
  private func sumScores(_ raw: Matrix, _ count: Int, constant: Float, into scores: Floats) {
    scores.update(repeating: constant * scale, count: count)
    for h in heads.indices { add(count, scale, raw[h], to: scores) }
  }

  /// From the gradient of read `read`'s context to `g.dReadNormed`, keeping what the prompts' share and the weights' need.
  func lastAttentionBackward(_ read: Int, _ layer: LayerViews, _ g: Gradients) {
    let (d, w, last) = (configuration.width, configuration.headWidth, activations.last)
    let (rows, weight, bias) = (shard.read(read), layer.qkv.weight, layer.qkv.bias)
    let own = g.last[rows]
    // Go back through the weight of the values.
    for head in heads {
      multiplyTransposed(
        own.dContext[columns: head.query], weight, columns: head.value, into: g.dGathered[rows, head.folded])
    }
    for (i, row) in rows.enumerated() {
      let (n, prompt, tail) = (shard.length[i], last.normed[shard.prompt(i)], shard.tail(i, upTo: read))
      let seen = n + read
      let folded = perHead(last.folded, row)
      let weights = perHead(last.weights, row)
      let kept = perHead(last.dropped, row)
      let dScores = perHead(g.dScores, row)
      let dGathered = perHead(g.dGathered, row)
      let dFolded = perHead(g.dFolded, row)
      // Go back to the weights, and through the softmax to the scores.
      multiplyTransposed(dGathered, prompt, into: dScores[columns: 0..<n])
      for (h, head) in heads.enumerated() {
        let ds = dScores[h]
        for (j, key) in tail.enumerated() { ds[n + j] = dot(d, dGathered[h], last.read.normed1[key]) }
        let dSum = dot(w, own.dContext[i] + head.query.lowerBound, bias + head.value.lowerBound)
        for key in 0..<seen { ds[key] += dSum }
        drop(
          dScores[h..<h + 1, 0..<seen], Query(lastIndex, h, i, seen - 1))
        fillLane(ds, seen)
        softmaxBackward(seen, weights[h], ds, scale: scale)
      }
      // Go back to the folded queries, and to the tail's normed residuals, which were both keys and values.
      multiply(dScores[columns: 0..<n], prompt, into: dFolded)
      for h in heads.indices {
        for (j, key) in tail.enumerated() {
          add(d, dScores[h][n + j], last.read.normed1[key], to: dFolded[h])
          add(d, dScores[h][n + j], folded[h], to: g.dReadNormed[key])
          add(d, kept[h][n + j], dGathered[h], to: g.dReadNormed[key])
        }
      }
    }
    // Go back to the queries, and to the normed residuals that they came from.
    for head in heads {
      multiply(g.dFolded[rows, head.folded], weight, columns: head.key, into: own.dQKV[columns: head.query])
    }
    multiplyTransposed(own.dQKV, weight, columns: queries, into: g.dReadNormed[rows], beta: 1)
  }

  /// Writes `g.dPromptNormed`: per sequence `[ds ; a]ᵀ [folded ; dGathered]` over all its reads and heads.
  func lastPromptGradient(_ g: Gradients) {
    let last = activations.last
    for (i, sequence) in shard.sequences.enumerated() {
      // Put the scores' gradients and the weights of this prompt one below the other, and beside them what each goes with.
      let (n, reads) = (shard.length[i], sequence.tail.count + 1)
      let terms = 2 * reads * heads.count
      let (factors, vectors) = (g.scores[0..<terms, 0..<n], g.vectors[0..<terms])
      for read in 0..<reads {
        let row = shard.base[read] + i
        for h in heads.indices {
          let term = 2 * (read * heads.count + h)
          factors[term].update(from: perHead(g.dScores, row)[h], count: n)
          factors[term + 1].update(from: perHead(last.dropped, row)[h], count: n)
          vectors[term].update(from: perHead(last.folded, row)[h], count: vectors.columns)
          vectors[term + 1].update(from: perHead(g.dGathered, row)[h], count: vectors.columns)
        }
      }
      // Multiply them in one product.
      addOuter(factors, vectors, into: g.dPromptNormed[shard.prompt(i)], beta: 0)
    }
  }

  /// Adds the gradients of the last layer's query-key-value projection, over all reads at once.
  func lastAttentionWeightGradients(_ g: Gradients, gradient: LinearViews) {
    let (w, last) = (configuration.headWidth, activations.last)
    // Queries.
    addOuter(last.read.normed1, g.last.dQKV, into: gradient.weight.matrix[columns: queries])
    g.last.dQKV.addColumnSums(to: gradient.bias)
    // Keys and values.
    for head in heads {
      addOuter(
        g.dFolded[columns: head.folded], last.read.qkv[columns: head.query],
        into: gradient.weight.matrix[columns: head.key])
      addOuter(
        last.gathered[columns: head.folded], g.last.dContext[columns: head.query],
        into: gradient.weight.matrix[columns: head.value])
    }
    // The bias of the values; that of the keys has gradient 0.
    for read in 0..<shard.reads {
      for (i, row) in shard.read(read).enumerated() {
        let kept = perHead(last.dropped, row)
        for (h, head) in heads.enumerated() {
          let sum = total(shard.length[i] + read, kept[h])
          add(w, sum, g.last.dContext[row] + head.query.lowerBound, to: gradient.bias + head.value.lowerBound)
        }
      }
    }
  }
}
