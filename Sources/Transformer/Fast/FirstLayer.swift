// The first layer's queries, keys and values without a matrix product per token. Nothing is approximated; it is possible
// whenever embeddings are not dropped out.
//
// The layer's input is x = e_t + p_i for token t at position i. With x̄ the centred row, LN(x) = g ∘ (ē_t + p̄_i) · r + b,
// where r = 1/√(mean(x̄²) + ε) is one number a token. So  LN(x) W + c = (A_t + B_i) · r + C  with
// A = (g ∘ ē) W, B = (g ∘ p̄) W, C = b W + c. A and B have a row for every token of the vocabulary and every position in
// use, far fewer than the rows of all prompts.

/// Tables of the first layer for one shard: a row a token of the vocabulary, then one a position up to the last in use.
struct FirstLayerTables {
  /// Centred embeddings (rows, d), the same times the gain, A over B (rows, 3d), C (1, 3d).
  let centred, scaled, table, constant: Matrix
  /// r of every prompt row (rows, 1).
  let rstd: Matrix

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration) {
    let (d, rows) = (c.width, c.vocabulary + shard.promptPositions)
    centred = arena.take(rows, d)
    scaled = arena.take(rows, d)
    table = arena.take(rows, 3 * d)
    constant = arena.take(1, 3 * d)
    rstd = arena.take(shard.promptTokens.count, 1)
  }

  /// Row `row` of the two embeddings, one below the other.
  private func embedding(_ row: Int, in w: ModelViews) -> Floats {
    let tokens = w.tokenEmbedding.rows
    return row < tokens ? w.tokenEmbedding[row] : w.positionEmbedding[row - tokens]
  }

  /// Forms the tables.
  func form(_ weights: ModelViews) {
    let (d, norm, linear) = (centred.columns, weights.layers[0].norm1, weights.layers[0].qkv)
    for row in 0..<table.rows {
      let (e, centred, scaled) = (embedding(row, in: weights), centred[row], scaled[row])
      let mean = total(d, e) / Float(d)
      for i in 0..<d {
        centred[i] = e[i] - mean
        scaled[i] = centred[i] * norm.gain[i]
      }
    }
    multiply(scaled, linear.weight.matrix, into: table)
    constant.setRows(to: linear.bias)
    multiply(Matrix(norm.bias, 1, d), linear.weight.matrix, into: constant, beta: 1)
  }

  /// Writes `qkv` (rows, 3d) of some prompt rows: joins each from the rows of its token and its position.
  func forward(_ shard: Shard, _ rows: Range<Int>, _ weights: ModelViews, epsilon: Float, into qkv: Matrix) {
    let d = centred.columns
    for (i, row) in rows.enumerated() {
      let at = shard.promptTokens[row]
      let position = weights.tokenEmbedding.rows + at.position
      let (e, p) = (centred[at.token], centred[position])
      var squares = Lane.zero
      var rest = forEachLane(d) { i in
        let x = load(e + i) + load(p + i)
        squares = fused(squares, x, x)
      }
      var square = total(squares)
      for i in rest..<d { square += (e[i] + p[i]) * (e[i] + p[i]) }
      let r = 1 / (square / Float(d) + epsilon).squareRoot()
      rstd[row][0] = r
      let (a, b, c, out) = (table[at.token], table[position], constant.start, qkv[i])
      rest = forEachLane(3 * d) { i in
        store(fused(load(c + i), load(a + i) + load(b + i), Lane(repeating: r)), out + i)
      }
      for i in rest..<3 * d { out[i] = c[i] + (a[i] + b[i]) * r }
    }
  }

  /// Adds the gradient of some prompt rows, `dQKV` (rows, 3d), to those of their tokens' rows, their positions' rows, and
  /// C; what passes through r is added to `dStream` (rows, d).
  func backward(
    _ shard: Shard, _ rows: Range<Int>, _ weights: ModelViews, _ g: Gradients, dQKV: Matrix,
    addingTo dStream: Matrix
  ) {
    let (d, dC) = (centred.columns, g.dConstant.start)
    for (i, row) in rows.enumerated() {
      let at = shard.promptTokens[row]
      let position = weights.tokenEmbedding.rows + at.position
      let (dOut, r) = (dQKV[i], rstd[row][0])
      let (a, b, dA, dB) = (table[at.token], table[position], g.dTable[at.token], g.dTable[position])
      var products = Lane.zero
      let rest = forEachLane(3 * d) { i in
        let x = load(dOut + i)
        store(fused(load(dA + i), x, Lane(repeating: r)), dA + i)
        store(fused(load(dB + i), x, Lane(repeating: r)), dB + i)
        store(load(dC + i) + x, dC + i)
        products = fused(products, x, load(a + i) + load(b + i))
      }
      var dr = total(products)
      for i in rest..<3 * d {
        dA[i] += dOut[i] * r
        dB[i] += dOut[i] * r
        dC[i] += dOut[i]
        dr += dOut[i] * (a[i] + b[i])
      }
      // r depends on x̄ alone: ∂r/∂x̄ = −r³ x̄ / d.
      let factor = -dr * r * r * r / Float(d)
      add(d, factor, centred[at.token], to: dStream[i])
      add(d, factor, centred[position], to: dStream[i])
    }
  }

  /// From the tables' gradient, once all rows are added, to those of norm, projection and embeddings.
  func finishBackward(_ weights: ModelViews, _ g: Gradients, gradient: ModelViews) {
    // Go back through the projection.
    let (d, dC) = (centred.columns, g.dConstant.start)
    let (linear, dLinear, dNorm) = (weights.layers[0].qkv, gradient.layers[0].qkv, gradient.layers[0].norm1)
    let bias = Matrix(weights.layers[0].norm1.bias, 1, d)
    addOuter(scaled, g.dTable, into: dLinear.weight.matrix)
    addOuter(bias, g.dConstant, into: dLinear.weight.matrix)
    add(3 * d, dC, to: dLinear.bias)
    multiplyTransposed(g.dConstant, linear.weight.matrix, into: Matrix(dNorm.bias, 1, d), beta: 1)
    let dScaled = scaled
    multiplyTransposed(g.dTable, linear.weight.matrix, into: dScaled)
    // Take it back through gain and centring to the embeddings.
    let gain = weights.layers[0].norm1.gain
    for row in 0..<table.rows {
      let (centred, dScaled, dEmbedding) = (centred[row], dScaled[row], embedding(row, in: gradient))
      for i in 0..<d {
        dNorm.gain[i] += dScaled[i] * centred[i]
        dScaled[i] *= gain[i]
      }
      let mean = total(d, dScaled) / Float(d)
      for i in 0..<d { dEmbedding[i] += dScaled[i] - mean }
    }
  }
}
