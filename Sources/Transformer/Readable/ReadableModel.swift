// The definition of the model: GPT-2 with continuous thoughts, one position after another, forward and backward by
// plain loops in Float or Double. FastModel computes the same function and gradient and is tested against this.

/// GPT-2 (https://github.com/openai/gpt-2) reading one `ThoughtSequence` at a time.
///
/// A thought (Coconut, https://arxiv.org/abs/2412.06769) is the hidden state after the final layer norm at the previous
/// position; it stands where a token embedding would, and gets its own position embedding.
public struct ReadableModel<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// The shape and the weights.
  public var parameters: Parameters<Scalar>
  let layers: [ReadableLayer]
  let finalNorm: LayerNorm

  /// The model with these weights.
  public init(_ parameters: Parameters<Scalar>) {
    let (c, layout) = (parameters.configuration, parameters.layout)
    self.parameters = parameters
    layers = (0..<c.layers).map { ReadableLayer(c, layout, $0) }
    finalNorm = LayerNorm(gain: layout.finalGain, bias: layout.finalBias, width: c.width, epsilon: c.epsilon)
  }

  /// Reads `sequence`; stops the process if the model lacks one of its tokens or positions.
  ///
  /// With a `dropoutSeed` it drops activations as in training; nil is for evaluation. `edit` is given each thought (width)
  /// before it is read, 0 being the first, and may change it; there is no backward pass through a changed thought.
  public func run(
    _ sequence: ThoughtSequence, dropoutSeed: UInt64? = nil,
    edit: ((_ place: Int, _ thought: inout [Scalar]) -> Void)? = nil
  ) -> ReadableRun<Scalar> {
    stop(for: sequence.complaint(parameters.configuration))
    let weights = parameters.values
    let dropout = SequenceDropout(configuration: parameters.configuration, seed: dropoutSeed)
    var rows = layers.map { _ in [[Scalar]]() }
    var positions: [ReadableRun<Scalar>.Position] = []
    var thoughts: [[Scalar]] = []
    for position in 0..<sequence.count {
      // Embed: a token or the thought, plus the position; layers; final norm. The hidden state is the next thought.
      let content: [Scalar]
      if let token = sequence.token(at: position) {
        content = embedding(parameters.layout.tokenEmbedding, token)
      } else {
        var thought = positions[position - 1].hidden
        edit?(thoughts.count, &thought)
        thoughts.append(thought)
        content = thought
      }
      let embedded = plus(
        content, embedding(parameters.layout.positionEmbedding, sequence.firstPosition + position))
      var x = dropout.apply(embedded, .embedding, layer: 0, position: position)
      var tapes: [ReadableLayer.Tape<Scalar>] = []
      for (index, layer) in layers.enumerated() {
        let (y, tape) = layer.forward(x, rows: &rows[index], weights, dropout)
        tapes.append(tape)
        x = y
      }
      let (hidden, norm) = finalNorm.forward(x, weights)
      positions.append(.init(layers: tapes, norm: norm, hidden: hidden))
    }
    let reads = positions[(sequence.prompt.count - 1)...]
    return ReadableRun(
      sequence: sequence, thoughts: thoughts, logits: reads.map { logits($0.hidden) }, isEdited: edit != nil,
      dropout: dropout, rows: rows, positions: positions)
  }

  /// The logits (vocabulary) after the last of `tokens`, layer by layer: all positions pass one layer before any passes the
  /// next. Tokens alone can be read so. A thought cannot: it is the last layer's output at the position before.
  public func logitsAtOnce(_ tokens: [Int]) -> [Scalar] {
    stop(for: ThoughtSequence(prompt: tokens, tail: []).complaint(parameters.configuration))
    let (weights, layout) = (parameters.values, parameters.layout)
    let dropout = SequenceDropout(configuration: parameters.configuration, seed: nil)
    var stream = tokens.enumerated().map { position, token in
      plus(embedding(layout.tokenEmbedding, token), embedding(layout.positionEmbedding, position))
    }
    for layer in layers {
      var rows: [[Scalar]] = []
      stream = stream.map { layer.forward($0, rows: &rows, weights, dropout).y }
    }
    return logits(finalNorm.forward(stream[tokens.count - 1], weights).0)
  }

  /// Adds the gradient of a loss to `gradient` (`layout.count`).
  ///
  /// `logitGradient` is the loss's gradient with respect to `run.logits`, (reads, vocabulary).
  public func backward(
    _ run: ReadableRun<Scalar>, logitGradient: [[Scalar]], addingTo gradient: inout [Scalar]
  ) {
    stop(for: run.isEdited ? "a backward pass through thoughts that may have been changed" : nil)
    let (weights, layout, d) = (parameters.values, parameters.layout, parameters.configuration.width)
    let sequence = run.sequence
    let firstRead = sequence.prompt.count - 1
    var dRows = run.rows.map { rows in rows.map { [Scalar](repeating: 0, count: $0.count) } }
    // Gradient that a thought sends back to the hidden state it was copied from.
    var dThought = [Scalar](repeating: 0, count: d)
    for position in (0..<sequence.count).reversed() {
      let tape = run.positions[position]
      // Head: logits = hidden Eᵀ, E (vocabulary, width).
      var dHidden = dThought
      if position >= firstRead {
        for (token, dLogit) in logitGradient[position - firstRead].enumerated() {
          addMultiple(d, dLogit, weights, from: layout.head + token * d, to: &dHidden)
          addMultiple(d, dLogit, tape.hidden, to: &gradient, at: layout.head + token * d)
        }
      }
      // Final norm, layers from the last to the first, embedding.
      var dx = finalNorm.backward(dHidden, tape.norm, weights, addingTo: &gradient)
      for (index, layer) in layers.enumerated().reversed() {
        dx = layer.backward(
          dx, tape.layers[index], rows: Array(run.rows[index][...position]), dRows: &dRows[index], weights,
          run.dropout, addingTo: &gradient)
      }
      let dEmbedded = run.dropout.apply(dx, .embedding, layer: 0, position: position)
      addMultiple(
        d, 1, dEmbedded, to: &gradient, at: layout.positionEmbedding + (sequence.firstPosition + position) * d
      )
      if let token = sequence.token(at: position) {
        addMultiple(d, 1, dEmbedded, to: &gradient, at: layout.tokenEmbedding + token * d)
        dThought = [Scalar](repeating: 0, count: d)
      } else {
        dThought = dEmbedded
      }
    }
  }

  /// Logits (vocabulary) of a hidden state (width), by the output head: also how a thought is decoded.
  public func logits(_ hidden: [Scalar]) -> [Scalar] {
    (0..<parameters.configuration.vocabulary).map { token in
      dot(hidden.count, parameters.values, at: parameters.layout.head + token * hidden.count, hidden)
    }
  }

  /// Row `index` of an embedding table that starts at `table`.
  private func embedding(_ table: Int, _ index: Int) -> [Scalar] {
    let d = parameters.configuration.width
    return Array(parameters.values[table + index * d..<table + (index + 1) * d])
  }
}
