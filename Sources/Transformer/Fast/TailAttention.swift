// A full layer's attention for one tail position per sequence: its keys are the whole prompt and the tail so far.

import COpenBLAS

extension FastModel {
  /// Visits each active sequence and head: the query's read row, the prompt's first row, its length.
  private func forEachHead(
    _ read: Int, _ visit: (_ i: Int, _ head: Int, _ row: Int, _ start: Int, _ n: Int) -> Void
  ) {
    for i in 0..<shard.active[read] {
      for head in 0..<configuration.heads {
        visit(i, head, shard.base[read] + i, shard.start[i], shard.length[i])
      }
    }
  }

  /// `context` of read `read` (at least 1).
  func tailAttention(_ layer: Int, _ read: Int, _ b: FullLayer) {
    let d = configuration.width
    let w = configuration.headWidth
    let scale = 1 / Float(w).squareRoot()
    forEachHead(read) { i, head, row, start, n in
      let q = b.tailQKV + row * 3 * d + head * w
      let keys = b.promptQKV + start * 3 * d + d + head * w
      let p = b.tailWeights + (row * configuration.heads + head) * shard.mostKeys
      times(n, w, keys, 3 * d, q, into: p)
      for r in 1...read {
        let key = b.tailQKV + (shard.base[r] + i) * 3 * d + d + head * w
        p[n + r - 1] = dot(w, q, key)
      }
      softmax(n + read, p, scale: scale)
      let dropped = tailMasked(p, n + read, layer, head, sequence: i, query: n - 1 + read)
      let out = b.tail.context + row * d + head * w
      timesTransposed(n, w, keys + d, 3 * d, dropped, into: out, beta: 0)
      for r in 1...read {
        add(w, dropped[n + r - 1], b.tailQKV + (shard.base[r] + i) * 3 * d + 2 * d + head * w, to: out)
      }
    }
  }

  /// From `dContext` (count, d) to `tailDQKV` of this row and the keys and values it looked at.
  func tailAttentionBackward(_ layer: Int, _ read: Int, _ b: FullLayer, dContext: Floats) {
    let d = configuration.width
    let w = configuration.headWidth
    let scale = 1 / Float(w).squareRoot()
    let dp = scoreScratch
    forEachHead(read) { i, head, row, start, n in
      let place = row * 3 * d + head * w
      let key0 = start * 3 * d + d + head * w
      let dOut = dContext + i * d + head * w
      let p = b.tailWeights + (row * configuration.heads + head) * shard.mostKeys
      let dropped = tailMasked(p, n + read, layer, head, sequence: i, query: n - 1 + read)
      times(n, w, b.promptQKV + key0 + d, 3 * d, dOut, into: dp)
      addProduct(n, w, dropped, dOut, to: b.promptDQKV + key0 + d, 3 * d)
      for r in 1...read {
        let value = (shard.base[r] + i) * 3 * d + 2 * d + head * w
        dp[n + r - 1] = dot(w, b.tailQKV + value, dOut)
        add(w, dropped[n + r - 1], dOut, to: b.tailDQKV + value)
      }
      maskTail(dp, n + read, layer, head, sequence: i, query: n - 1 + read)
      softmaxBackward(n + read, p, dp, scale: scale)
      timesTransposed(n, w, b.promptQKV + key0, 3 * d, dp, into: b.tailDQKV + place, beta: 1)
      addProduct(n, w, dp, b.tailQKV + place, to: b.promptDQKV + key0, 3 * d)
      for r in 1...read {
        let key = (shard.base[r] + i) * 3 * d + d + head * w
        add(w, dp[n + r - 1], b.tailQKV + key, to: b.tailDQKV + place)
        add(w, dp[n + r - 1], b.tailQKV + place, to: b.tailDQKV + key)
      }
    }
  }

  /// `y (n) = m (n, w) x`.
  private func times(_ n: Int, _ w: Int, _ m: Floats, _ stride: Int, _ x: Floats, into y: Floats) {
    cblas_sgemv(CblasRowMajor, CblasNoTrans, Int32(n), Int32(w), 1, m, Int32(stride), x, 1, 0, y, 1)
  }

  /// `y (w) = m (n, w)ᵀ x + beta y`.
  private func timesTransposed(
    _ n: Int, _ w: Int, _ m: Floats, _ stride: Int, _ x: Floats, into y: Floats, beta: Float
  ) {
    cblas_sgemv(CblasRowMajor, CblasTrans, Int32(n), Int32(w), 1, m, Int32(stride), x, 1, beta, y, 1)
  }

  /// `m (n, w) += x yᵀ`.
  private func addProduct(_ n: Int, _ w: Int, _ x: Floats, _ y: Floats, to m: Floats, _ stride: Int) {
    cblas_sger(CblasRowMajor, Int32(n), Int32(w), 1, x, 1, y, 1, m, Int32(stride))
  }

  /// The weights after dropout: `p` itself without, a masked copy with dropout.
  func tailMasked(_ p: Floats, _ count: Int, _ layer: Int, _ head: Int, sequence: Int, query: Int) -> Floats {
    guard dropoutSeeds != nil, configuration.attentionDropout > 0 else { return p }
    let copy = maskScratch
    copy.update(from: p, count: count)
    maskTail(copy, count, layer, head, sequence: sequence, query: query)
    return copy
  }

  /// Applies attention dropout to one query's weights or their gradient.
  func maskTail(_ p: Floats, _ count: Int, _ layer: Int, _ head: Int, sequence: Int, query: Int) {
    guard let seeds = dropoutSeeds, configuration.attentionDropout > 0 else { return }
    DropoutRow(
      seed: seeds[sequence], site: .attentionWeights, layer: layer, position: query, head: head,
      rate: configuration.attentionDropout
    ).apply(to: p, count: count)
  }
}
