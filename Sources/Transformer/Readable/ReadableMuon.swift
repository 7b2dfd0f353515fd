// Muon in plain loops; the fast one is Fast/Muon.swift.

/// The momentum of Muon for one matrix (rows, columns), row-major, and its step
/// (https://kellerjordan.github.io/posts/muon/).
public struct ReadableMuon<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// Inputs of the linear layer.
  public let rows: Int
  /// Its outputs.
  public let columns: Int
  /// m, the running mean of the gradient.
  public private(set) var momentum: [Scalar]

  /// Zero momentum for a matrix of this shape.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    momentum = Array(repeating: 0, count: rows * columns)
  }

  /// One step in place. The gradient goes into the momentum; what comes out, looking one step ahead, keeps its singular
  /// vectors, while every singular value becomes about 1. So the step has the same size in every direction that the
  /// gradient has, the rare ones too.
  public mutating func update(_ weights: inout [Scalar], gradient: [Scalar], _ constants: MuonStep) {
    let keep = Scalar(constants.momentum)
    var ahead = gradient
    for i in gradient.indices {
      momentum[i] = keep * momentum[i] + (1 - keep) * gradient[i]
      ahead[i] = (1 - keep) * gradient[i] + keep * momentum[i]
    }
    let step = ReadableMuon.orthogonalized(ahead, rows: rows, columns: columns)
    let scale = Scalar(max(1, Double(columns) / Double(rows)).squareRoot())
    let (rate, decay) = (Scalar(constants.learningRate), Scalar(constants.weightDecay))
    for i in weights.indices { weights[i] -= rate * decay * weights[i] + rate * scale * step[i] }
  }

  /// The Newton–Schulz iteration `X ← aX + b(XXᵀ)X + c(XXᵀ)²X`, five times, begun at `matrix` over its Euclidean norm. It maps
  /// each singular value σ to aσ + bσ³ + cσ⁵ and leaves the singular vectors as they are.
  public static func orthogonalized(_ matrix: [Scalar], rows: Int, columns: Int) -> [Scalar] {
    let norm = matrix.reduce(0) { $0 + $1 * $1 }.squareRoot() + Scalar(MuonStep.epsilon)
    var x = matrix.map { $0 / norm }
    for _ in 0..<MuonStep.iterations {
      let cubed = timesGram(x, x, rows, columns)
      let fifth = timesGram(x, cubed, rows, columns)
      for i in x.indices {
        x[i] = Scalar(MuonStep.a) * x[i] + Scalar(MuonStep.b) * cubed[i] + Scalar(MuonStep.c) * fifth[i]
      }
    }
    return x
  }

  /// `(XXᵀ)Y` of two matrices (rows, columns).
  private static func timesGram(_ x: [Scalar], _ y: [Scalar], _ rows: Int, _ columns: Int) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for k in 0..<rows {
        var product: Scalar = 0
        for j in 0..<columns { product += x[i * columns + j] * x[k * columns + j] }
        for j in 0..<columns { result[i * columns + j] += product * y[k * columns + j] }
      }
    }
    return result
  }
}
