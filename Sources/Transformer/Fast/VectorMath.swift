// Sixteen floats at a time: loads, stores and an exponential that stays in vector registers.

/// Sixteen floats: one AVX-512 register, two of AVX2, four of SSE or NEON.
typealias Lane = SIMD16<Float>

/// Number of floats in a lane.
let lane = 16

@inline(__always)
func load(_ p: Floats) -> Lane { UnsafeRawPointer(p).loadUnaligned(as: Lane.self) }

@inline(__always)
func store(_ v: Lane, _ p: Floats) { UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lane.self) }

/// Element by element: one vector instruction each (the standard library's `pointwiseMax` is a scalar loop).
@inline(__always)
func larger(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: a .< b) }
@inline(__always)
func smaller(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: b .< a) }

/// eˣ per element, relative error below 2e-7; x is clamped to [−87, 88].
///
/// `x = n ln 2 + r`: adding 1.5·2²³ rounds to the nearest integer n and leaves it in the low mantissa bits, so no
/// conversion instruction is needed (compute.md of the design: those fall to scalar calls).
@inline(__always)
func exponential(_ x: Lane) -> Lane {
  let magic = Lane(repeating: 12_582_912)
  let clamped = larger(smaller(x, Lane(repeating: 88)), Lane(repeating: -87))
  let shifted = magic.addingProduct(clamped, Lane(repeating: 1.442_695_04))
  let n = shifted - magic
  var r = clamped.addingProduct(n, Lane(repeating: -0.693_145_75))
  r = r.addingProduct(n, Lane(repeating: -1.428_606_8e-6))
  var p = Lane(repeating: 1.0 / 720)
  p = Lane(repeating: 1.0 / 120).addingProduct(p, r)
  p = Lane(repeating: 1.0 / 24).addingProduct(p, r)
  p = Lane(repeating: 1.0 / 6).addingProduct(p, r)
  p = Lane(repeating: 0.5).addingProduct(p, r)
  p = Lane(repeating: 1).addingProduct(p, r)
  p = Lane(repeating: 1).addingProduct(p, r)
  let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ bits, to: Lane.self)
}

/// `y += a · x`.
@inline(__always)
func add(_ count: Int, _ a: Float, _ x: Floats, to y: Floats) {
  let factor = Lane(repeating: a)
  var i = 0
  while i &+ lane <= count {
    store(load(y + i).addingProduct(factor, load(x + i)), y + i)
    i &+= lane
  }
  while i < count {
    y[i].addProduct(a, x[i])
    i &+= 1
  }
}

/// `y += x`.
@inline(__always)
func add(_ count: Int, _ x: Floats, to y: Floats) {
  var i = 0
  while i &+ lane <= count {
    store(load(y + i) + load(x + i), y + i)
    i &+= lane
  }
  while i < count {
    y[i] += x[i]
    i &+= 1
  }
}

/// `z = x + y`.
@inline(__always)
func sum(_ count: Int, _ x: Floats, _ y: Floats, into z: Floats) {
  var i = 0
  while i &+ lane <= count {
    store(load(x + i) + load(y + i), z + i)
    i &+= lane
  }
  while i < count {
    z[i] = x[i] + y[i]
    i &+= 1
  }
}

/// `Σ xᵢ yᵢ`.
@inline(__always)
func dot(_ count: Int, _ x: Floats, _ y: Floats) -> Float {
  var total = Lane.zero
  var i = 0
  while i &+ lane <= count {
    total.addProduct(load(x + i), load(y + i))
    i &+= lane
  }
  var result = total.sum()
  while i < count {
    result.addProduct(x[i], y[i])
    i &+= 1
  }
  return result
}

/// `Σ xᵢ`.
@inline(__always)
func total(_ count: Int, _ x: Floats) -> Float {
  var total = Lane.zero
  var i = 0
  while i &+ lane <= count {
    total += load(x + i)
    i &+= lane
  }
  var result = total.sum()
  while i < count {
    result += x[i]
    i &+= 1
  }
  return result
}

/// `sums (columns) += Σ over rows of x (rows, columns)`: a bias's gradient.
func addColumnSums(_ rows: Int, _ columns: Int, _ x: Floats, to sums: Floats) {
  for row in 0..<rows { add(columns, x + row * columns, to: sums) }
}

/// Every row of `x (rows, columns)` becomes the bias: a matrix product then adds to it.
func fillRows(_ rows: Int, _ columns: Int, with bias: Floats, _ x: Floats) {
  for row in 0..<rows { (x + row * columns).update(from: bias, count: columns) }
}
