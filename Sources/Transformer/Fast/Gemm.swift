// Single-precision matrix products by OpenBLAS, under names that say which factor is transposed. OpenBLAS runs in the
// calling thread; the workers of a training run are what makes it parallel.

import COpenBLAS

/// Tells OpenBLAS to run every call in the calling thread. Call once, before any product.
public func useSingleThreadedBLAS() { openblas_set_num_threads(1) }

/// The processor kernel OpenBLAS chose, for example `SkylakeX`.
public func blasCoreName() -> String { String(cString: openblas_get_corename()) }

/// Whether a product goes through FewRows.swift: up to 32 rows there are, and up to `fewFloats` floats in the right factor.
/// The rule is made when building, of shapes and the instruction set alone, so that machines of one kind give the same bits.
@inline(__always)
func isFew(_ rows: Int, _ right: Matrix) -> Bool {
  rows <= 32 && right.rows &* right.columns <= fewFloats
}

/// On 16 rows (`kernels` measures both) FewRows is 1.1 to 1.5 times as fast as OpenBLAS with AVX-512; with AVX2 1.05 to 1.2
/// times while the right factor fits the second-level cache, and slower beyond. In a portable build it has lanes of four
/// floats, while OpenBLAS finds out at run time what the processor has.
private let fewFloats = lane == 16 ? Int.max : lane == 8 ? 1 << 18 : 0

/// `c = a · b + beta · c`, beta 0 or 1.
@inline(__always)
package func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if isFew(a.rows, b) {
    multiplyFew(a, b, into: c, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasNoTrans, a, b, into: c, beta: beta)
  }
}

/// `c = a · bᵀ + beta · c`, beta 0 or 1.
@inline(__always)
func multiplyTransposed(_ a: Matrix, _ b: Matrix, into c: Matrix, beta: Float = 0) {
  if isFew(a.rows, b) {
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
