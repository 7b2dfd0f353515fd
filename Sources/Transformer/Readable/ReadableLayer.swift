// One transformer layer at one position, forward and backward: what a residual stream passes through.

/// A pre-norm layer: `m = x + attention(LN₁(x))`, `y = m + W₂ gelu(W₁ LN₂(m) + b₁) + b₂`; x, m, y (width).
struct ReadableLayer: Sendable {
  let index: Int
  let norm1, norm2: LayerNorm
  /// width → 3 · width; width → width; width → 4 · width; 4 · width → width.
  let qkv, projection, inner, outer: Linear
  let attention: Attention

  /// What one position leaves for the backward pass.
  struct Tape<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
    let norm1, norm2: LayerNorm.Tape<Scalar>
    let attention: Attention.Tape<Scalar>
    /// Outputs of the two norms and of attention (width each); the feed-forward before and after GELU (4 · width).
    let normed1, context, normed2, before, after: [Scalar]
  }

  init(_ c: Configuration, _ layout: Layout, _ index: Int) {
    let (at, d) = (layout.layers[index], c.width)
    self.index = index
    norm1 = LayerNorm(gain: at.norm1Gain, bias: at.norm1Bias, width: d, epsilon: c.epsilon)
    norm2 = LayerNorm(gain: at.norm2Gain, bias: at.norm2Bias, width: d, epsilon: c.epsilon)
    qkv = Linear(weight: at.attentionWeight, bias: at.attentionBias, inputs: d, outputs: 3 * d)
    projection = Linear(weight: at.projectionWeight, bias: at.projectionBias, inputs: d, outputs: d)
    inner = Linear(weight: at.innerWeight, bias: at.innerBias, inputs: d, outputs: c.inner)
    outer = Linear(weight: at.outerWeight, bias: at.outerBias, inputs: c.inner, outputs: d)
    attention = Attention(heads: c.heads, width: d)
  }

  /// The state after the layer, y (width), from the state before it, x (width).
  ///
  /// `rows` holds query, key and value of all earlier positions; those of this position are appended.
  func forward<Scalar: BinaryFloatingPoint & Sendable>(
    _ x: [Scalar], rows: inout [[Scalar]], _ weights: [Scalar], _ dropout: SequenceDropout
  ) -> (y: [Scalar], tape: Tape<Scalar>) {
    let position = rows.count
    // Attention sublayer.
    let (normed1, tape1) = norm1.forward(x, weights)
    rows.append(qkv.forward(normed1, weights))
    let (context, attentionTape) = attention.forward(rows) { a, head in
      dropout.apply(a, .attentionWeights, layer: index, position: position, head: head)
    }
    let attended = projection.forward(context, weights)
    let middle = plus(x, dropout.apply(attended, .attention, layer: index, position: position))
    // Feed-forward sublayer.
    let (normed2, tape2) = norm2.forward(middle, weights)
    let before = inner.forward(normed2, weights)
    let after = GELU.forward(before)
    let fed = outer.forward(after, weights)
    let y = plus(middle, dropout.apply(fed, .feedForward, layer: index, position: position))
    return (
      y,
      Tape(
        norm1: tape1, norm2: tape2, attention: attentionTape, normed1: normed1, context: context,
        normed2: normed2, before: before, after: after)
    )
  }

  /// ∂x of ∂y at the last of `rows`. Later positions have left their share in `dRows`; earlier ones get theirs there.
  func backward<Scalar: BinaryFloatingPoint & Sendable>(
    _ dy: [Scalar], _ tape: Tape<Scalar>, rows: [[Scalar]], dRows: inout [[Scalar]], _ weights: [Scalar],
    _ dropout: SequenceDropout, addingTo gradient: inout [Scalar]
  ) -> [Scalar] {
    let position = rows.count - 1
    // Feed-forward sublayer.
    let dFed = dropout.apply(dy, .feedForward, layer: index, position: position)
    let dAfter = outer.backward(dFed, x: tape.after, weights, addingTo: &gradient)
    let dBefore = GELU.backward(dAfter, x: tape.before)
    let dNormed2 = inner.backward(dBefore, x: tape.normed2, weights, addingTo: &gradient)
    let dMiddle = plus(dy, norm2.backward(dNormed2, tape.norm2, weights, addingTo: &gradient))
    // Attention sublayer.
    let dAttended = dropout.apply(dMiddle, .attention, layer: index, position: position)
    let dContext = projection.backward(dAttended, x: tape.context, weights, addingTo: &gradient)
    attention.backward(dContext, tape.attention, rows: rows, addingTo: &dRows) { da, head in
      dropout.apply(da, .attentionWeights, layer: index, position: position, head: head)
    }
    let dNormed1 = qkv.backward(dRows[position], x: tape.normed1, weights, addingTo: &gradient)
    return plus(dMiddle, norm1.backward(dNormed1, tape.norm1, weights, addingTo: &gradient))
  }
}

/// `x + y`, elementwise.
func plus<Scalar: BinaryFloatingPoint>(_ x: [Scalar], _ y: [Scalar]) -> [Scalar] {
  var sum = x
  addMultiple(x.count, 1, y, to: &sum)
  return sum
}
