// What the fast pass refuses to do, in one sentence each. Its loops do not look where they read and write, so its entries
// look at what they are given. Callers refuse unfit files earlier, with an error in one line; here the process stops.

/// Stops the process with a complaint, if there is one.
func stop(for complaint: String?) {
  if let complaint { fatalError(complaint) }
}

extension ThoughtSequence {
  /// Why a model of this shape cannot read the sequence; nil if it can.
  package func complaint(_ c: Configuration) -> String? {
    if prompt.isEmpty { return "a prompt without tokens" }
    if firstPosition < 0 || count > c.positions - firstPosition {
      return "\(count) positions from \(firstPosition) on for a model with \(c.positions)"
    }
    let closing = tail.compactMap { if case .token(let token) = $0 { token } else { nil } }
    return (prompt + closing).first { !(0..<c.vocabulary).contains($0) }.map {
      "token \($0) for a model with \(c.vocabulary) tokens"
    }
  }
}

extension FastModel {
  /// Why `forward` refuses its arguments, of whose weights and seeds only the numbers matter; nil if it takes them.
  package func complaint(
    _ sequences: [ThoughtSequence], weights: Int, dropoutSeeds: Int? = nil
  ) -> String? {
    if weights != layout.count { return "\(weights) weights for a model with \(layout.count)" }
    for (index, sequence) in sequences.enumerated() {
      if let complaint = sequence.complaint(configuration) { return "sequence \(index): \(complaint)" }
    }
    if let dropoutSeeds, dropoutSeeds != sequences.count {
      return "\(dropoutSeeds) dropout seeds for \(sequences.count) sequences"
    }
    return nil
  }

  /// Why `backward` refuses its buffers, given their counts, or the `forward` before it; nil if it takes them.
  package func complaint(weights: Int, gradient: Int) -> String? {
    if weights != layout.count { return "\(weights) weights for a model with \(layout.count)" }
    if gradient != layout.count { return "a gradient of \(gradient) numbers for \(layout.count) weights" }
    return edit == nil ? nil : "a backward pass through thoughts that may have been changed"
  }

  /// Why there is no attention map of this place after the last `forward`; nil if there is one. Arguments are those of
  /// `attentionWeights` and `attentionScores`.
  package func complaint(layer: Int, head: Int = 0, sequence: Int, position: Int) -> String? {
    let c = configuration
    if !(0..<c.layers).contains(layer) { return "layer \(layer) of \(c.layers), counted from 0" }
    if !(0..<c.heads).contains(head) { return "head \(head) of \(c.heads), counted from 0" }
    guard let i = shard.given.firstIndex(of: sequence) else {
      return "sequence \(sequence) of \(shard.given.count), counted from 0"
    }
    let first = layer == c.layers - 1 ? shard.length[i] - 1 : 0
    let last = shard.sequences[i].count - 1
    return (first...last).contains(position)
      ? nil : "position \(position) as a query of layer \(layer), which has those from \(first) to \(last)"
  }
}
