// Causal attention inside each prompt, in blocks of query rows that look only at keys up to their own end.

/// Query rows handled at once: few enough that little is computed above the diagonal, many enough for a good product.
let attentionBlock = 48

/// Neighbouring queries of one prompt and head.
private struct QueryBlock {
  /// The first query.
  let first: Query
  /// Prompt rows of the queries; and of the keys and values, from the prompt's first row to the last query's own.
  let queries, keys: Range<Int>
  /// Attention weights (queries, keys).
  let weights: Matrix
}

extension FastModel {
  /// Visits the query blocks of every prompt and head.
  private func forEachBlock(_ layer: Int, _ full: FullLayer, _ visit: (QueryBlock, HeadColumns) -> Void) {
    for i in shard.sequences.indices {
      let (start, n) = (shard.start[i], shard.length[i])
      for (h, head) in heads.enumerated() {
        for from in stride(from: 0, to: n, by: attentionBlock) {
          let end = min(from + attentionBlock, n)
          let block = QueryBlock(
            first: Query(layer: layer, head: h, sequence: i, position: from),
            queries: start + from..<start + end, keys: start..<start + end,
            weights: full.promptWeights[i][h][from..<end, 0..<end])
          visit(block, head)
        }
      }
    }
  }

  /// `context = softmax(q kᵀ/√(head width)) v` per prompt and head; weights are kept.
  func promptAttention(_ layer: Int, _ full: FullLayer) {
    let qkv = full.prompt.qkv
    forEachBlock(layer, full) { at, head in
      // Weigh the keys, for each query those up to its own position.
      let p = at.weights
      multiplyTransposed(qkv[at.queries, head.query], qkv[at.keys, head.key], into: p)
      for row in 0..<p.rows {
        let seen = at.first.position + row + 1
        softmax(seen, p[row], scale: scale)
        for key in seen..<p.columns { p[row][key] = 0 }
      }
      // Add up the values.
      multiply(
        dropped(p, at.first), qkv[at.keys, head.value], into: full.prompt.context[at.queries, head.query])
    }
  }

  /// Adds to `g.dQKV` what `g.dContext` (rows, d) sends back through the attention.
  func promptAttentionBackward(_ layer: Int, _ full: FullLayer, _ g: LayerGradients, scratch: Matrix) {
    let (qkv, dQKV) = (full.prompt.qkv, g.dQKV)
    forEachBlock(layer, full) { at, head in
      let p = at.weights
      let (dp, dOut) = (scratch[0..<p.rows, 0..<p.columns], g.dContext[at.queries, head.query])
      // Go back to the values, and to the weights that they were added up with.
      multiplyTransposed(dOut, qkv[at.keys, head.value], into: dp)
      addOuter(dropped(p, at.first), dOut, into: dQKV[at.keys, head.value])
      drop(dp, at.first)
      // Go back through the softmax.
      for row in 0..<p.rows {
        let seen = at.first.position + row + 1
        softmaxBackward(seen, p[row], dp[row], scale: scale)
        for key in seen..<p.columns { dp[row][key] = 0 }
      }
      // Go back to the queries and the keys.
      multiply(dp, qkv[at.keys, head.key], into: dQKV[at.queries, head.query], beta: 1)
      addOuter(dp, qkv[at.queries, head.query], into: dQKV[at.keys, head.key])
    }
  }
}
