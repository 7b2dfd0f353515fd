// Linear equations with a symmetric, positive definite matrix, by Cholesky's method. It knows nothing of thoughts.

/// A matrix A, symmetric and positive definite, ready to solve `A x = b`.
struct SymmetricSystem {
  /// The lower triangle of L with A = L Lᵀ, row by row; row i has i + 1 numbers.
  private var lower: [[Double]] = []

  /// Factors `matrix`, of which the lower triangle is read. A pivot that rounding has made 0 or negative counts as tiny.
  init(_ matrix: [[Double]]) {
    for i in matrix.indices {
      var row = [Double](repeating: 0, count: i + 1)
      for j in 0...i {
        var sum = matrix[i][j]
        let other = j < i ? lower[j] : row
        for k in 0..<j { sum -= row[k] * other[k] }
        row[j] = j < i ? sum / lower[j][j] : max(sum, 1e-30).squareRoot()
      }
      lower.append(row)
    }
  }

  /// x with A x = `b`: first L y = b, then Lᵀ x = y.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    for i in x.indices {
      for k in 0..<i { x[i] -= lower[i][k] * x[k] }
      x[i] /= lower[i][i]
    }
    for i in x.indices.reversed() {
      x[i] /= lower[i][i]
      for k in 0..<i { x[k] -= lower[i][k] * x[i] }
    }
    return x
  }
}
