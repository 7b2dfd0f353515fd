// Causal attention inside each prompt, in blocks of query rows that look only at keys up to their own end.

/// Query rows handled at once: few enough that little is computed above the diagonal, many enough for a good product.
let attentionBlock = 48

extension FastModel {
  /// Visits the query blocks of every prompt and head: offsets of queries in `qkv`, and of weights.
  private func forEachBlock(
    _ visit: (
      _ sequence: Int, _ head: Int, _ firstRow: Int, _ from: Int, _ to: Int, _ n: Int, _ weights: Int
    ) -> Void
  ) {
    var weights = 0
    for i in shard.sequences.indices {
      let n = shard.length[i]
      for head in 0..<configuration.heads {
        for from in stride(from: 0, to: n, by: attentionBlock) {
          visit(i, head, shard.start[i], from, min(from + attentionBlock, n), n, weights + from * n)
        }
        weights += n * n
      }
    }
  }

  /// `context = softmax(q kᵀ/√(head width)) v` per prompt and head; weights are kept.
  func promptAttention(_ layer: Int, _ b: FullLayer) {
    let d = configuration.width
    let w = configuration.headWidth
    let scale = 1 / Float(w).squareRoot()
    forEachBlock { sequence, head, firstRow, from, to, n, offset in
      let q = b.promptQKV + (firstRow + from) * 3 * d + head * w
      let k = b.promptQKV + firstRow * 3 * d + d + head * w
      let p = b.promptWeights + offset
      multiplyTransposed(to - from, to, w, q, 3 * d, k, 3 * d, into: p, n)
      for row in from..<to {
        let p = p + (row - from) * n
        softmax(row + 1, p, scale: scale)
        for key in row + 1..<max(to, row + 1) { p[key] = 0 }
      }
      let dropped = attentionMasked(p, rows: to - from, stride: n, layer, head, sequence, from: from)
      multiply(
        to - from, w, to, dropped, n, k + d, 3 * d, into: b.prompt.context + (firstRow + from) * d + head * w,
        d)
    }
  }

  /// Adds to `promptDQKV` what `dContext` (rows, d) sends back through the attention.
  func promptAttentionBackward(_ layer: Int, _ b: FullLayer, dContext: Floats) {
    let d = configuration.width
    let w = configuration.headWidth
    let scale = 1 / Float(w).squareRoot()
    let dp = scoreScratch
    forEachBlock { sequence, head, firstRow, from, to, n, offset in
      let (rows, q0) = (to - from, (firstRow + from) * 3 * d + head * w)
      let k0 = firstRow * 3 * d + d + head * w
      let p = b.promptWeights + offset
      let dOut = dContext + (firstRow + from) * d + head * w
      multiplyTransposed(rows, to, w, dOut, d, b.promptQKV + k0 + d, 3 * d, into: dp, n)
      let dropped = attentionMasked(p, rows: rows, stride: n, layer, head, sequence, from: from)
      addOuter(to, w, rows, dropped, n, dOut, d, into: b.promptDQKV + k0 + d, 3 * d)
      maskAttention(dp, rows: rows, stride: n, layer, head, sequence, from: from)
      for row in from..<to {
        let dp = dp + (row - from) * n
        softmaxBackward(row + 1, p + (row - from) * n, dp, scale: scale)
        for key in row + 1..<max(to, row + 1) { dp[key] = 0 }
      }
      multiply(rows, w, to, dp, n, b.promptQKV + k0, 3 * d, into: b.promptDQKV + q0, 3 * d, beta: 1)
      addOuter(to, w, rows, dp, n, b.promptQKV + q0, 3 * d, into: b.promptDQKV + k0, 3 * d)
    }
  }

  /// The weights after dropout: `p` itself without, a masked copy with dropout.
  private func attentionMasked(
    _ p: Floats, rows: Int, stride: Int, _ layer: Int, _ head: Int, _ sequence: Int, from: Int
  ) -> Floats {
    guard dropoutSeeds != nil, configuration.attentionDropout > 0 else { return p }
    let copy = maskScratch
    copy.update(from: p, count: rows * stride)
    maskAttention(copy, rows: rows, stride: stride, layer, head, sequence, from: from)
    return copy
  }

  private func maskAttention(
    _ p: Floats, rows: Int, stride: Int, _ layer: Int, _ head: Int, _ sequence: Int, from: Int
  ) {
    guard let seeds = dropoutSeeds, configuration.attentionDropout > 0 else { return }
    for row in 0..<rows {
      DropoutRow(
        seed: seeds[sequence], site: .attentionWeights, layer: layer, position: from + row, head: head,
        rate: configuration.attentionDropout
      ).apply(to: p + row * stride, count: from + row + 1)
    }
  }
}
