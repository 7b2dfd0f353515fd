// The linear layer for one position, forward and backward. It knows where its weights lie, not what they are for.

/// `y = x W + b`, with W (inputs, outputs) and b (outputs) inside a flat weight vector.
public struct Linear: Sendable {
  /// Offsets of W and b in the flat vector.
  let weight, bias: Int
  /// Lengths of x and y.
  let inputs, outputs: Int

  /// A layer whose W and b start at `weight` and `bias`.
  public init(weight: Int, bias: Int, inputs: Int, outputs: Int) {
    self.weight = weight
    self.bias = bias
    self.inputs = inputs
    self.outputs = outputs
  }

  /// y (outputs) of x (inputs).
  public func forward<Scalar: BinaryFloatingPoint>(_ x: [Scalar], _ weights: [Scalar]) -> [Scalar] {
    var y = Array(weights[bias..<bias + outputs])
    for i in 0..<inputs { addMultiple(outputs, x[i], weights, from: weight + i * outputs, to: &y) }
    return y
  }

  /// `∂x = ∂y Wᵀ`; adds `∂W += xᵀ ∂y` and `∂b += ∂y` to `gradient`, laid out as the weights are.
  public func backward<Scalar: BinaryFloatingPoint>(
    _ dy: [Scalar], x: [Scalar], _ weights: [Scalar], addingTo gradient: inout [Scalar]
  ) -> [Scalar] {
    addMultiple(outputs, 1, dy, to: &gradient, at: bias)
    for i in 0..<inputs { addMultiple(outputs, x[i], dy, to: &gradient, at: weight + i * outputs) }
    return (0..<inputs).map { i in dot(outputs, weights, at: weight + i * outputs, dy) }
  }
}
