// Products of small matrices in registers: a tile of four rows and two lanes of columns at a time.
//
// The tile's eight sums are as many as two units need that start a fused multiply-add each cycle and take four to finish
// one, and with the factors they fit the sixteen registers of AVX2. The right factor is copied first, so that a strip
// of it as wide as a tile lies in one piece and stays in the processor's nearest cache for all rows.

/// Rows and columns of a tile.
let tileRows = 4
@inline(__always)
var tileColumns: Int { 2 &* lane }

/// `count` rounded up to whole tiles, columns that a product may fill up with zeros.
@inline(__always)
func wholeTiles(_ count: Int) -> Int { (count &+ tileColumns &- 1) / tileColumns &* tileColumns }

/// A left factor, or its transpose: element (row, k) lies at `start + row · rowStride + k · depthStride`.
struct LeftFactor {
  let start: Floats
  let rows, rowStride, depthStride: Int

  /// Rows of `a`, which go with the right factor's rows from `depth` on.
  @inline(__always)
  init(_ a: Matrix, from depth: Int = 0) {
    (start, rows, rowStride, depthStride) = (a.start + depth, a.rows, a.stride, 1)
  }

  /// Columns of `a`, of which its rows from `depth` on take part.
  @inline(__always)
  init(transposed a: Matrix, from depth: Int = 0) {
    (start, rows, rowStride, depthStride) = (a.start + depth &* a.stride, a.columns, 1, a.stride)
  }
}

/// A right factor (depth, columns), copied: strips of `tileColumns` columns one after another, each depth by depth, the
/// last one filled up with zeros. It lies in memory that the caller keeps alive.
struct Panel {
  let start: Floats
  let depth, columns: Int

  /// Floats that a panel of this shape takes.
  static func count(_ depth: Int, _ columns: Int) -> Int {
    depth &* wholeTiles(columns)
  }

  /// Copies `b` (depth, columns).
  init(_ b: Matrix, at start: Floats) {
    (self.start, depth, columns) = (start, b.rows, b.columns)
    let whole = columns / tileColumns * tileColumns
    // Row by row, so that memory is read in long runs.
    for k in 0..<depth {
      let from = b.start + k &* b.stride
      var to = start + k &* tileColumns
      for column in stride(from: 0, to: whole, by: tileColumns) {
        store(load(from + column), to)
        store(load(from + column + lane), to + lane)
        to += tileColumns &* depth
      }
      guard whole < columns else { continue }
      for j in 0..<tileColumns { to[j] = whole + j < columns ? from[whole + j] : 0 }
    }
  }

  /// Copies the transpose of `b` (columns, depth).
  init(transposed b: Matrix, at start: Floats) {
    (self.start, depth, columns) = (start, b.columns, b.rows)
    for column in stride(from: 0, to: columns, by: 4) {
      let to = strip(column) + column % tileColumns
      let blocked = column + 4 <= columns ? depth / 4 * 4 : 0
      for k in stride(from: 0, to: blocked, by: 4) {
        transposeFour(b.start + column &* b.stride + k, b.stride, to + k &* tileColumns)
      }
      for k in blocked..<depth {
        for j in 0..<4 {
          to[k &* tileColumns + j] = column + j < columns ? b.start[(column + j) &* b.stride + k] : 0
        }
      }
    }
    // Fill up the last strip.
    let filled = (columns + 3) / 4 * 4
    guard filled % tileColumns != 0 else { return }
    let to = strip(filled)
    for k in 0..<depth {
      for j in filled % tileColumns..<tileColumns { to[k &* tileColumns + j] = 0 }
    }
  }

  /// The strip that `column` is in.
  @inline(__always)
  func strip(_ column: Int) -> Floats { start + column / tileColumns &* tileColumns &* depth }
}

/// Writes the transpose of four rows of four floats as rows of a strip.
@inline(__always)
private func transposeFour(_ x: Floats, _ stride: Int, _ y: Floats) {
  typealias Four = SIMD4<Float>
  func row(_ i: Int) -> Four { UnsafeRawPointer(x + i &* stride).loadUnaligned(as: Four.self) }
  func write(_ v: Four, _ i: Int) {
    UnsafeMutableRawPointer(y + i &* tileColumns).storeBytes(of: v, as: Four.self)
  }
  let (r0, r1, r2, r3) = (row(0), row(1), row(2), row(3))
  for i in 0..<4 { write(Four(r0[i], r1[i], r2[i], r3[i]), i) }
}

/// `c = a · b[depths] + beta · c`, beta 0 or 1, with a (rows, depths), in as many of b's columns as c has, from the tile
/// that begins at `first`. These may be
/// more than b was copied from, up to whole tiles: the zeros that fill it up.
func multiply(
  _ a: LeftFactor, _ b: Panel, from first: Int = 0, depths: Range<Int>, into c: Matrix, beta: Float = 0
) {
  precondition(a.rows == c.rows && first + c.columns <= wholeTiles(b.columns) && depths.upperBound <= b.depth)
  for column in stride(from: 0, to: c.columns, by: tileColumns) {
    let strip = b.strip(first + column) + depths.lowerBound &* tileColumns
    let isWhole = column + tileColumns <= c.columns
    for row in stride(from: 0, to: a.rows, by: tileRows) {
      let target = c.start + row &* c.stride + column
      let rows = min(tileRows, a.rows - row)
      if isWhole {
        tile(a, row, rows, strip, depths.count, target, c.stride, beta)
      } else {
        partTile(a, row, rows, strip, depths.count, target, c.stride, c.columns - column, beta)
      }
    }
  }
}

/// Two lanes of sums in one row of a tile.
private struct TwoLanes {
  var (low, high) = (Lane.zero, Lane.zero)

  @inline(__always)
  mutating func add(_ x: Float, _ y0: Lane, _ y1: Lane) {
    let x = Lane(repeating: x)
    low = fused(low, x, y0)
    high = fused(high, x, y1)
  }

  /// Writes the sums to `p`, or adds them to what is there: at the end, so that no sum waits for memory.
  @inline(__always)
  func write(to p: Floats, _ beta: Float) {
    store(beta == 0 ? low : load(p) + low, p)
    store(beta == 0 ? high : load(p + lane) + high, p + lane)
  }
}

/// One tile of c, of `rows` rows. Fewer than four are filled up with the last, which is computed again and not written.
private func tile(
  _ a: LeftFactor, _ row: Int, _ rows: Int, _ b: Floats, _ depth: Int, _ c: Floats, _ stride: Int,
  _ beta: Float
) {
  let a0 = a.start + row &* a.rowStride
  let a1 = a0 + min(1, rows - 1) &* a.rowStride
  let a2 = a0 + min(2, rows - 1) &* a.rowStride
  let a3 = a0 + min(3, rows - 1) &* a.rowStride
  var (s0, s1, s2, s3) = (TwoLanes(), TwoLanes(), TwoLanes(), TwoLanes())
  var (b, k) = (b, 0)
  for _ in 0..<depth {
    let (y0, y1) = (load(b), load(b + lane))
    s0.add(a0[k], y0, y1)
    s1.add(a1[k], y0, y1)
    s2.add(a2[k], y0, y1)
    s3.add(a3[k], y0, y1)
    b += tileColumns
    k &+= a.depthStride
  }
  s0.write(to: c, beta)
  if rows > 1 { s1.write(to: c + stride, beta) }
  if rows > 2 { s2.write(to: c + 2 &* stride, beta) }
  if rows > 3 { s3.write(to: c + 3 &* stride, beta) }
}

/// A tile of which c has only some columns.
private func partTile(
  _ a: LeftFactor, _ row: Int, _ rows: Int, _ b: Floats, _ depth: Int, _ c: Floats, _ stride: Int,
  _ columns: Int, _ beta: Float
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: tileRows * tileColumns) { whole in
    guard let whole = whole.baseAddress else { return }
    tile(a, row, rows, b, depth, whole, tileColumns, 0)
    for r in 0..<rows {
      let (from, to) = (whole + r &* tileColumns, c + r &* stride)
      for j in 0..<columns { to[j] = (beta == 0 ? 0 : to[j]) + from[j] }
    }
  }
}
