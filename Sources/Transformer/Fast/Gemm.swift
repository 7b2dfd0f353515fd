// Single-precision matrix products by OpenBLAS, under names that say which factor is transposed. OpenBLAS runs in the
// calling thread; the workers of a training run are what makes it parallel.

import COpenBLAS

/// Tells OpenBLAS to run every call in the calling thread. Call once, before any product.
public func useSingleThreadedBLAS() { openblas_set_num_threads(1) }

/// The processor kernel OpenBLAS chose, for example `SkylakeX`.
public func blasCoreName() -> String { String(cString: openblas_get_corename()) }

/// Whether `rows` rows times `right`, or times its transpose, go through FewRows.swift. The rule is made when building, of
/// shapes and the instruction set alone, so that machines of one kind give the same bits. It is what `kernels` shows:
/// - AVX2: 16 rows take 0.85 to 0.95 of OpenBLAS's time while the right factor fits the second-level cache, and longer beyond.
/// - AVX-512: 0.6 to 0.95 of it, but for products of up to a million multiplications, which OpenBLAS makes without copies
///   (transposed ones of up to eight rows and 128 columns).
/// - SSE and NEON: never. OpenBLAS finds out at run time what an x86-64 processor has; NEON is unmeasured.
func isFew(_ rows: Int, _ right: Matrix, transposed: Bool) -> Bool {
  let floats = right.rows &* right.columns
  guard rows <= mostFewRows else { return false }
  return switch lane {
  case 8: floats <= 1 << 18
  case 16: transposed ? rows > 8 || right.rows > 128 : rows &* floats > 1_000_000
  default: false
  }
}

/// The most rows that are few.
let mostFewRows = 32

/// `c = a · b + beta · c`, beta 0 or 1.
@inline(__always)
package func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if isFew(a.rows, b, transposed: false) {
    multiplyFew(a, b, into: c, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasNoTrans, a, b, into: c, beta: beta)
  }
}

/// `c = a · bᵀ + beta · c`, beta 0 or 1.
@inline(__always)
func multiplyTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if isFew(a.rows, b, transposed: true) {
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
