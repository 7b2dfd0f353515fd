// Products of few rows where thirty-two registers hold a tile of four rows and four lanes (AVX-512): straight from memory,
// without the copies of FewRows.swift. A strip of four such lanes is four lines of the cache at once, enough to be read well.

/// `c = a · b + beta · c`, beta 0 or 1. Columns are the outer loop: a strip of `b` is read from memory once and then, for
/// the other rows, from the processor's cache.
func multiplyWide(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
  let (rows, columns) = (a.rows, b.columns)
  for column in stride(from: 0, to: columns, by: 4 * lane) {
    let strip = column..<min(column + 4 * lane, columns)
    let (b, c) = (b[columns: strip], c[columns: strip])
    let blocked = strip.count == 4 * lane ? rows / 4 * 4 : 0
    for row in stride(from: 0, to: blocked, by: 4) {
      fourRows(a[row..<row + 4], b, into: c[row..<row + 4], beta)
    }
    for row in blocked..<rows { oneRow(a[row], b, into: c[row], beta) }
  }
}

/// `c = a · bᵀ + beta · c`, beta 0 or 1. Four rows of `b` at a time stay in the processor's cache for all rows of `a`.
func multiplyWideTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  precondition(a.columns == b.columns && c.rows == a.rows && c.columns == b.rows)
  let (rows, columns) = (a.rows, b.rows)
  for column in stride(from: 0, to: columns, by: 4) {
    let strip = column..<min(column + 4, columns)
    let blocked = strip.count == 4 ? rows / 4 * 4 : 0
    for row in stride(from: 0, to: blocked, by: 4) {
      fourRowsTransposed(a[row..<row + 4], b[strip], into: c[row..<row + 4, strip], beta)
    }
    for row in blocked..<rows {
      for j in strip { c[row][j] = (beta == 0 ? 0 : c[row][j]) + dot(a.columns, a[row], b[j]) }
    }
  }
}

/// Four lanes: 64 neighbours of one row, or a lane of each of four rows.
private struct FourLanes {
  var s0 = Lane.zero
  var s1 = Lane.zero
  var s2 = Lane.zero
  var s3 = Lane.zero

  /// The 64 floats from `p` on.
  @inline(__always)
  static func at(_ p: Floats) -> FourLanes {
    FourLanes(s0: load(p), s1: load(p + lane), s2: load(p + 2 * lane), s3: load(p + 3 * lane))
  }

  @inline(__always)
  func write(to p: Floats) {
    store(s0, p)
    store(s1, p + lane)
    store(s2, p + 2 * lane)
    store(s3, p + 3 * lane)
  }

  @inline(__always)
  mutating func addProduct(_ x: Lane, _ y: FourLanes) {
    s0 = fused(s0, x, y.s0)
    s1 = fused(s1, x, y.s1)
    s2 = fused(s2, x, y.s2)
    s3 = fused(s3, x, y.s3)
  }
}

/// `c (4, 64) = a (4, k) · b (k, 64) + beta · c`: each row of c is four lanes of sums in registers.
private func fourRows(_ a: Matrix, _ b: Matrix, into c: Matrix, _ beta: Float) {
  let (a0, a1, a2, a3) = (a[0], a[1], a[2], a[3])
  var (row0, row1, row2, row3) = (FourLanes(), FourLanes(), FourLanes(), FourLanes())
  if beta != 0 { (row0, row1, row2, row3) = (.at(c[0]), .at(c[1]), .at(c[2]), .at(c[3])) }
  var p = b.start
  for i in 0..<a.columns {
    let y = FourLanes.at(p)
    row0.addProduct(Lane(repeating: a0[i]), y)
    row1.addProduct(Lane(repeating: a1[i]), y)
    row2.addProduct(Lane(repeating: a2[i]), y)
    row3.addProduct(Lane(repeating: a3[i]), y)
    p += b.stride
  }
  row0.write(to: c[0])
  row1.write(to: c[1])
  row2.write(to: c[2])
  row3.write(to: c[3])
}

/// `c = a (k) · b (k, columns) + beta · c`, one row.
private func oneRow(_ a: Floats, _ b: Matrix, into c: Floats, _ beta: Float) {
  let rest = forEachLane(b.columns) { j in
    var s = beta == 0 ? Lane.zero : load(c + j)
    for i in 0..<b.rows { s = fused(s, Lane(repeating: a[i]), load(b.start + i &* b.stride + j)) }
    store(s, c + j)
  }
  for j in rest..<b.columns {
    var s = beta == 0 ? 0 : c[j]
    for i in 0..<b.rows { s += a[i] * b.start[i &* b.stride + j] }
    c[j] = s
  }
}

/// `c (4, 4) = a (4, k) · b (4, k)ᵀ + beta · c`: each column of c is a lane of partial sums for each row of a.
private func fourRowsTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, _ beta: Float) {
  let (a0, a1, a2, a3) = (a[0], a[1], a[2], a[3])
  let (b0, b1, b2, b3) = (b[0], b[1], b[2], b[3])
  var (column0, column1, column2, column3) = (FourLanes(), FourLanes(), FourLanes(), FourLanes())
  let whole = forEachLane(a.columns) { i in
    let x = FourLanes(s0: load(a0 + i), s1: load(a1 + i), s2: load(a2 + i), s3: load(a3 + i))
    column0.addProduct(load(b0 + i), x)
    column1.addProduct(load(b1 + i), x)
    column2.addProduct(load(b2 + i), x)
    column3.addProduct(load(b3 + i), x)
  }
  func finish(_ j: Int, _ column: FourLanes) {
    c[0][j] = (beta == 0 ? 0 : c[0][j]) + total(column.s0)
    c[1][j] = (beta == 0 ? 0 : c[1][j]) + total(column.s1)
    c[2][j] = (beta == 0 ? 0 : c[2][j]) + total(column.s2)
    c[3][j] = (beta == 0 ? 0 : c[3][j]) + total(column.s3)
  }
  finish(0, column0)
  finish(1, column1)
  finish(2, column2)
  finish(3, column3)
  guard whole < a.columns else { return }
  for r in 0..<4 {
    for s in 0..<4 { c[r][s] += dot(a.columns - whole, a[r] + whole, b[s] + whole) }
  }
}
