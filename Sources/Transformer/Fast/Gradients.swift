// What the backward pass stores: gradients with respect to activations. An evaluation has none of it. Gradients with
// respect to weights are the caller's.

/// Gradients inside one layer for a block of rows.
struct LayerGradients {
  /// At queries, keys and values (rows, 3d), zeros at first for reads; in the last layer at queries alone (rows, d).
  let dQKV: Matrix
  /// At the attention sublayer's output (rows, d), before GELU (rows, 4d), at the feed-forward's output (rows, d).
  let dAttention, dInner, dOuter: Matrix
  /// At the context, and at the output of either layer norm (rows, d).
  let dContext, dNormed: Matrix

  /// The gradients of some rows.
  subscript(rows: Range<Int>) -> LayerGradients {
    LayerGradients(
      dQKV: dQKV[rows], dAttention: dAttention[rows], dInner: dInner[rows], dOuter: dOuter[rows],
      dContext: dContext[rows], dNormed: dNormed[rows])
  }
}

extension LayerGradients {
  init(_ arena: Arena, dQKV: Matrix, width d: Int, dContext: Matrix, dNormed: Matrix) {
    let rows = dQKV.rows
    self.init(
      dQKV: dQKV, dAttention: arena.take(rows, d), dInner: arena.take(rows, 4 * d),
      dOuter: arena.take(rows, d), dContext: dContext, dNormed: dNormed)
  }
}

/// Everything a backward pass over one shard stores. What reads add to, one after another, is zeros at first.
struct Gradients {
  /// Prompt rows of one chunk, in one full layer after another; full layers, read rows; the last layer, read rows.
  let prompt: LayerGradients
  let tail: [LayerGradients]
  let last: LayerGradients
  /// Full layers: at the scores of reads (rows, H · mostKeys).
  let tailScores: [Matrix]
  /// Last layer: at the normed residuals of prompts and of reads (rows, d).
  let dPromptNormed, dReadNormed: Matrix
  /// Last layer: at folded queries and at gathered residuals (rows, H · d), at scores (rows, H · mostKeys).
  let dFolded, dGathered, dScores: Matrix
  /// At hidden states (rows, d) and at logits (rows, vocabulary).
  let dHidden, dLogits: Matrix
  /// At the residual stream, running down the layers: prompt rows and read rows (rows, d).
  let dPromptStream, dReadStream: Matrix
  /// At the first layer's tables, where it has them: (table rows, 3d) and (1, 3d).
  let dTable, dConstant: Matrix
  /// Scratch: scores of a block of queries, and the factors of `lastPromptGradient`.
  let scores, vectors: Matrix

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration, tables: FirstLayerTables?) {
    let (d, prompts, reads) = (c.width, shard.promptTokens.count, shard.readRows)
    dPromptNormed = arena.take(prompts, d)
    dReadNormed = arena.zeros(reads, d)
    dFolded = arena.take(reads, c.heads * d)
    dGathered = arena.take(reads, c.heads * d)
    dScores = arena.take(reads, c.heads * shard.mostKeys)
    dHidden = arena.zeros(reads, d)
    dLogits = arena.zeros(reads, c.vocabulary)
    dPromptStream = arena.zeros(prompts, d)
    dReadStream = arena.zeros(reads, d)
    let chunk = shard.chunks.map(\.block.rows.count).max() ?? 0
    prompt = LayerGradients(
      arena, dQKV: arena.take(chunk, 3 * d), width: d, dContext: arena.take(chunk, d),
      dNormed: arena.take(chunk, d))
    let readNormed = arena.take(reads, d)
    tail = (1..<c.layers).map { _ in
      LayerGradients(
        arena, dQKV: arena.zeros(reads, 3 * d), width: d, dContext: arena.take(reads, d), dNormed: readNormed)
    }
    last = LayerGradients(
      arena, dQKV: arena.zeros(reads, d), width: d, dContext: arena.take(reads, d), dNormed: readNormed)
    tailScores = tail.map { _ in arena.take(reads, c.heads * shard.mostKeys) }
    let terms = 2 * c.heads * shard.reads
    scores = arena.take(max(attentionBlock, c.heads, terms), shard.mostKeys)
    vectors = arena.take(terms, d)
    dTable = arena.zeros(tables?.table.rows ?? 0, 3 * d)
    dConstant = arena.zeros(1, 3 * d)
  }
}
