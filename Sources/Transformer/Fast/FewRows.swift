// Matrix products whose left factor has few rows, such as one thought for each of a handful of sequences.
//
// OpenBLAS first copies both factors into its own order, and was made for many rows. Here the right factor alone is
// copied (Tile.swift), a piece at a time that stays in the nearest cache until all rows are done; sums run in another order.

/// Floats of the right factor that are copied at once: half of the smallest first-level cache in use.
private let pieceFloats = 4096

/// `c = a · b + beta · c`, beta 0 or 1.
package func multiplyFew(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
  if lane == 16 && b.columns % (4 * lane) == 0 { return multiplyWide(a, b, into: c, beta: beta) }
  inPieces(depth: a.columns, by: 64, columns: c.columns) { depths, columns, memory in
    let piece = Panel(b[depths, columns], at: memory)
    multiply(
      LeftFactor(a, from: depths.lowerBound), piece, depths: 0..<depths.count, into: c[columns: columns],
      beta: depths.lowerBound == 0 ? beta : 1)
  }
}

/// `c = a · bᵀ + beta · c`, beta 0 or 1.
package func multiplyFewTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  precondition(a.columns == b.columns && c.rows == a.rows && c.columns == b.rows)
  if lane == 16 && a.columns >= 512 { return multiplyWideTransposed(a, b, into: c, beta: beta) }
  inPieces(depth: a.columns, by: pieceFloats / tileColumns, columns: c.columns) { depths, columns, memory in
    let piece = Panel(transposed: b[columns, depths], at: memory)
    multiply(
      LeftFactor(a, from: depths.lowerBound), piece, depths: 0..<depths.count, into: c[columns: columns],
      beta: depths.lowerBound == 0 ? beta : 1)
  }
}

/// Visits pieces of a right factor (depth, columns) that take part in at most `atOnce` depths, with memory for a copy.
@inline(__always)
private func inPieces(
  depth: Int, by atOnce: Int, columns: Int,
  _ visit: (_ depths: Range<Int>, _ columns: Range<Int>, _ memory: Floats) -> Void
) {
  let width = pieceFloats / atOnce
  withUnsafeTemporaryAllocation(byteCount: 4 * pieceFloats, alignment: 64) { memory in
    guard let memory = memory.bindMemory(to: Float.self).baseAddress else { return }
    for from in stride(from: 0, to: depth, by: atOnce) {
      for column in stride(from: 0, to: columns, by: width) {
        visit(from..<min(from + atOnce, depth), column..<min(column + width, columns), memory)
      }
    }
  }
}
