// A full layer's attention for one tail position per sequence. Its keys are the whole prompt and the tail so far. All
// heads go through the keys together, so that each row of memory is read once.

/// One sequence's query at one read.
private struct TailQuery {
  let sequence, position: Int
  /// The query's read row; those of the tail so far, the query's own last.
  let row: Int
  let tail: [Int]
  /// Rows of `qkv` that are keys and values: the prompt's, then the tail's.
  let keys: [Floats]
  /// Attention weights (heads, keys).
  let weights: Matrix
}

extension FastModel {
  /// Visits the queries of one read (at least 1).
  private func forEachQuery(_ read: Int, _ full: FullLayer, _ visit: (TailQuery) -> Void) {
    for i in 0..<shard.active[read] {
      let (row, tail) = (shard.base[read] + i, shard.tail(i, upTo: read))
      visit(
        TailQuery(
          sequence: i, position: shard.length[i] - 1 + read, row: row, tail: tail,
          keys: shard.prompt(i).map { full.prompt.qkv[$0] } + tail.map { full.tail.qkv[$0] },
          weights: perHead(full.tailWeights, row)))
    }
  }

  /// Writes the context of read `read` (at least 1); weights are kept.
  func tailAttention(_ layer: Int, _ read: Int, _ full: FullLayer) {
    let w = configuration.headWidth
    forEachQuery(read, full) { at in
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

  /// From the gradient of read `read`'s context, `g.tail.dContext`, to those of its query and of the tail's keys and
  /// values. `addTails` does the same for the prompt's, over all reads at once.
  func tailAttentionBackward(_ layer: Int, _ read: Int, _ full: FullLayer, _ g: Gradients) {
    let w = configuration.headWidth
    forEachQuery(read, full) { at in
      let (own, seen, prompt) = (full.tail.qkv[at.row], at.keys.count, at.keys.count - at.tail.count)
      let (dOut, dOwn) = (g.tail[layer].dContext[at.row], g.tail[layer].dQKV[at.row])
      let dKeys = at.tail.map { g.tail[layer].dQKV[$0] }
      let dp = perHead(g.tailScores[layer], at.row)
      // Go back to the values, and to the weights that they were added up with.
      for (j, key) in at.keys.enumerated() {
        for (h, head) in heads.enumerated() {
          dp[h][j] = dot(w, key + head.value.lowerBound, dOut + head.query.lowerBound)
        }
      }
      let kept = droppedTail(at, layer)
      for (j, dKey) in dKeys.enumerated() {
        for (h, head) in heads.enumerated() {
          add(w, kept[h][prompt + j], dOut + head.query.lowerBound, to: dKey + head.value.lowerBound)
        }
      }
      // Go back through the softmax.
      for h in heads.indices {
        drop(dp[h..<h + 1], Query(layer, h, at.sequence, at.position))
        fillLane(dp[h], seen)
        softmaxBackward(seen, at.weights[h], dp[h], scale: scale)
      }
      // Go back to the query and the keys.
      for (j, key) in at.keys.enumerated() {
        for (h, head) in heads.enumerated() {
          add(w, dp[h][j], key + head.key.lowerBound, to: dOwn + head.query.lowerBound)
        }
      }
      for (j, dKey) in dKeys.enumerated() {
        for (h, head) in heads.enumerated() {
          add(w, dp[h][prompt + j], own + head.query.lowerBound, to: dKey + head.key.lowerBound)
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
