// Layer norm of one position, forward and backward.

/// `y = x̂ ∘ gain + bias` with `x̂ = (x − mean) · r`, `r = 1/√(variance + ε)`; x, y, gain, bias (width).
public struct LayerNorm: Sendable {
  /// Offsets of gain and bias in the flat weight vector.
  let gain, bias: Int
  let width: Int
  let epsilon: Double

  /// What the backward pass needs: x̂ (width) and r.
  public struct Tape<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
    let normal: [Scalar]
    let r: Scalar
  }

  /// A norm whose gain and bias start at these offsets.
  public init(gain: Int, bias: Int, width: Int, epsilon: Double) {
    self.gain = gain
    self.bias = bias
    self.width = width
    self.epsilon = epsilon
  }

  /// y (width) of x (width).
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward<Scalar: BinaryFloatingPoint & Sendable>(
    _ x: [Scalar], _ weights: [Scalar]
  ) -> (y: [Scalar], tape: Tape<Scalar>) {
    let mean = x.reduce(0, +) / Scalar(width)
    let centred = x.map { $0 - mean }
    let variance = dot(width, centred, centred) / Scalar(width)
    let r = 1 / (variance + Scalar(epsilon)).squareRoot()
    let normal = centred.map { $0 * r }
    let y = (0..<width).map { i in normal[i] * weights[gain + i] + weights[bias + i] }
    return (y, Tape(normal: normal, r: r))
  }

  /// With `e = ∂y ∘ gain`: `∂x = r (e − mean(e) − x̂ · mean(e ∘ x̂))`. Adds `∂gain += ∂y ∘ x̂`, `∂bias += ∂y`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward<Scalar: BinaryFloatingPoint & Sendable>(
    _ dy: [Scalar], _ tape: Tape<Scalar>, _ weights: [Scalar], addingTo gradient: inout [Scalar]
  ) -> [Scalar] {
    for i in 0..<width {
      gradient[gain + i] += dy[i] * tape.normal[i]
      gradient[bias + i] += dy[i]
    }
    let e = (0..<width).map { i in dy[i] * weights[gain + i] }
    let meanE = e.reduce(0, +) / Scalar(width)
    let meanEX = dot(width, e, tape.normal) / Scalar(width)
    return (0..<width).map { i in tape.r * (e[i] - meanE - tape.normal[i] * meanEX) }
  }
}
