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
  /// With a `dropoutSeed` it drops activations as in training; nil is for evaluation. `edit` is given each thought
  /// (width) before it is read, 0 being the first, and may change it; such a run has no backward pass.
  public func run(
    _ sequence: ThoughtSequence, dropoutSeed: UInt64? = nil,
    edit: ((_ place: Int, _ thought: inout [Scalar]) -> Void)? = nil
  ) -> ReadableRun<Scalar> {
    stop(for: sequence.complaint(parameters.configuration))
    let dropout = SequenceDropout(configuration: parameters.configuration, seed: dropoutSeed)
    var run = ReadableRun<Scalar>(sequence, layers: layers.count, dropout, isEdited: edit != nil)
    for position in 0..<sequence.count {
      // A token's embedding, or the thought: the hidden state of the position before, as it is.
      var content: [Scalar]
      if let token = sequence.token(at: position) {
        content = embedding(parameters.layout.tokenEmbedding, token)
      } else {
        content = run.positions[position - 1].hidden
        edit?(run.thoughts.count, &content)
        run.thoughts.append(content)
      }
      let place = embedding(parameters.layout.positionEmbedding, sequence.firstPosition + position)
      pass(plus(content, place), into: &run)
    }
    run.logits = run.hidden.map(logits)
    return run
  }

  /// Sends the input of the next position (width) through all layers and the final norm, and keeps what it leaves in `run`.
  private func pass(_ input: [Scalar], into run: inout ReadableRun<Scalar>) {
    var x = run.dropout.apply(input, .embedding, layer: 0, position: run.positions.count)
    var tapes: [ReadableLayer.Tape<Scalar>] = []
    for (index, layer) in layers.enumerated() {
      let (y, tape) = layer.forward(x, rows: &run.rows[index], parameters.values, run.dropout)
      tapes.append(tape)
      x = y
    }
    let (hidden, norm) = finalNorm.forward(x, parameters.values)
    run.positions.append(.init(layers: tapes, norm: norm, hidden: hidden))
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

  /// Adds the gradient of a loss to `gradient` (`layout.count`), from that of `run.logits` (reads, vocabulary).
  public func backward(
    _ run: ReadableRun<Scalar>, logitGradient: [[Scalar]], addingTo gradient: inout [Scalar]
  ) {
    stop(for: run.isEdited ? "a backward pass through thoughts that may have been changed" : nil)
    let (sequence, layout, d) = (run.sequence, parameters.layout, parameters.configuration.width)
    var dRows = run.rows.map { rows in rows.map { [Scalar](repeating: 0, count: $0.count) } }
    // The gradient that a thought sends back to the hidden state it was copied from.
    var dThought = [Scalar](repeating: 0, count: d)
    for position in (0..<sequence.count).reversed() {
      var dHidden = dThought
      if position >= sequence.prompt.count - 1 {
        // Logits = hidden Eᵀ, with E (vocabulary, width).
        for (token, dLogit) in logitGradient[position - sequence.prompt.count + 1].enumerated() {
          addMultiple(d, dLogit, parameters.values, from: layout.head + token * d, to: &dHidden)
          addMultiple(d, dLogit, run.positions[position].hidden, to: &gradient, at: layout.head + token * d)
        }
      }
      let dInput = passBack(dHidden, at: position, of: run, dRows: &dRows, addingTo: &gradient)
      let place = sequence.firstPosition + position
      addMultiple(d, 1, dInput, to: &gradient, at: layout.positionEmbedding + place * d)
      let token = sequence.token(at: position)
      if let token { addMultiple(d, 1, dInput, to: &gradient, at: layout.tokenEmbedding + token * d) }
      dThought = token == nil ? dInput : [Scalar](repeating: 0, count: d)
    }
  }

  /// `pass` backwards: from the gradient of a position's hidden state (width) to that of its input.
  private func passBack(
    _ dHidden: [Scalar], at position: Int, of run: ReadableRun<Scalar>, dRows: inout [[[Scalar]]],
    addingTo gradient: inout [Scalar]
  ) -> [Scalar] {
    let tape = run.positions[position]
    var dx = finalNorm.backward(dHidden, tape.norm, parameters.values, addingTo: &gradient)
    for (index, layer) in layers.enumerated().reversed() {
      dx = layer.backward(
        dx, tape.layers[index], rows: Array(run.rows[index][...position]), dRows: &dRows[index],
        parameters.values, run.dropout, addingTo: &gradient)
    }
    return run.dropout.apply(dx, .embedding, layer: 0, position: position)
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
