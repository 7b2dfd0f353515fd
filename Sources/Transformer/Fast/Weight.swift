// A weight matrix, with copies for the products of few rows. Every read multiplies a few rows with all weights; what such a
// product would copy of its right factor (FewRows.swift) is copied once here for all reads of a shard.

/// W (in, out) of a linear layer, or the output head (vocabulary, d).
struct Weight {
  let matrix: Matrix
  /// W and Wᵀ as right factors of few rows; W only with AVX2, since wide tiles read it as it stands (WideTile.swift).
  private(set) var copies: (plain: Panel?, transposed: Panel)?

  init(_ matrix: Matrix) { self.matrix = matrix }

  /// The same with copies in the arena's memory, where lanes are wide enough (`isFew`) and the copies fit the second-level
  /// cache.
  func copied(_ arena: Arena) -> Weight {
    let (rows, columns) = (matrix.rows, matrix.columns)
    guard lane >= 8, rows * columns <= 1 << 18 else { return self }
    var copy = self
    copy.copies = (
      lane == 8 ? Panel(matrix, at: arena.take(Panel.count(rows, columns), 1).start) : nil,
      Panel(transposed: matrix, at: arena.take(Panel.count(columns, rows), 1).start)
    )
    return copy
  }
}

/// `c = a · W[columns] + beta · c`, beta 0 or 1, in some of W's columns (nil: in all).
func multiply(_ a: Matrix, _ w: Weight, columns: Range<Int>? = nil, into c: Matrix, beta: Float = 0) {
  let columns = columns ?? 0..<w.matrix.columns
  if let copy = w.copies?.plain, a.rows <= mostFewRows, columns.lowerBound % tileColumns == 0 {
    multiply(
      LeftFactor(a), copy, from: columns.lowerBound, depths: 0..<copy.depth, into: c, beta: beta)
  } else {
    multiply(a, w.matrix[columns: columns], into: c, beta: beta)
  }
}

/// `c = a · W[columns]ᵀ + beta · c`, beta 0 or 1, with a (rows, columns).
func multiplyTransposed(
  _ a: Matrix, _ w: Weight, columns: Range<Int>? = nil, into c: Matrix, beta: Float = 0
) {
  let columns = columns ?? 0..<w.matrix.columns
  if let copy = w.copies?.transposed, a.rows <= mostFewRows {
    multiply(LeftFactor(a), copy, depths: columns, into: c, beta: beta)
  } else {
    multiplyTransposed(a, w.matrix[columns: columns], into: c, beta: beta)
  }
}
