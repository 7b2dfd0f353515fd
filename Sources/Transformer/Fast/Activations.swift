// What the forward pass stores, for probes and for the backward pass. `d` = width, H = heads; rows are prompt rows or
// read rows of a Shard.

/// Activations of one layer for a block of rows.
struct LayerActivations {
  /// First layer norm: tape and output (rows, d).
  let norm1: NormTape
  let normed1: Matrix
  /// Queries, keys and values side by side (rows, 3d); in the last layer queries alone (rows, d).
  let qkv: Matrix
  /// Context of all heads side by side (rows, d), before the output projection.
  let context: Matrix
  /// Residual stream after attention (rows, d).
  let middle: Matrix
  /// Second layer norm: tape and output (rows, d).
  let norm2: NormTape
  let normed2: Matrix
  /// Feed-forward before and after GELU (rows, 4d).
  let inner, activated: Matrix
  /// Residual stream after the layer (rows, d).
  let output: Matrix

  /// The activations of some rows.
  subscript(rows: Range<Int>) -> LayerActivations {
    LayerActivations(
      norm1: norm1[rows], normed1: normed1[rows], qkv: qkv[rows], context: context[rows],
      middle: middle[rows], norm2: norm2[rows], normed2: normed2[rows], inner: inner[rows],
      activated: activated[rows], output: output[rows])
  }
}

extension LayerActivations {
  init(_ arena: Arena, rows: Int, width d: Int, projected: Int) {
    self.init(
      norm1: arena.tape(rows, d), normed1: arena.take(rows, d), qkv: arena.take(rows, projected),
      context: arena.take(rows, d), middle: arena.take(rows, d), norm2: arena.tape(rows, d),
      normed2: arena.take(rows, d), inner: arena.take(rows, 4 * d), activated: arena.take(rows, 4 * d),
      output: arena.take(rows, d))
  }
}

extension Arena {
  fileprivate func tape(_ rows: Int, _ d: Int) -> NormTape {
    NormTape(normal: take(rows, d), rstd: take(rows, 1))
  }
}

/// One full layer (all but the last).
struct FullLayer {
  /// Prompt rows, and read rows (those of read 0 stay unused: it is the prompt's last position).
  let prompt, tail: LayerActivations
  /// Attention weights, per sequence and head: of the prompt's n positions (n, n rounded up
  /// to whole tiles); of each read (rows, H · mostKeys).
  let promptWeights: [[Matrix]]
  let tailWeights: Matrix

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration) {
    prompt = LayerActivations(arena, rows: shard.promptTokens.count, width: c.width, projected: 3 * c.width)
    tail = LayerActivations(arena, rows: shard.readRows, width: c.width, projected: 3 * c.width)
    let sizes = shard.length.map { n in (rows: n, columns: wholeTiles(n), floats: n * wholeTiles(n)) }
    let starts = Shard.starts(sizes.map { $0.floats * c.heads })
    let all = arena.take(sizes.reduce(0) { $0 + $1.floats * c.heads }, 1)
    promptWeights = zip(sizes, starts).map { size, start in
      (0..<c.heads).map { Matrix(all[start].advanced(by: $0 * size.floats), size.rows, size.columns) }
    }
    tailWeights = arena.take(shard.readRows, c.heads * shard.mostKeys)
  }
}

/// The last layer: prompt rows serve as keys and values only, as normed residuals; reads are the only queries.
struct LastLayer {
  /// Prompt rows: layer norm tape and normed residual (rows, d).
  let norm: NormTape
  let normed: Matrix
  /// The residual stream that enters the layer at each read (rows, d), and everything else per read row.
  let input: Matrix
  let read: LayerActivations
  /// Queries folded through each head's keys, q_h W_K,hᵀ; weighted sums of normed residuals (rows, H · d).
  let folded, gathered: Matrix
  /// Attention weights, and those left after dropout (rows, H · mostKeys).
  let weights, dropped: Matrix
  /// Raw scores q·k/√(head width) summed over heads (rows, mostKeys).
  let scores: Matrix
  /// Final layer norm; hidden states, which are the thoughts (rows, d); logits (rows, vocabulary).
  let finalNorm: NormTape
  let hidden, logits: Matrix

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration) {
    let (d, rows) = (c.width, shard.readRows)
    norm = arena.tape(shard.promptTokens.count, d)
    normed = arena.take(shard.promptTokens.count, d)
    input = arena.take(rows, d)
    read = LayerActivations(arena, rows: rows, width: d, projected: d)
    folded = arena.take(rows, c.heads * d)
    gathered = arena.take(rows, c.heads * d)
    weights = arena.take(rows, c.heads * shard.mostKeys)
    dropped = arena.take(rows, c.heads * shard.mostKeys)
    scores = arena.take(rows, shard.mostKeys)
    finalNorm = arena.tape(rows, d)
    hidden = arena.take(rows, d)
    logits = arena.take(rows, c.vocabulary)
  }
}

/// Everything a forward pass over one shard stores.
struct Activations {
  /// Embedded prompts (rows, d), and embedded tails per read row.
  let embedded, tailInput: Matrix
  let full: [FullLayer]
  let last: LastLayer
  /// The first layer's tables; nil where its queries, keys and values are formed row by row.
  let tables: FirstLayerTables?
  /// Room for a masked copy of one block of attention weights, or of one read's for all heads.
  let masked: Matrix
  /// Room for three copies of right factors: keys and values of one prompt and head, and a block of queries.
  let panels: Matrix

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration, dropsEmbeddings: Bool) {
    embedded = arena.take(shard.promptTokens.count, c.width)
    tailInput = arena.take(shard.readRows, c.width)
    full = (1..<c.layers).map { _ in FullLayer(arena, shard, c) }
    last = LastLayer(arena, shard, c)
    masked = arena.take(max(attentionBlock, c.heads), shard.mostKeys)
    let (n, w) = (shard.mostKeys, c.headWidth)
    panels = arena.take(
      3, max(Panel.count(n, w), Panel.count(w, n), Panel.count(max(attentionBlock, shard.reads), w)))
    tables = c.layers > 1 && !dropsEmbeddings ? FirstLayerTables(arena, shard, c) : nil
  }
}
