// A full layer's attention for one tail position per sequence. Its keys are the whole prompt and the tail so far. All
// heads go through the keys together, so that each row of memory is read once.

/// One sequence's query at one read.
private struct TailQuery {
  let sequence, position: Int
  /// The query's read row.
  let row: Int
  /// Rows of `qkv` that are keys and values: the prompt's, then those of the tail, the query's own last; and their gradients.
  let keys, gradients: [Floats]
  /// Attention weights (heads, keys).
  let weights: Matrix
}

extension FastModel {
  /// Visits the queries of one read (at least 1).
  private func forEachQuery(
    _ layer: Int, _ read: Int, _ full: FullLayer, _ g: Gradients?, _ visit: (TailQuery) -> Void
  ) {
    for i in 0..<shard.active[read] {
      let (row, tail) = (shard.base[read] + i, shard.tail(i, upTo: read))
      func rows(_ prompt: Matrix, _ read: Matrix) -> [Floats] {
        shard.prompt(i).map { prompt[$0] } + tail.map { read[$0] }
      }
      visit(
        TailQuery(
          sequence: i, position: shard.length[i] - 1 + read, row: row,
          keys: rows(full.prompt.qkv, full.tail.qkv),
          gradients: g.map { rows($0.prompt[layer].dQKV, $0.tail[layer].dQKV) } ?? [],
          weights: perHead(full.tailWeights, row)))
    }
  }

  /// Writes the context of read `read` (at least 1); weights are kept.
  func tailAttention(_ layer: Int, _ read: Int, _ full: FullLayer) {
    let w = configuration.headWidth
    forEachQuery(layer, read, full, nil) { at in
      let (own, out, seen) = (full.tail.qkv[at.row], full.tail.context[at.row], at.keys.count)
      // Weigh the keys.
      for (j, key) in at.keys.enumerated() {
        for (h, head) in heads.enumerated() {
          at.weights[h][j] = dot(w, own + head.query.lowerBound, key + head.key.lowerBound)
        }
      }
      for h in heads.indices { softmax(seen, at.weights[h], scale: scale) }
      // Add up their values.
      let kept = droppedTail(at, layer)
      out.update(repeating: 0, count: configuration.width)
      for (j, key) in at.keys.enumerated() {
        for (h, head) in heads.enumerated() {
          add(w, kept[h][j], key + head.value.lowerBound, to: out + head.query.lowerBound)
        }
      }
    }
  }

  /// From the gradient of read `read`'s context, `g.tail.dContext`, to those of its query and of all keys and values it
  /// looked at.
  func tailAttentionBackward(_ layer: Int, _ read: Int, _ full: FullLayer, _ g: Gradients) {
    let w = configuration.headWidth
    forEachQuery(layer, read, full, g) { at in
      let (own, seen) = (full.tail.qkv[at.row], at.keys.count)
      let (dOut, dOwn) = (g.tail[layer].dContext[at.row], g.tail[layer].dQKV[at.row])
      let dp = g.scores[0..<heads.count, 0..<wholeLanes(seen)]
      // Go back to the values, and to the weights that they were added up with.
      let kept = droppedTail(at, layer)
      for (j, (key, dKey)) in zip(at.keys, at.gradients).enumerated() {
        for (h, head) in heads.enumerated() {
          let dHead = dOut + head.query.lowerBound
          dp[h][j] = dot(w, key + head.value.lowerBound, dHead)
          add(w, kept[h][j], dHead, to: dKey + head.value.lowerBound)
        }
      }
      // Go back through the softmax.
      for h in heads.indices {
        drop(dp[h..<h + 1], Query(layer, h, at.sequence, at.position))
        fillLane(dp[h], seen)
        softmaxBackward(seen, at.weights[h], dp[h], scale: scale)
      }
      // Go back to the query and the keys.
      for (j, (key, dKey)) in zip(at.keys, at.gradients).enumerated() {
        for (h, head) in heads.enumerated() {
          add(w, dp[h][j], key + head.key.lowerBound, to: dOwn + head.query.lowerBound)
          add(w, dp[h][j], own + head.query.lowerBound, to: dKey + head.key.lowerBound)
        }
      }
    }
  }

  /// The weights (heads, keys) after dropout: a masked copy, or the weights themselves where nothing is dropped.
  private func droppedTail(_ at: TailQuery, _ layer: Int) -> Matrix {
    guard dropoutSeeds != nil, configuration.attentionDropout > 0 else { return at.weights }
    let copy = activations.masked[0..<heads.count, 0..<at.weights.columns]
    copy.copy(at.weights)
    for h in heads.indices { drop(copy[h..<h + 1], Query(layer, h, at.sequence, at.position)) }
    return copy
  }
}
