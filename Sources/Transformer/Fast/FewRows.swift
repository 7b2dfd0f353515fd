// Matrix products whose left factor has few rows (a thought for each of a handful of sequences): four rows at a time in
// registers, straight from memory. OpenBLAS first copies the right factor into its own order, which costs as much as
// the product when there are few rows to spread it over. The result is the same sum in another order.

/// `c (m, n) = a (m, k) · b (k, n) + beta · c`, beta 0 or 1. Columns are the outer loop: a strip of `b` is read from
/// memory once and then, for the other rows, from the processor's cache.
package func multiplyFew(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  var column = 0
  while column < n {
    let columns = min(4 * lane, n - column)
    var row = 0
    while columns == 4 * lane && row &+ 4 <= m {
      fourRows(k, a + row * lda, lda, b + column, ldb, c + row * ldc + column, ldc, beta)
      row &+= 4
    }
    while row < m {
      oneRow(columns, k, a + row * lda, b + column, ldb, c + row * ldc + column, beta)
      row &+= 1
    }
    column &+= columns
  }
}

/// `c (m, n) = a (m, k) · b (n, k)ᵀ + beta · c`, beta 0 or 1. Four rows of `b` at a time stay in the processor's cache
/// for all rows of `a`.
package func multiplyFewTransposed(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  var column = 0
  while column < n {
    let columns = min(4, n - column)
    var row = 0
    while columns == 4 && row &+ 4 <= m {
      fourRowsTransposed(k, a + row * lda, lda, b + column * ldb, ldb, c + row * ldc + column, ldc, beta)
      row &+= 4
    }
    while row < m {
      for j in column..<column + columns {
        let old = beta == 0 ? 0 : c[row * ldc + j]
        c[row * ldc + j] = old + dot(k, a + row * lda, b + j * ldb)
      }
      row &+= 1
    }
    column &+= columns
  }
}

/// Four rows of `a · b`, four lanes of columns: sixteen sums in registers.
private func fourRows(
  _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ beta: Float
) {
  let (a0, a1, a2, a3) = (a, a + lda, a + 2 * lda, a + 3 * lda)
  let (c0, c1, c2, c3) = (c, c + ldc, c + 2 * ldc, c + 3 * ldc)
  var (s00, s01, s02, s03) = start(c0, beta)
  var (s10, s11, s12, s13) = start(c1, beta)
  var (s20, s21, s22, s23) = start(c2, beta)
  var (s30, s31, s32, s33) = start(c3, beta)
  var p = b
  for i in 0..<k {
    let (b0, b1, b2, b3) = (load(p), load(p + lane), load(p + 2 * lane), load(p + 3 * lane))
    let x0 = Lane(repeating: a0[i])
    s00.addProduct(x0, b0)
    s01.addProduct(x0, b1)
    s02.addProduct(x0, b2)
    s03.addProduct(x0, b3)
    let x1 = Lane(repeating: a1[i])
    s10.addProduct(x1, b0)
    s11.addProduct(x1, b1)
    s12.addProduct(x1, b2)
    s13.addProduct(x1, b3)
    let x2 = Lane(repeating: a2[i])
    s20.addProduct(x2, b0)
    s21.addProduct(x2, b1)
    s22.addProduct(x2, b2)
    s23.addProduct(x2, b3)
    let x3 = Lane(repeating: a3[i])
    s30.addProduct(x3, b0)
    s31.addProduct(x3, b1)
    s32.addProduct(x3, b2)
    s33.addProduct(x3, b3)
    p += ldb
  }
  keep(s00, s01, s02, s03, c0)
  keep(s10, s11, s12, s13, c1)
  keep(s20, s21, s22, s23, c2)
  keep(s30, s31, s32, s33, c3)
}

/// One row of `a · b`.
private func oneRow(_ n: Int, _ k: Int, _ a: Floats, _ b: Floats, _ ldb: Int, _ c: Floats, _ beta: Float) {
  var j = 0
  while j &+ lane <= n {
    var s = beta == 0 ? Lane.zero : load(c + j)
    for i in 0..<k { s.addProduct(Lane(repeating: a[i]), load(b + i * ldb + j)) }
    store(s, c + j)
    j &+= lane
  }
  while j < n {
    var s = beta == 0 ? 0 : c[j]
    for i in 0..<k { s.addProduct(a[i], b[i * ldb + j]) }
    c[j] = s
    j &+= 1
  }
}

/// Four rows of `a · bᵀ`, four columns: sixteen sums along k in registers.
private func fourRowsTransposed(
  _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ beta: Float
) {
  let (a0, a1, a2, a3) = (a, a + lda, a + 2 * lda, a + 3 * lda)
  let (b0, b1, b2, b3) = (b, b + ldb, b + 2 * ldb, b + 3 * ldb)
  let whole = k / lane * lane
  var (s00, s01, s02, s03) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var (s10, s11, s12, s13) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var (s20, s21, s22, s23) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var (s30, s31, s32, s33) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var i = 0
  while i < whole {
    let (x0, x1, x2, x3) = (load(a0 + i), load(a1 + i), load(a2 + i), load(a3 + i))
    let y0 = load(b0 + i)
    s00.addProduct(x0, y0)
    s10.addProduct(x1, y0)
    s20.addProduct(x2, y0)
    s30.addProduct(x3, y0)
    let y1 = load(b1 + i)
    s01.addProduct(x0, y1)
    s11.addProduct(x1, y1)
    s21.addProduct(x2, y1)
    s31.addProduct(x3, y1)
    let y2 = load(b2 + i)
    s02.addProduct(x0, y2)
    s12.addProduct(x1, y2)
    s22.addProduct(x2, y2)
    s32.addProduct(x3, y2)
    let y3 = load(b3 + i)
    s03.addProduct(x0, y3)
    s13.addProduct(x1, y3)
    s23.addProduct(x2, y3)
    s33.addProduct(x3, y3)
    i &+= lane
  }
  finish(s00, s01, s02, s03, c, beta)
  finish(s10, s11, s12, s13, c + ldc, beta)
  finish(s20, s21, s22, s23, c + 2 * ldc, beta)
  finish(s30, s31, s32, s33, c + 3 * ldc, beta)
  guard whole < k else { return }
  for r in 0..<4 {
    for s in 0..<4 { c[r * ldc + s] += dot(k - whole, a + r * lda + whole, b + s * ldb + whole) }
  }
}

@inline(__always)
private func start(_ c: Floats, _ beta: Float) -> (Lane, Lane, Lane, Lane) {
  beta == 0 ? (.zero, .zero, .zero, .zero) : (load(c), load(c + lane), load(c + 2 * lane), load(c + 3 * lane))
}

@inline(__always)
private func keep(_ s0: Lane, _ s1: Lane, _ s2: Lane, _ s3: Lane, _ c: Floats) {
  store(s0, c)
  store(s1, c + lane)
  store(s2, c + 2 * lane)
  store(s3, c + 3 * lane)
}

/// Four horizontal sums at once, by halving.
@inline(__always)
private func finish(_ s0: Lane, _ s1: Lane, _ s2: Lane, _ s3: Lane, _ c: Floats, _ beta: Float) {
  let (h0, h1, h2, h3) = (
    s0.lowHalf + s0.highHalf, s1.lowHalf + s1.highHalf, s2.lowHalf + s2.highHalf, s3.lowHalf + s3.highHalf
  )
  let (q0, q1, q2, q3) = (
    h0.lowHalf + h0.highHalf, h1.lowHalf + h1.highHalf, h2.lowHalf + h2.highHalf, h3.lowHalf + h3.highHalf
  )
  let (p0, p1, p2, p3) = (
    q0.lowHalf + q0.highHalf, q1.lowHalf + q1.highHalf, q2.lowHalf + q2.highHalf, q3.lowHalf + q3.highHalf
  )
  c[0] = (beta == 0 ? 0 : c[0]) + (p0[0] + p0[1])
  c[1] = (beta == 0 ? 0 : c[1]) + (p1[0] + p1[1])
  c[2] = (beta == 0 ? 0 : c[2]) + (p2[0] + p2[1])
  c[3] = (beta == 0 ? 0 : c[3]) + (p3[0] + p3[1])
}
