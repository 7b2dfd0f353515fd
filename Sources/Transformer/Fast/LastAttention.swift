// The last layer's attention at the reads, without ever forming its keys and values.
//
// With N the normed residual (one row a position), keys are N W_K + b_K and values N W_V + b_V. Per head h:
//   score_j = q_h · (N_j W_K,h + b_K,h) = (q_h W_K,hᵀ) · N_j + const,   context_h = (Σ_j a_j N_j) W_V,h + (Σ_j a_j) b_V,h.
// The constant moves all scores alike and leaves the softmax; so the key bias has gradient 0, exactly.

extension FastModel {
  private var lastIndex: Int { configuration.layers - 1 }

  /// Writes `context` of read `read`, keeping folded queries, weights and gathered residuals.
  func lastAttention(_ read: Int, _ weights: Floats) {
    let (d, w, heads) = (configuration.width, configuration.headWidth, configuration.heads)
    let at = layout.layers[lastIndex]
    let (first, count, most) = (shard.base[read], shard.active[read], shard.mostKeys)
    let scale = 1 / Float(w).squareRoot()
    let matrix = weights + at.attentionWeight
    let query = last.query + first * d
    fillRows(count, d, with: weights + at.attentionBias, query)
    multiply(count, d, d, last.read.normed1 + first * d, d, matrix, 3 * d, into: query, d, beta: 1)
    for h in 0..<heads {
      multiplyTransposed(
        count, d, w, query + h * w, d, matrix + d + h * w, 3 * d,
        into: last.folded + first * heads * d + h * d, heads * d)
    }
    for i in 0..<count {
      let (row, n) = (first + i, shard.length[i])
      let prompt = last.normed + shard.start[i] * d
      let folded = last.folded + row * heads * d
      let a = last.weights + row * heads * most
      let dropped = last.dropped + row * heads * most
      let gathered = last.gathered + row * heads * d
      multiplyTransposed(heads, n, d, folded, d, prompt, d, into: a, most)
      for h in 0..<heads {
        for r in stride(from: 1, through: read, by: 1) {
          a[h * most + n + r - 1] = dot(d, folded + h * d, readNormed(r, i))
        }
      }
      sumScores(row, i, read, query + i * d, keyBias: weights + at.attentionBias + d, scale)
      for h in 0..<heads {
        let a = a + h * most
        softmax(n + read, a, scale: scale)
        (dropped + h * most).update(from: a, count: n + read)
        maskTail(dropped + h * most, n + read, lastIndex, h, sequence: i, query: n - 1 + read)
      }
      multiply(heads, d, n, dropped, most, prompt, d, into: gathered, d)
      for h in 0..<heads {
        for r in stride(from: 1, through: read, by: 1) {
          add(d, dropped[h * most + n + r - 1], readNormed(r, i), to: gathered + h * d)
        }
        let kept = total(n + read, dropped + h * most)
        let context = last.read.context + row * d + h * w
        for k in 0..<w { context[k] = kept * weights[at.attentionBias + 2 * d + h * w + k] }
      }
    }
    for h in 0..<heads {
      multiply(
        count, w, d, last.gathered + first * heads * d + h * d, heads * d, matrix + 2 * d + h * w, 3 * d,
        into: last.read.context + first * d + h * w, d, beta: 1)
    }
  }

  /// Normed residual of sequence i at tail position r (at least 1).
  private func readNormed(_ r: Int, _ i: Int) -> Floats {
    last.read.normed1 + (shard.base[r] + i) * configuration.width
  }

  /// Raw scores summed over heads, the key bias's constant included: what the probes read.
  private func sumScores(_ row: Int, _ i: Int, _ read: Int, _ query: Floats, keyBias: Floats, _ scale: Float)
  {
    let most = shard.mostKeys
    let scores = last.scores + row * most
    let count = shard.length[i] + read
    let constant = dot(configuration.width, query, keyBias)
    scores.update(repeating: constant * scale, count: count)
    for h in 0..<configuration.heads {
      add(count, scale, last.weights + (row * configuration.heads + h) * most, to: scores)
    }
  }

  /// From `dContext` of read `read` to `dReadNormed`, keeping what the prompt's share and the weights' need.
  func lastAttentionBackward(_ read: Int, _ weights: Floats) {
    let (d, w, heads) = (configuration.width, configuration.headWidth, configuration.heads)
    let at = layout.layers[lastIndex]
    let (first, count, most) = (shard.base[read], shard.active[read], shard.mostKeys)
    let scale = 1 / Float(w).squareRoot()
    let matrix = weights + at.attentionWeight
    let dContext = last.dContext + first * d
    for h in 0..<heads {
      multiplyTransposed(
        count, d, w, dContext + h * w, d, matrix + 2 * d + h * w, 3 * d,
        into: last.dGathered + first * heads * d + h * d, heads * d)
    }
    for i in 0..<count {
      let (row, n) = (first + i, shard.length[i])
      let prompt = last.normed + shard.start[i] * d
      let folded = last.folded + row * heads * d
      let a = last.weights + row * heads * most
      let ds = last.dScores + row * heads * most
      let dGathered = last.dGathered + row * heads * d
      let dFolded = last.dFolded + row * heads * d
      multiplyTransposed(heads, n, d, dGathered, d, prompt, d, into: ds, most)
      for h in 0..<heads {
        let ds = ds + h * most
        for r in stride(from: 1, through: read, by: 1) {
          ds[n + r - 1] = dot(d, dGathered + h * d, readNormed(r, i))
        }
        let bias = dot(w, dContext + i * d + h * w, weights + at.attentionBias + 2 * d + h * w)
        for key in 0..<n + read { ds[key] += bias }
        maskTail(ds, n + read, lastIndex, h, sequence: i, query: n - 1 + read)
        softmaxBackward(n + read, a + h * most, ds, scale: scale)
      }
      multiply(heads, d, n, ds, most, prompt, d, into: dFolded, d)
      for h in 0..<heads {
        for r in stride(from: 1, through: read, by: 1) {
          let key = n + r - 1
          let dKey = last.dReadNormed + (shard.base[r] + i) * d
          add(d, ds[h * most + key], readNormed(r, i), to: dFolded + h * d)
          add(d, ds[h * most + key], folded + h * d, to: dKey)
          add(d, last.dropped[(row * heads + h) * most + key], dGathered + h * d, to: dKey)
        }
      }
    }
    for h in 0..<heads {
      multiply(
        count, w, d, last.dFolded + first * heads * d + h * d, heads * d, matrix + d + h * w, 3 * d,
        into: last.dQuery + first * d + h * w, d)
    }
    multiplyTransposed(
      count, d, d, last.dQuery + first * d, d, matrix, 3 * d, into: last.dReadNormed + first * d, d, beta: 1)
  }

  /// `dNormed` of every prompt row: per sequence `[ds ; a]ᵀ [folded ; dGathered]` over all its reads and heads.
  func lastPromptGradient() {
    let (d, heads, most) = (configuration.width, configuration.heads, shard.mostKeys)
    for i in shard.sequences.indices {
      let reads = shard.sequences[i].tail.count + 1
      let n = shard.length[i]
      let terms = 2 * reads * heads
      let coefficients = scoreScratch
      let vectors = maskScratch
      for read in 0..<reads {
        let row = shard.base[read] + i
        for h in 0..<heads {
          let term = 2 * (read * heads + h)
          let score = (row * heads + h) * most
          let vector = (row * heads + h) * d
          (coefficients + term * n).update(from: last.dScores + score, count: n)
          (coefficients + (term + 1) * n).update(from: last.dropped + score, count: n)
          (vectors + term * d).update(from: last.folded + vector, count: d)
          (vectors + (term + 1) * d).update(from: last.dGathered + vector, count: d)
        }
      }
      addOuter(n, d, terms, coefficients, n, vectors, d, into: last.dNormed + shard.start[i] * d, d, beta: 0)
    }
  }

  /// Gradients of the last layer's query-key-value projection over all reads.
  func lastAttentionWeightGradients(_ gradient: Floats) {
    let (d, w, heads) = (configuration.width, configuration.headWidth, configuration.heads)
    let (rows, most) = (shard.readRows, shard.mostKeys)
    let at = layout.layers[lastIndex]
    let dMatrix = gradient + at.attentionWeight
    let dBias = gradient + at.attentionBias
    addOuter(d, d, rows, last.read.normed1, d, last.dQuery, d, into: dMatrix, 3 * d)
    addColumnSums(rows, d, last.dQuery, to: dBias)
    for h in 0..<heads {
      addOuter(
        d, w, rows, last.dFolded + h * d, heads * d, last.query + h * w, d, into: dMatrix + d + h * w, 3 * d)
      addOuter(
        d, w, rows, last.gathered + h * d, heads * d, last.dContext + h * w, d, into: dMatrix + 2 * d + h * w,
        3 * d)
    }
    for read in 0..<shard.reads {
      for i in 0..<shard.active[read] {
        let row = shard.base[read] + i
        for h in 0..<heads {
          let kept = total(shard.length[i] + read, last.dropped + (row * heads + h) * most)
          add(w, kept, last.dContext + row * d + h * w, to: dBias + 2 * d + h * w)
        }
      }
    }
  }
}
