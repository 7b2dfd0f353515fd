// What the fast pass stores, with shapes. `d` = width, H = heads; rows are prompt rows or read rows of a Shard.

/// Activations of one layer for a block of rows, kept for the backward pass.
struct LayerBuffers {
  /// First layer norm: tape and output (rows, d).
  let norm1: NormTape
  let normed1: Floats
  /// Context of all heads side by side (rows, d), before the output projection.
  let context: Floats
  /// Residual stream after attention (rows, d).
  let middle: Floats
  /// Second layer norm: tape and output (rows, d).
  let norm2: NormTape
  let normed2: Floats
  /// Feed-forward before and after GELU (rows, 4d).
  let inner, activated: Floats
  /// Residual stream after the layer (rows, d).
  let output: Floats
  /// Gradients that weight gradients are made of: at the attention sublayer's output (rows, d), before GELU
  /// (rows, 4d), at the feed-forward's output (rows, d).
  let dAttention, dInner, dOuter: Floats

  init(_ arena: Arena, rows: Int, width d: Int) {
    norm1 = NormTape(normal: arena.take(rows * d), rstd: arena.take(rows))
    normed1 = arena.take(rows * d)
    context = arena.take(rows * d)
    middle = arena.take(rows * d)
    norm2 = NormTape(normal: arena.take(rows * d), rstd: arena.take(rows))
    normed2 = arena.take(rows * d)
    inner = arena.take(rows * 4 * d)
    activated = arena.take(rows * 4 * d)
    output = arena.take(rows * d)
    dAttention = arena.take(rows * d)
    dInner = arena.take(rows * 4 * d)
    dOuter = arena.take(rows * d)
  }
}

/// One full layer (all but the last): prompt rows and the rows of the tail.
struct FullLayer {
  /// Prompt rows, and read rows (read 0 stays unused: it is the prompt's last position).
  let prompt, tail: LayerBuffers
  /// Queries, keys and values side by side (rows, 3d), and their gradients.
  let promptQKV, tailQKV, promptDQKV, tailDQKV: Floats
  /// Attention weights: per prompt of n tokens H blocks of (n, n); per read row (H, mostKeys).
  let promptWeights, tailWeights: Floats

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration) {
    let d = c.width
    prompt = LayerBuffers(arena, rows: shard.promptRows, width: d)
    tail = LayerBuffers(arena, rows: shard.readRows, width: d)
    promptQKV = arena.take(shard.promptRows * 3 * d)
    promptDQKV = arena.take(shard.promptRows * 3 * d)
    tailQKV = arena.take(shard.readRows * 3 * d)
    tailDQKV = arena.take(shard.readRows * 3 * d)
    promptWeights = arena.take(shard.length.reduce(0) { $0 + $1 * $1 } * c.heads)
    tailWeights = arena.take(shard.readRows * c.heads * shard.mostKeys)
  }
}

/// The last layer: prompt rows serve as keys and values only, as normed residuals; reads are the only queries.
struct LastLayer {
  /// Prompt rows: layer norm tape, normed residual (rows, d) and its gradient.
  let norm: NormTape
  let normed, dNormed: Floats
  /// Everything per read row.
  let read: LayerBuffers
  /// The residual stream that enters the last layer at each read (rows, d).
  let input: Floats
  /// Queries (rows, d) and the same folded through each head's keys: q_h W_K,hᵀ (rows, H, d); their gradients.
  let query, dQuery, folded, dFolded: Floats
  /// Weighted sum of normed residuals per head (rows, H, d) and its gradient; gradient of the context (rows, d).
  let gathered, dGathered, dContext: Floats
  /// Attention weights, those after dropout, gradients of the scores: (rows, H, mostKeys) each.
  let weights, dropped, dScores: Floats
  /// Raw scores q·k/√(head width) summed over heads (rows, mostKeys).
  let scores: Floats
  /// Gradient of the reads' own normed residuals (rows, d).
  let dReadNormed: Floats
  /// Final layer norm, hidden states = thoughts (rows, d) and their gradient, logits and their gradient (rows, V).
  let finalNorm: NormTape
  let hidden, dHidden, logits, dLogits: Floats

  init(_ arena: Arena, _ shard: Shard, _ c: Configuration) {
    let (d, rows) = (c.width, shard.readRows)
    norm = NormTape(normal: arena.take(shard.promptRows * d), rstd: arena.take(shard.promptRows))
    normed = arena.take(shard.promptRows * d)
    dNormed = arena.take(shard.promptRows * d)
    read = LayerBuffers(arena, rows: rows, width: d)
    input = arena.take(rows * d)
    query = arena.take(rows * d)
    dQuery = arena.take(rows * d)
    folded = arena.take(rows * c.heads * d)
    dFolded = arena.take(rows * c.heads * d)
    gathered = arena.take(rows * c.heads * d)
    dGathered = arena.take(rows * c.heads * d)
    dContext = arena.take(rows * d)
    weights = arena.take(rows * c.heads * shard.mostKeys)
    dropped = arena.take(rows * c.heads * shard.mostKeys)
    dScores = arena.take(rows * c.heads * shard.mostKeys)
    scores = arena.take(rows * shard.mostKeys)
    dReadNormed = arena.take(rows * d)
    finalNorm = NormTape(normal: arena.take(rows * d), rstd: arena.take(rows))
    hidden = arena.take(rows * d)
    dHidden = arena.take(rows * d)
    logits = arena.take(rows * c.vocabulary)
    dLogits = arena.take(rows * c.vocabulary)
  }
}
