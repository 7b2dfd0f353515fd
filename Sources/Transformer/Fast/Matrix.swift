// A matrix inside a larger buffer: what the functions of the fast pass hand to one another. It owns no memory.

/// The first of a run of floats.
package typealias Floats = UnsafeMutablePointer<Float>

/// A view of `rows` rows of `columns` floats; each row starts `stride` floats after the one before.
package struct Matrix {
  let start: Floats
  let rows, columns, stride: Int

  /// A view of memory that the caller keeps alive. Without a `stride`, rows follow one another without gaps.
  package init(_ start: Floats, _ rows: Int, _ columns: Int, stride: Int? = nil) {
    self.start = start
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The first float of a row.
  subscript(row: Int) -> Floats {
    precondition(row >= 0 && row < rows)
    return start + row &* stride
  }

  /// A row and its length.
  func buffer(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: self[row], count: columns)
  }

  /// A block of whole rows.
  subscript(rows: Range<Int>) -> Matrix { self[rows, 0..<columns] }

  /// A block, which must lie inside the matrix.
  subscript(rows: Range<Int>, columns: Range<Int>) -> Matrix {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows)
    precondition(columns.lowerBound >= 0 && columns.upperBound <= self.columns)
    return Matrix(
      start + rows.lowerBound &* stride + columns.lowerBound, rows.count, columns.count, stride: stride)
  }

  /// Some columns of all rows.
  subscript(columns columns: Range<Int>) -> Matrix { self[0..<rows, columns] }

  /// Sets every element to 0.
  func clear() { for row in 0..<rows { self[row].update(repeating: 0, count: columns) } }

  /// Sets every row to `bias (columns)`, to which a matrix product then adds, plus the same row of `x` where given.
  func setRows(to bias: Floats, plus x: Matrix? = nil) {
    for row in 0..<rows {
      self[row].update(from: bias, count: columns)
      if let x { add(columns, x[row], to: self[row]) }
    }
  }

  /// Copies a matrix of the same shape.
  func copy(_ x: Matrix) {
    precondition(x.rows == rows && x.columns == columns)
    for row in 0..<rows { self[row].update(from: x[row], count: columns) }
  }

  /// Adds the sum of all rows to `sums (columns)`: a bias's gradient.
  func addColumnSums(to sums: Floats) { for row in 0..<rows { add(columns, self[row], to: sums) } }
}
