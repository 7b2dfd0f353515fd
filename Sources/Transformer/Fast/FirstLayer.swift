// The first layer's queries, keys and values without a matrix product per token (exact, when embeddings are not
// dropped out).
//
// The input is x = e_t + p_i for token t at position i. With x̄ the centred row, LN(x) = g ∘ (ē_t + p̄_i) · r + b, where
// r = 1/√(mean(x̄²) + ε) is one number a token. So  LN(x) W + c = (A_t + B_i) · r + C  with
// A = (g ∘ ē) W, B = (g ∘ p̄) W, C = b W + c: one product over the vocabulary and the positions in use, not the tokens.

/// Tables of the first layer for one shard: a row a token of the vocabulary, then one a position up to the last in use.
struct FirstLayerTables {
  /// Centred embeddings (rows, d), the same times the gain, A over B (rows, 3d) and its gradient, C and its gradient.
  private let centred, scaled, table, dTable, constant, dConstant: Floats
  /// r of every prompt row.
  private let rstd: Floats
  private let rows: Int

  /// Forms the tables of this shard.
  init(_ m: FastModel, _ weights: Floats) {
    let d = m.configuration.width
    let v = m.configuration.vocabulary
    let at = m.layout.layers[0]
    rows = v + m.shard.promptPositions
    centred = m.arena.take(rows * d)
    scaled = m.arena.take(rows * d)
    table = m.arena.take(rows * 3 * d)
    dTable = m.arena.take(rows * 3 * d)
    constant = m.arena.take(3 * d)
    dConstant = m.arena.take(3 * d)
    rstd = m.arena.take(m.shard.promptRows)
    for row in 0..<rows {
      let source =
        row < v ? m.layout.tokenEmbedding + row * d : m.layout.positionEmbedding + (row - v) * d
      let mean = total(d, weights + source) / Float(d)
      for i in 0..<d {
        let c = weights[source + i] - mean
        centred[row * d + i] = c
        scaled[row * d + i] = c * weights[at.norm1Gain + i]
      }
    }
    multiply(rows, 3 * d, d, scaled, d, weights + at.attentionWeight, 3 * d, into: table, 3 * d)
    constant.update(from: weights + at.attentionBias, count: 3 * d)
    multiply(
      1, 3 * d, d, weights + at.norm1Bias, d, weights + at.attentionWeight, 3 * d, into: constant, 3 * d,
      beta: 1)
  }

  /// Fills `promptQKV`.
  func forward(_ m: FastModel, _ weights: Floats, _ b: FullLayer) {
    let d = m.configuration.width
    let epsilon = Float(m.configuration.epsilon)
    forEachRow(m) { row, token, position in
      let (e, p) = (centred + token * d, centred + position * d)
      var squares = Lane.zero
      var i = 0
      while i &+ lane <= d {
        let x = load(e + i) + load(p + i)
        squares.addProduct(x, x)
        i &+= lane
      }
      var square = squares.sum()
      while i < d {
        square += (e[i] + p[i]) * (e[i] + p[i])
        i &+= 1
      }
      let r = 1 / (square / Float(d) + epsilon).squareRoot()
      rstd[row] = r
      let (a, c, out) = (table + token * 3 * d, table + position * 3 * d, b.promptQKV + row * 3 * d)
      i = 0
      while i &+ lane <= 3 * d {
        store(load(constant + i).addingProduct(load(a + i) + load(c + i), Lane(repeating: r)), out + i)
        i &+= lane
      }
      while i < 3 * d {
        out[i] = constant[i] + (a[i] + c[i]) * r
        i &+= 1
      }
    }
  }

  /// Adds the layer norm's and projection's gradients, and those of the embeddings through them.
  func backward(_ m: FastModel, _ weights: Floats, _ gradient: Floats, _ b: FullLayer) {
    let d = m.configuration.width
    let v = m.configuration.vocabulary
    let at = m.layout.layers[0]
    dTable.update(repeating: 0, count: rows * 3 * d)
    dConstant.update(repeating: 0, count: 3 * d)
    forEachRow(m) { row, token, position in
      let g = b.promptDQKV + row * 3 * d
      let r = rstd[row]
      let (a, c) = (dTable + token * 3 * d, dTable + position * 3 * d)
      let (ta, tc) = (table + token * 3 * d, table + position * 3 * d)
      var products = Lane.zero
      var i = 0
      while i &+ lane <= 3 * d {
        let gi = load(g + i)
        store(load(a + i).addingProduct(gi, Lane(repeating: r)), a + i)
        store(load(c + i).addingProduct(gi, Lane(repeating: r)), c + i)
        store(load(dConstant + i) + gi, dConstant + i)
        products.addProduct(gi, load(ta + i) + load(tc + i))
        i &+= lane
      }
      var dr = products.sum()
      while i < 3 * d {
        a[i] += g[i] * r
        c[i] += g[i] * r
        dConstant[i] += g[i]
        dr += g[i] * (ta[i] + tc[i])
        i &+= 1
      }
      // r depends on x̄ alone: ∂r/∂x̄ = −r³ x̄ / d.
      let factor = -dr * r * r * r / Float(d)
      add(d, factor, centred + token * d, to: m.dResidual + row * d)
      add(d, factor, centred + position * d, to: m.dResidual + row * d)
    }
    let w = weights + at.attentionWeight
    let dw = gradient + at.attentionWeight
    addOuter(d, 3 * d, rows, scaled, d, dTable, 3 * d, into: dw, 3 * d)
    addOuter(d, 3 * d, 1, weights + at.norm1Bias, d, dConstant, 3 * d, into: dw, 3 * d)
    add(3 * d, dConstant, to: gradient + at.attentionBias)
    multiplyTransposed(1, d, 3 * d, dConstant, 3 * d, w, 3 * d, into: gradient + at.norm1Bias, d, beta: 1)
    multiplyTransposed(rows, d, 3 * d, dTable, 3 * d, w, 3 * d, into: scaled, d)
    let gain = weights + at.norm1Gain
    for row in 0..<rows {
      let dScaled = scaled + row * d
      for i in 0..<d {
        gradient[at.norm1Gain + i] += dScaled[i] * centred[row * d + i]
        dScaled[i] *= gain[i]
      }
      let mean = total(d, dScaled) / Float(d)
      let destination =
        row < v ? m.layout.tokenEmbedding + row * d : m.layout.positionEmbedding + (row - v) * d
      for i in 0..<d { gradient[destination + i] += dScaled[i] - mean }
    }
  }

  private func forEachRow(_ m: FastModel, _ visit: (_ row: Int, _ token: Int, _ position: Int) -> Void) {
    var row = 0
    for sequence in m.shard.sequences {
      for (position, token) in sequence.prompt.enumerated() {
        visit(row, token, m.configuration.vocabulary + sequence.firstPosition + position)
        row += 1
      }
    }
  }
}
