// A full layer's attention for one tail position per sequence. Its keys are the whole prompt and the tail so far.

/// The query of one sequence and head at one read.
private struct TailQuery {
  let query: Query
  /// The query's read row.
  let row: Int
  /// Prompt rows of the first keys, and read rows of the others, the query's own last.
  let prompt: Range<Int>
  let tail: [Int]
  /// Attention weights (1, keys).
  let weights: Matrix
}

extension FastModel {
  /// Visits the queries of one read (at least 1).
  private func forEachQuery(
    _ layer: Int, _ read: Int, _ full: FullLayer, _ visit: (TailQuery, HeadColumns) -> Void
  ) {
    for i in 0..<shard.active[read] {
      let (row, n, tail) = (shard.base[read] + i, shard.length[i], shard.tail(i, upTo: read))
      let weights = perHead(full.tailWeights, row)
      for (h, head) in heads.enumerated() {
        let at = TailQuery(
          query: Query(layer: layer, head: h, sequence: i, position: n - 1 + read), row: row,
          prompt: shard.prompt(i), tail: tail, weights: weights[h..<h + 1, 0..<n + read])
        visit(at, head)
      }
    }
  }

  /// Writes the context of read `read` (at least 1); weights are kept.
  func tailAttention(_ layer: Int, _ read: Int, _ full: FullLayer) {
    let (w, prompt, tail) = (configuration.headWidth, full.prompt.qkv, full.tail.qkv)
    forEachQuery(layer, read, full) { at, head in
      let (n, q) = (at.prompt.count, tail[at.row] + head.query.lowerBound)
      // Weigh the prompt's keys and the tail's.
      let p = at.weights[0]
      multiply(prompt[at.prompt, head.key], q, into: p)
      for (j, row) in at.tail.enumerated() { p[n + j] = dot(w, q, tail[row] + head.key.lowerBound) }
      softmax(n + at.tail.count, p, scale: scale)
      // Add up their values.
      let kept = dropped(at.weights, at.query)[0]
      let out = full.tail.context[at.row] + head.query.lowerBound
      multiply(transposed: prompt[at.prompt, head.value], kept, into: out)
      for (j, row) in at.tail.enumerated() {
        add(w, kept[n + j], tail[row] + head.value.lowerBound, to: out)
      }
    }
  }

  /// From the gradient of read `read`'s context, `g.tail.dContext`, to those of its query and of all keys and values it
  /// looked at.
  func tailAttentionBackward(_ layer: Int, _ read: Int, _ full: FullLayer, _ g: Gradients) {
    let (w, prompt, tail) = (configuration.headWidth, full.prompt.qkv, full.tail.qkv)
    let (dPrompt, dTail) = (g.prompt[layer].dQKV, g.tail[layer].dQKV)
    forEachQuery(layer, read, full) { at, head in
      let (n, q) = (at.prompt.count, tail[at.row] + head.query.lowerBound)
      let dOut = g.tail[layer].dContext[at.row] + head.query.lowerBound
      let dWeights = g.scores[0..<1, 0..<n + at.tail.count]
      let dp = dWeights[0]
      // Go back to the values, and to the weights that they were added up with.
      let kept = dropped(at.weights, at.query)[0]
      multiply(prompt[at.prompt, head.value], dOut, into: dp)
      addOuter(kept, dOut, into: dPrompt[at.prompt, head.value])
      for (j, row) in at.tail.enumerated() {
        dp[n + j] = dot(w, tail[row] + head.value.lowerBound, dOut)
        add(w, kept[n + j], dOut, to: dTail[row] + head.value.lowerBound)
      }
      drop(dWeights, at.query)
      // Go back through the softmax.
      softmaxBackward(n + at.tail.count, at.weights[0], dp, scale: scale)
      // Go back to the query and the keys.
      let dq = dTail[at.row] + head.query.lowerBound
      multiply(transposed: prompt[at.prompt, head.key], dp, into: dq, beta: 1)
      addOuter(dp, q, into: dPrompt[at.prompt, head.key])
      for (j, row) in at.tail.enumerated() {
        add(w, dp[n + j], tail[row] + head.key.lowerBound, to: dq)
        add(w, dp[n + j], q, to: dTail[row] + head.key.lowerBound)
      }
    }
  }
}
