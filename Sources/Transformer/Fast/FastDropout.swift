// Dropout in the fast pass: the masks of DropoutRow on whole blocks of rows, forward and backward alike. Without seeds
// every function here changes nothing.

/// The query that a row of attention weights belongs to. Layers and heads count from 0; `sequence` is the sorted index.
struct Query {
  let layer, head, sequence, position: Int

  init(_ layer: Int, _ head: Int, _ sequence: Int, _ position: Int) {
    (self.layer, self.head, self.sequence, self.position) = (layer, head, sequence, position)
  }
}

extension FastModel {
  /// Masks residual rows, or their gradients.
  func drop(_ block: RowBlock, _ layer: Int, _ site: DropoutSite, _ x: Matrix) {
    let rate = site == .embedding ? configuration.embeddingDropout : configuration.residualDropout
    guard let seeds = dropoutSeeds, rate > 0 else { return }
    for (row, place) in block.places.enumerated() {
      DropoutRow(
        seed: seeds[place.sequence], site: site, layer: layer, position: place.position, rate: rate
      ).apply(to: x[row], count: x.columns)
    }
  }

  /// Masks attention weights, or their gradients; row r belongs to the query r positions after `first`.
  func drop(_ p: Matrix, _ first: Query) {
    let rate = configuration.attentionDropout
    guard let seeds = dropoutSeeds, rate > 0 else { return }
    for row in 0..<p.rows {
      let position = first.position + row
      DropoutRow(
        seed: seeds[first.sequence], site: .attentionWeights, layer: first.layer, position: position,
        head: first.head, rate: rate
      ).apply(to: p[row], count: position + 1)
    }
  }

  /// The weights after dropout: a masked copy, or `p` itself where nothing is dropped.
  func dropped(_ p: Matrix, _ first: Query) -> Matrix {
    guard dropoutSeeds != nil, configuration.attentionDropout > 0 else { return p }
    let copy = activations.masked[0..<p.rows, 0..<p.columns]
    copy.copy(p)
    drop(copy, first)
    return copy
  }
}
