// Matrix products whose left factor has few rows (a thought for each of a handful of sequences): four rows at a time in
// registers, straight from memory. OpenBLAS first copies the right factor into its own order, which costs as much as
// the product when there are few rows to spread it over. The result is the same sum in another order.

/// `c (m, n) = a (m, k) · b (k, n) + beta · c`, beta 0 or 1.
func multiplyFew(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  var row = 0
  while row &+ 4 <= m {
    fourRows(n, k, a + row * lda, lda, b, ldb, c + row * ldc, ldc, beta)
    row &+= 4
  }
  while row < m {
    oneRow(n, k, a + row * lda, b, ldb, c + row * ldc, beta)
    row &+= 1
  }
}

/// `c (m, n) = a (m, k) · b (n, k)ᵀ + beta · c`, beta 0 or 1.
func multiplyFewTransposed(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  var row = 0
  while row &+ 4 <= m {
    fourRowsTransposed(n, k, a + row * lda, lda, b, ldb, c + row * ldc, ldc, beta)
    row &+= 4
  }
  while row < m {
    for column in 0..<n {
      let old = beta == 0 ? 0 : c[row * ldc + column]
      c[row * ldc + column] = old + dot(k, a + row * lda, b + column * ldb)
    }
    row &+= 1
  }
}

/// Four rows of `a · b`: blocks of 64 columns in sixteen registers, then of 16, then single ones.
private func fourRows(
  _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ beta: Float
) {
  let (a0, a1, a2, a3) = (a, a + lda, a + 2 * lda, a + 3 * lda)
  let (c0, c1, c2, c3) = (c, c + ldc, c + 2 * ldc, c + 3 * ldc)
  var j = 0
  while j &+ 4 * lane <= n {
    var (s00, s01, s02, s03) = start(c0 + j, beta)
    var (s10, s11, s12, s13) = start(c1 + j, beta)
    var (s20, s21, s22, s23) = start(c2 + j, beta)
    var (s30, s31, s32, s33) = start(c3 + j, beta)
    var p = b + j
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
    keep(s00, s01, s02, s03, c0 + j)
    keep(s10, s11, s12, s13, c1 + j)
    keep(s20, s21, s22, s23, c2 + j)
    keep(s30, s31, s32, s33, c3 + j)
    j &+= 4 * lane
  }
  guard j < n else { return }
  oneRow(n - j, k, a0, b + j, ldb, c0 + j, beta)
  oneRow(n - j, k, a1, b + j, ldb, c1 + j, beta)
  oneRow(n - j, k, a2, b + j, ldb, c2 + j, beta)
  oneRow(n - j, k, a3, b + j, ldb, c3 + j, beta)
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

/// Four rows of `a · bᵀ`: four columns at a time, sixteen sums along k in registers.
private func fourRowsTransposed(
  _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ beta: Float
) {
  let (a0, a1, a2, a3) = (a, a + lda, a + 2 * lda, a + 3 * lda)
  let whole = k / lane * lane
  var j = 0
  while j &+ 4 <= n {
    let (b0, b1, b2, b3) = (b + j * ldb, b + (j + 1) * ldb, b + (j + 2) * ldb, b + (j + 3) * ldb)
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
    finish(s00, s01, s02, s03, c + j, beta)
    finish(s10, s11, s12, s13, c + ldc + j, beta)
    finish(s20, s21, s22, s23, c + 2 * ldc + j, beta)
    finish(s30, s31, s32, s33, c + 3 * ldc + j, beta)
    if whole < k {
      for r in 0..<4 {
        for s in 0..<4 {
          c[r * ldc + j + s] += dot(k - whole, a + r * lda + whole, b + (j + s) * ldb + whole)
        }
      }
    }
    j &+= 4
  }
  while j < n {
    for r in 0..<4 {
      let old = beta == 0 ? 0 : c[r * ldc + j]
      c[r * ldc + j] = old + dot(k, a + r * lda, b + j * ldb)
    }
    j &+= 1
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
