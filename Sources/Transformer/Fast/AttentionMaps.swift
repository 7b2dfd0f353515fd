// Attention before and after the softmax, for probes to read after `forward`. The pass keeps all of it but the raw scores
// of full layers, which the softmax overwrites; those are computed here, when asked for.

extension FastModel {
  /// Attention weights after the softmax, one per position up to the query's own. Stops the process where there are none.
  /// - Parameters:
  ///   - layer: from 0.
  ///   - head: from 0.
  ///   - sequence: the caller's index.
  ///   - position: the query's. The last layer asks only at reads: from the prompt's last position on.
  public func attentionWeights(layer: Int, head: Int, sequence: Int, position: Int) -> [Float] {
    let (i, read) = find(layer, head, sequence, position)
    func atRead(_ weights: Matrix) -> Floats {
      perHead(weights, shard.base[read] + i)[head]
    }
    let row =
      layer == activations.full.count
      ? atRead(activations.last.weights)
      : read > 0
        ? atRead(activations.full[layer].tailWeights)
        : activations.full[layer].promptWeights[i][head][position]
    return Array(UnsafeBufferPointer(start: row, count: position + 1))
  }

  /// Raw scores q·k/√(head width), before the softmax, summed over heads, one per position up to the query's own.
  /// Parameters are those of `attentionWeights`.
  public func attentionScores(layer: Int, sequence: Int, position: Int) -> [Float] {
    let (i, read) = find(layer, 0, sequence, position)
    guard layer < activations.full.count else {
      return Array(activations.last.scores.buffer(shard.base[read] + i).prefix(position + 1))
    }
    // Heads lie side by side, so the sum over heads of q·k is one product over the whole width.
    let (d, full, tail) = (configuration.width, activations.full[layer], shard.tail(i, upTo: read))
    let rows = shard.prompt(i).map { full.prompt.qkv[$0] } + tail.map { full.tail.qkv[$0] }
    return rows.prefix(position + 1).map { dot(d, rows[position], $0 + d) * scale }
  }

  /// The sorted index of `sequence`, and the number of the read at `position`: 0 or less inside the prompt.
  private func find(_ layer: Int, _ head: Int, _ sequence: Int, _ position: Int) -> (i: Int, read: Int) {
    stop(for: complaint(layer: layer, head: head, sequence: sequence, position: position))
    let i = shard.given.firstIndex(of: sequence) ?? 0
    return (i, position - (shard.length[i] - 1))
  }
}
