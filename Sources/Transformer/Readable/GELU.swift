// GPT-2's activation and its derivative, for one position.

/// `gelu_new`: `y = ½ x (1 + tanh u)`, `u = √(2/π) (x + 0.044715 x³)` (https://arxiv.org/abs/1606.08415).
public enum GELU {
  private static let slope = (2 / Double.pi).squareRoot()
  private static let cubic = 0.044715

  /// y, elementwise.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func forward<Scalar: BinaryFloatingPoint>(_ x: [Scalar]) -> [Scalar] {
    x.map { x in x / 2 * (1 + hyperbolicTangent(u(x))) }
  }

  /// `∂x = ∂y (½ (1 + t) + ½ x (1 − t²) u′)` with `t = tanh u`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func backward<Scalar: BinaryFloatingPoint>(_ dy: [Scalar], x: [Scalar]) -> [Scalar] {
    zip(dy, x).map { dy, x in
      let t = hyperbolicTangent(u(x))
      let du = Scalar(slope) * (1 + 3 * Scalar(cubic) * x * x)
      return dy * ((1 + t) / 2 + x / 2 * (1 - t * t) * du)
    }
  }

  private static func u<Scalar: BinaryFloatingPoint>(_ x: Scalar) -> Scalar {
    Scalar(slope) * (x + Scalar(cubic) * x * x * x)
  }
}
