// What the probes ask of the fast pass after `forward`: attention before and after the softmax. It computes nothing
// that the pass does not need, except scores of full layers, which the pass overwrites by their softmax.

extension FastModel {
  /// Attention weights after the softmax, one per position up to the query's own. Empty where there are none.
  /// - Parameters:
  ///   - layer: from 0.
  ///   - head: from 0.
  ///   - sequence: the caller's index.
  ///   - position: the query's. The last layer asks only at reads: from the prompt's last position on.
  public func attentionWeights(layer: Int, head: Int, sequence: Int, position: Int) -> [Float] {
    guard let i = shard.given.firstIndex(of: sequence) else { return [] }
    let (n, heads, most) = (shard.length[i], configuration.heads, shard.mostKeys)
    let read = position - (n - 1)
    if layer == configuration.layers - 1 {
      guard read >= 0 else { return [] }
      return floats(last.weights + ((shard.base[read] + i) * heads + head) * most, position + 1)
    }
    if read > 0 {
      return floats(
        full[layer].tailWeights + ((shard.base[read] + i) * heads + head) * most, position + 1)
    }
    let before = shard.length[..<i].reduce(0) { $0 + $1 * $1 } * heads
    return floats(full[layer].promptWeights + before + (head * n + position) * n, position + 1)
  }

  /// Raw scores q·k/√(head width), before the softmax, summed over heads at read `read`, one per position up to the
  /// read's own. Layers count from 0; `sequence` is the caller's index.
  public func attentionScores(layer: Int, sequence: Int, read: Int) -> [Float] {
    guard let i = shard.given.firstIndex(of: sequence) else { return [] }
    let (d, n, row) = (configuration.width, shard.length[i], shard.base[read] + i)
    guard layer < configuration.layers - 1 else {
      return floats(last.scores + row * shard.mostKeys, n + read)
    }
    let buffers = full[layer]
    func qkv(_ position: Int) -> Floats {
      position < n
        ? buffers.promptQKV + (shard.start[i] + position) * 3 * d
        : buffers.tailQKV + (shard.base[position - n + 1] + i) * 3 * d
    }
    // Heads lie side by side, so the sum over heads of q·k is one product over the whole width.
    let scale = 1 / Float(configuration.headWidth).squareRoot()
    let query = qkv(n - 1 + read)
    return (0..<n + read).map { dot(d, query, qkv($0) + d) * scale }
  }

  private func floats(_ start: Floats, _ count: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}
