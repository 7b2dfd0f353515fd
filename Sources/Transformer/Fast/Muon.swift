// Muon on the matrices of the layers, its products through OpenBLAS. ReadableMuon.swift is its definition.

import COpenBLAS

/// What one Muon step needs to know (https://kellerjordan.github.io/posts/muon/).
public struct MuonStep: Sendable, Hashable {
  /// η, the learning rate of this step.
  public var learningRate: Double
  /// μ, the share of the momentum that a step keeps.
  public var momentum: Double
  /// λ, the decoupled weight decay.
  public var weightDecay: Double

  /// One step's constants.
  public init(learningRate: Double, momentum: Double, weightDecay: Double) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// Newton–Schulz iterations of a step.
  static let iterations = 5
  /// The coefficients of the iteration `X ← aX + b(XXᵀ)X + c(XXᵀ)²X`: they take every singular value in (0, 1] close to 1.
  static let (a, b, c) = (3.4445, -4.775, 2.0315)
  /// Keeps a gradient of zeros from being divided by its norm.
  static let epsilon = 1e-7
}

/// A matrix of weights inside the flat parameter vector, as Muon sees it: queries, keys and values are three.
public struct MuonMatrix: Sendable, Hashable {
  /// Index of the first element.
  public let offset: Int
  /// Inputs of the linear layer.
  public let rows: Int
  /// Its outputs.
  public let columns: Int
  /// Elements from one row to the next.
  public let stride: Int

  /// What the step is multiplied by, √max(1, outputs / inputs): a layer with more outputs than inputs turns equal inputs into
  /// equal outputs only with larger weights.
  var scale: Double { max(1, Double(columns) / Double(rows)).squareRoot() }
}

extension Tensor {
  /// Whether Muon steps it: a matrix of a layer. Embeddings, gains and biases are left to AdamW.
  fileprivate var isMuons: Bool { shape.count == 2 && name.hasPrefix("transformer.h.") }
}

extension Layout {
  /// The matrices that Muon steps, the largest first, so that threads which share them end together.
  public var muonMatrices: [MuonMatrix] {
    tensors.filter(\.isMuons).flatMap { tensor in
      let parts = tensor.name.hasSuffix("attn.c_attn.weight") ? 3 : 1
      let columns = tensor.shape[1] / parts
      return (0..<parts).map {
        MuonMatrix(
          offset: tensor.offset + $0 * columns, rows: tensor.shape[0], columns: columns,
          stride: tensor.shape[1])
      }
    }.sorted { $0.rows * $0.columns > $1.rows * $1.columns }
  }

  /// The parts of the flat vector in which those matrices do not lie, in order.
  public var outsideMuonMatrices: [Range<Int>] { tensors.filter { !$0.isMuons }.map(\.range) }
}

/// Updates one matrix and its momentum in place: `m ← μm + (1 − μ)g`, `w ← (1 − ηλ)w − η s · NS((1 − μ)g + μm)`, the gradient
/// multiplied by `scale` first (clipping), NS being the Newton–Schulz iteration and s `matrix.scale`. Stops the process where
/// the matrix does not lie in a buffer.
public func muon(
  _ step: MuonStep, _ matrix: MuonMatrix, weights: UnsafeMutableBufferPointer<Float>,
  gradient: UnsafeMutableBufferPointer<Float>, momentum: UnsafeMutableBufferPointer<Float>, scale: Float
) {
  let (rows, columns) = (matrix.rows, matrix.columns)
  let (w, g, m) = (view(matrix, of: weights), view(matrix, of: gradient), view(matrix, of: momentum))
  let side = min(rows, columns)
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * rows * columns + 2 * side * side) { scratch in
    guard let start = scratch.baseAddress else { return }
    var x = Matrix(start, rows, columns)
    var y = Matrix(start + rows * columns, rows, columns)
    let gram = Matrix(start + 2 * rows * columns, side, side)
    let polynomial = Matrix(start + 2 * rows * columns + side * side, side, side)

    // Take the gradient into the momentum, and look one step ahead (Nesterov).
    let keep = Float(step.momentum)
    var squares = 0.0
    for row in 0..<rows {
      let (gi, mi, xi) = (g[row], m[row], x[row])
      for j in 0..<columns {
        let new = (1 - keep) * (gi[j] * scale)
        mi[j] = keep * mi[j] + new
        xi[j] = new + keep * mi[j]
      }
      squares += Double(dot(columns, xi, xi))
    }

    // Divide by the norm, so that no singular value is above 1.
    let inverse = Float(1 / (squares.squareRoot() + MuonStep.epsilon))
    for i in 0..<rows * columns { start[i] *= inverse }

    // Iterate X ← (aI + bG + cG²)X with G = XXᵀ, or from the right with G = XᵀX where that is the smaller one.
    let (a, b, c) = (Float(MuonStep.a), Float(MuonStep.b), Float(MuonStep.c))
    for _ in 0..<MuonStep.iterations {
      if rows <= columns {
        gemm(CblasNoTrans, CblasTrans, x, x, into: gram, beta: 0)
      } else {
        gemm(CblasTrans, CblasNoTrans, x, x, into: gram, beta: 0)
      }
      gemm(CblasNoTrans, CblasNoTrans, gram, gram, into: polynomial, beta: 0)
      for row in 0..<side {
        let (gi, pi) = (gram[row], polynomial[row])
        for j in 0..<side { pi[j] = c * pi[j] + b * gi[j] }
        pi[row] += a
      }
      if rows <= columns {
        gemm(CblasNoTrans, CblasNoTrans, polynomial, x, into: y, beta: 0)
      } else {
        gemm(CblasNoTrans, CblasNoTrans, x, polynomial, into: y, beta: 0)
      }
      swap(&x, &y)
    }

    // Decay the weights and step.
    let decay = Float(1 - step.learningRate * step.weightDecay)
    let rate = Float(step.learningRate * matrix.scale)
    for row in 0..<rows {
      let (wi, xi) = (w[row], x[row])
      for j in 0..<columns { wi[j] = decay * wi[j] - rate * xi[j] }
    }
  }
}

private func view(_ matrix: MuonMatrix, of buffer: UnsafeMutableBufferPointer<Float>) -> Matrix {
  let end = matrix.offset + (matrix.rows - 1) * matrix.stride + matrix.columns
  guard let start = buffer.baseAddress, matrix.offset >= 0, end <= buffer.count else {
    fatalError("elements \(matrix.offset)..<\(end) of \(buffer.count)")
  }
  return Matrix(start + matrix.offset, matrix.rows, matrix.columns, stride: matrix.stride)
}
