// The two loops that the whole readable model is made of. Each checks its bounds once, before it starts.
//
// `@_specialize` compiles a generic function for Float and Double; it changes nothing but the time it takes.

import Foundation

/// `Σ a_k b_k` over `count` elements, from `a[i]` and `b[j]` on.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func dot<Scalar: BinaryFloatingPoint>(
  _ count: Int, _ a: [Scalar], at i: Int = 0, _ b: [Scalar], at j: Int = 0
) -> Scalar {
  precondition(i + count <= a.count && j + count <= b.count)
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var sum: Scalar = 0
      for k in 0..<count { sum += a[i &+ k] * b[j &+ k] }
      return sum
    }
  }
}

/// `y_k += factor · x_k` over `count` elements, from `x[i]` and `y[j]` on.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func addMultiple<Scalar: BinaryFloatingPoint>(
  _ count: Int, _ factor: Scalar, _ x: [Scalar], from i: Int = 0, to y: inout [Scalar], at j: Int = 0
) {
  precondition(i + count <= x.count && j + count <= y.count)
  y.withUnsafeMutableBufferPointer { y in
    x.withUnsafeBufferPointer { x in
      for k in 0..<count { y[j &+ k] += factor * x[i &+ k] }
    }
  }
}

/// `exp` and `tanh` of any floating-point type, computed in Double.
func exponential<Scalar: BinaryFloatingPoint>(_ x: Scalar) -> Scalar { Scalar(exp(Double(x))) }
func hyperbolicTangent<Scalar: BinaryFloatingPoint>(_ x: Scalar) -> Scalar { Scalar(tanh(Double(x))) }
