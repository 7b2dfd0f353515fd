// Single-precision matrix products: OpenBLAS behind names that say what is transposed. Threads are ours, never BLAS's.

import COpenBLAS

/// A row-major block of floats inside a larger buffer.
package typealias Floats = UnsafeMutablePointer<Float>

/// Tells OpenBLAS to run every call in the calling thread; workers bring the parallelism. Call once before training.
public func useSingleThreadedBLAS() { openblas_set_num_threads(1) }

/// The processor kernel OpenBLAS chose, for example `SkylakeX`.
public func blasCoreName() -> String { String(cString: openblas_get_corename()) }

/// Up to this many rows, products go through FewRows.swift where that is faster than OpenBLAS: with 16 rows and AVX-512
/// in about half the time (Benchmarks/kernels measures both).
private let fewRows = 32

/// `c (m, n) = a (m, k) · b (k, n) + beta · c`, beta 0 or 1; `ld…` are row strides.
@inline(__always)
package func multiply(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  if m <= fewRows && n % (4 * lane) == 0 {
    multiplyFew(m, n, k, a, lda, b, ldb, into: c, ldc, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, c, ldc, beta)
  }
}

/// `c (m, n) = a (m, k) · b (n, k)ᵀ + beta · c`, beta 0 or 1.
@inline(__always)
func multiplyTransposed(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 0
) {
  if m <= fewRows && k >= 512 {
    multiplyFewTransposed(m, n, k, a, lda, b, ldb, into: c, ldc, beta: beta)
  } else {
    gemm(CblasNoTrans, CblasTrans, m, n, k, a, lda, b, ldb, c, ldc, beta)
  }
}

/// `c (m, n) += a (k, m)ᵀ · b (k, n)`: what a weight's gradient is made of; `beta` 0 overwrites.
@inline(__always)
func addOuter(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 1
) {
  gemm(CblasTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, c, ldc, beta)
}

/// `c (m, n) = a · b + beta · c`, either factor transposed or not, through OpenBLAS whatever the number of rows.
@inline(__always)
package func gemm(
  _ ta: CBLAS_TRANSPOSE, _ tb: CBLAS_TRANSPOSE, _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int,
  _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ beta: Float
) {
  guard m > 0, n > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, ta, tb, Int32(m), Int32(n), Int32(k), 1, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
}
