// Single-precision matrix products: OpenBLAS behind names that say what is transposed. Threads are ours, never BLAS's.

import COpenBLAS

/// A row-major block of floats inside a larger buffer.
typealias Floats = UnsafeMutablePointer<Float>

/// Tells OpenBLAS to run every call in the calling thread; workers bring the parallelism. Call once before training.
public func useSingleThreadedBLAS() { openblas_set_num_threads(1) }

/// The processor kernel OpenBLAS chose, for example `SkylakeX`.
public func blasCoreName() -> String { String(cString: openblas_get_corename()) }

/// `c (m, n) = alpha · a (m, k) · b (k, n) + beta · c`; the last numbers are row strides.
@inline(__always)
func multiply(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  alpha: Float = 1, beta: Float = 0
) {
  gemm(CblasNoTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, c, ldc, alpha, beta)
}

/// `c (m, n) = alpha · a (m, k) · b (n, k)ᵀ + beta · c`.
@inline(__always)
func multiplyTransposed(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  alpha: Float = 1, beta: Float = 0
) {
  gemm(CblasNoTrans, CblasTrans, m, n, k, a, lda, b, ldb, c, ldc, alpha, beta)
}

/// `c (m, n) += a (k, m)ᵀ · b (k, n)`: what a weight's gradient is made of.
@inline(__always)
func addOuter(
  _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int, _ b: Floats, _ ldb: Int, into c: Floats, _ ldc: Int,
  beta: Float = 1
) {
  gemm(CblasTrans, CblasNoTrans, m, n, k, a, lda, b, ldb, c, ldc, 1, beta)
}

@inline(__always)
private func gemm(
  _ ta: CBLAS_TRANSPOSE, _ tb: CBLAS_TRANSPOSE, _ m: Int, _ n: Int, _ k: Int, _ a: Floats, _ lda: Int,
  _ b: Floats, _ ldb: Int, _ c: Floats, _ ldc: Int, _ alpha: Float, _ beta: Float
) {
  guard m > 0, n > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, ta, tb, Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c,
    Int32(ldc))
}

/// One plain product `c = a b`, for measuring the machine.
public func benchProduct(
  _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
  _ c: UnsafeMutablePointer<Float>
) {
  multiply(m, n, k, a, k, b, n, into: c, n)
}
