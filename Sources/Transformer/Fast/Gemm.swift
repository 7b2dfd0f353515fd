// Single-precision matrix products by OpenBLAS, under names that say which factor is transposed. OpenBLAS runs in the
// calling thread; the workers of a training run are what makes it parallel.

import COpenBLAS

/// Tells OpenBLAS to run every call in the calling thread. Call once, before any product.
public func useSingleThreadedBLAS() { openblas_set_num_threads(1) }

/// The processor kernel OpenBLAS chose, for example `SkylakeX`.
public func blasCoreName() -> String { String(cString: openblas_get_corename()) }

/// Up to this many rows, products go through FewRows.swift, which is then faster than OpenBLAS: with 16 rows and AVX-512
/// it takes about half the time (Benchmarks/kernels measures both).
private let fewRows = 32

/// `c = a · b + beta · c`, beta 0 or 1.
@inline(__always)
package func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if a.rows <= fewRows && b.columns % (4 * lane) == 0 {
    multiplyFew(a, b, into: c, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasNoTrans, a, b, into: c, beta: beta)
  }
}

/// `c = a · bᵀ + beta · c`, beta 0 or 1.
@inline(__always)
func multiplyTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if a.rows <= fewRows && a.columns >= 512 {
    multiplyFewTransposed(a, b, into: c, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasTrans, a, b, into: c, beta: beta)
  }
}

/// `c = aᵀ · b + beta · c`: what a weight's gradient is made of.
@inline(__always)
func addOuter(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 1) {
  gemm(CblasTrans, CblasNoTrans, a, b, into: c, beta: beta)
}

/// `c = a · b + beta · c`, either factor transposed or not, through OpenBLAS whatever the number of rows.
package func gemm(
  _ ta: CBLAS_TRANSPOSE, _ tb: CBLAS_TRANSPOSE, _ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float
) {
  let (m, k) = ta == CblasNoTrans ? (a.rows, a.columns) : (a.columns, a.rows)
  let (inner, n) = tb == CblasNoTrans ? (b.rows, b.columns) : (b.columns, b.rows)
  precondition(inner == k && c.rows == m && c.columns == n)
  guard m > 0, n > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, ta, tb, Int32(m), Int32(n), Int32(k), 1, a.start, Int32(a.stride), b.start,
    Int32(b.stride), beta, c.start, Int32(c.stride))
}

/// `y (rows) = m x`, with x (columns).
func multiply(_ m: Matrix, _ x: Floats, into y: Floats) {
  cblas_sgemv(
    CblasRowMajor, CblasNoTrans, Int32(m.rows), Int32(m.columns), 1, m.start, Int32(m.stride), x, 1, 0, y, 1)
}

/// `y (columns) = mᵀ x + beta · y`, with x (rows).
func multiply(transposed m: Matrix, _ x: Floats, into y: Floats, beta: Float = 0) {
  cblas_sgemv(
    CblasRowMajor, CblasTrans, Int32(m.rows), Int32(m.columns), 1, m.start, Int32(m.stride), x, 1, beta, y, 1)
}

/// `m += x yᵀ`, with x (rows) and y (columns).
func addOuter(_ x: Floats, _ y: Floats, into m: Matrix) {
  cblas_sger(CblasRowMajor, Int32(m.rows), Int32(m.columns), 1, x, 1, y, 1, m.start, Int32(m.stride))
}
