// Dropout of one sequence's activations: DropoutRow's masks where there is a seed, nothing where there is none.

/// The dropout of one sequence. Being linear, each mask is its own backward pass.
public struct SequenceDropout: Sendable {
  let configuration: Configuration
  /// The sequence's seed; nil in evaluation.
  let seed: UInt64?

  /// `x` with its mask applied; `head` tells the rows of attention weights apart.
  func apply<Scalar: BinaryFloatingPoint>(
    _ x: [Scalar], _ site: DropoutSite, layer: Int, position: Int, head: Int = 0
  ) -> [Scalar] {
    let rate = rate(site)
    guard let seed, rate > 0 else { return x }
    let row = DropoutRow(seed: seed, site: site, layer: layer, position: position, head: head, rate: rate)
    return x.enumerated().map { i, x in x * Scalar(row.factor(i)) }
  }

  private func rate(_ site: DropoutSite) -> Double {
    switch site {
    case .embedding: configuration.embeddingDropout
    case .attentionWeights: configuration.attentionDropout
    case .attention, .feedForward: configuration.residualDropout
    }
  }
}
