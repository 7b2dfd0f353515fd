// Causal attention inside each prompt, in tiles (Tile.swift) that look only at keys up to their own last query.

/// Query rows handled at once, whole tiles: few enough that their weights stay in the processor's nearest cache.
let attentionBlock = 48

/// The prompt and head that are worked on.
private struct PromptHead {
  let sequence, number: Int
  /// Where the head stands in a row of queries, keys and values, or of their gradients.
  let columns: HeadColumns
  /// Its rows in the shard, and in the chunk.
  let rows, chunkRows: Range<Int>
  /// Attention weights (n, n rounded up to whole tiles).
  let weights: Matrix
}

/// Neighbouring queries of a prompt and head, by their positions.
private typealias Queries = Range<Int>

extension FastModel {
  /// Visits every prompt of a chunk and every head.
  private func forEachHead(_ full: FullLayer, _ chunk: Chunk, _ visit: (PromptHead) -> Void) {
    for i in chunk.sequences {
      let rows = shard.prompt(i)
      for (h, head) in heads.enumerated() {
        visit(
          PromptHead(
            sequence: i, number: h, columns: head, rows: rows, chunkRows: rows.from(chunk.block.rows),
            weights: full.promptWeights[i][h]))
      }
    }
  }

  /// Visits the blocks of queries of a prompt with n positions; all begin with a whole tile.
  private func forEachBlock(_ n: Int, _ visit: (Queries) -> Void) {
    for from in stride(from: 0, to: n, by: attentionBlock) { visit(from..<min(from + attentionBlock, n)) }
  }

  /// Visits the tiles of a block.
  private func forEachTile(_ block: Queries, _ visit: (Queries) -> Void) {
    for from in stride(from: block.lowerBound, to: block.upperBound, by: tileRows) {
      visit(from..<min(from + tileRows, block.upperBound))
    }
  }

  /// `context = softmax(q kᵀ/√(head width)) v` per prompt and head; weights are kept.
  func promptAttention(_ layer: Int, _ full: FullLayer, _ chunk: Chunk) {
    let (qkv, room) = (full.prompt.qkv, activations.panels)
    forEachHead(full, chunk) { at in
      let (mine, head) = (qkv[at.rows], at.columns)
      let context = full.prompt.context[at.rows, head.query]
      let keys = Panel(transposed: mine[columns: head.key], at: room[0])
      let values = Panel(mine[columns: head.value], at: room[1])
      forEachBlock(at.rows.count) { block in
        // Weigh the keys, for each query those up to its own position.
        let p = at.weights[block, 0..<wholeTiles(block.upperBound)]
        forEachTile(block) { tile in
          multiply(
            LeftFactor(mine[tile, head.query]), keys, depths: 0..<keys.depth,
            into: at.weights[tile, 0..<wholeTiles(tile.upperBound)])
          for position in tile { softmax(position + 1, at.weights[position], scale: scale) }
        }
        // Add up the values.
        let kept = dropped(p, Query(layer, at.number, at.sequence, block.lowerBound))
        forEachTile(block) { tile in
          multiply(
            LeftFactor(kept[tile.from(block)]), values, depths: 0..<tile.upperBound, into: context[tile])
        }
      }
    }
  }

  /// Writes to `g.prompt.dQKV` what `g.prompt.dContext` (rows, d) and the tails' contexts send back through the attention.
  func promptAttentionBackward(_ layer: Int, _ full: FullLayer, _ chunk: Chunk, _ g: Gradients) {
    let (qkv, room) = (full.prompt.qkv, activations.panels)
    forEachHead(full, chunk) { at in
      let (mine, gradient, head) = (qkv[at.rows], g.prompt.dQKV[at.chunkRows], at.columns)
      let dContext = g.prompt.dContext[at.chunkRows, head.query]
      let keys = Panel(mine[columns: head.key], at: room[0])
      let values = Panel(transposed: mine[columns: head.value], at: room[1])
      forEachBlock(at.rows.count) { block in
        let first = Query(layer, at.number, at.sequence, block.lowerBound)
        let p = at.weights[block, 0..<wholeTiles(block.upperBound)]
        let dp = g.scores[0..<block.count, 0..<p.columns]
        // Go back to the values, and to the weights that they were added up with.
        forEachTile(block) { tile in
          multiply(
            LeftFactor(dContext[tile]), values, depths: 0..<values.depth,
            into: dp[tile.from(block), 0..<wholeTiles(tile.upperBound)])
        }
        addToKeys(dropped(p, first), dContext[block], block, into: gradient[columns: head.value])
        drop(dp, first)
        // Go back through the softmax.
        for position in block {
          softmaxBackward(position + 1, at.weights[position], dp[position - block.lowerBound], scale: scale)
        }
        // Go back to the queries and the keys.
        forEachTile(block) { tile in
          multiply(
            LeftFactor(dp[tile.from(block)]), keys, depths: 0..<tile.upperBound,
            into: gradient[tile, head.query])
        }
        addToKeys(dp, mine[block, head.query], block, into: gradient[columns: head.key])
      }
      addTails(layer, full, g, at)
    }
  }

  /// `sums (n, w) += weightsᵀ x`, with weights (queries, keys) and x (queries, w) of neighbouring queries, of which the
  /// keys' own are the first that see them.
  private func addToKeys(_ weights: Matrix, _ x: Matrix, _ queries: Queries, into sums: Matrix) {
    let rows = Panel(x, at: activations.panels[2])
    forEachTile(0..<min(queries.upperBound, sums.rows)) { keys in
      let from = max(keys.lowerBound - queries.lowerBound, 0)
      multiply(
        LeftFactor(transposed: weights[columns: keys], from: from), rows, depths: from..<queries.count,
        into: sums[keys], beta: keys.lowerBound < queries.lowerBound ? 1 : 0)
    }
  }

  /// Adds what the tail's queries send back to a prompt's keys and values: gathered, so that these are read once for all
  /// reads.
  private func addTails(_ layer: Int, _ full: FullLayer, _ g: Gradients, _ at: PromptHead) {
    let (n, tail) = (at.rows.count, shard.sequences[at.sequence].tail.count)
    guard tail > 0 else { return }
    let gradient = g.prompt.dQKV[at.chunkRows]
    let (factors, vectors) = (g.scores[0..<tail], g.vectors[0..<tail, 0..<configuration.headWidth])
    func add(_ weights: Matrix, _ x: Matrix, into columns: Range<Int>, masked: Bool) {
      for (i, row) in shard.tail(at.sequence, upTo: tail).enumerated() {
        factors[i].update(from: perHead(weights, row)[at.number], count: n + i + 1)
        if masked { drop(factors[i..<i + 1], Query(layer, at.number, at.sequence, n + i)) }
        vectors[i].update(from: x[row] + at.columns.query.lowerBound, count: vectors.columns)
      }
      addToKeys(factors, vectors, n..<n + tail, into: gradient[columns: columns])
    }
    add(full.tailWeights, g.tail[layer].dContext, into: at.columns.value, masked: true)
    add(g.tailScores[layer], full.tail.qkv, into: at.columns.key, masked: false)
  }
}

extension Range<Int> {
  /// The same positions or rows, counted from the first of their block.
  fileprivate func from(_ block: Range<Int>) -> Range<Int> {
    lowerBound - block.lowerBound..<upperBound - block.lowerBound
  }
}
