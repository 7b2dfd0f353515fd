// Sixteen floats at a time: loads, stores, sums, and an exponential that stays in vector registers.

/// Sixteen floats: one AVX-512 register, two of AVX2, four of SSE or NEON.
typealias Lane = SIMD16<Float>

/// Number of floats in a lane.
let lane = 16

@inline(__always)
func load(_ p: Floats) -> Lane { UnsafeRawPointer(p).loadUnaligned(as: Lane.self) }

@inline(__always)
func store(_ v: Lane, _ p: Floats) { UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lane.self) }

/// Calls `body` with the index at which each whole lane of `count` floats starts. Returns where the rest begins, which
/// the caller does one by one.
@inline(__always)
func forEachLane(_ count: Int, _ body: (Int) -> Void) -> Int {
  var i = 0
  while i &+ lane <= count {
    body(i)
    i &+= lane
  }
  return i
}

/// Element by element: one vector instruction each (the standard library's `pointwiseMax` is a scalar loop).
@inline(__always)
func larger(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: a .< b) }
@inline(__always)
func smaller(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: b .< a) }

/// eˣ per element, relative error below 2e-7; x is clamped to [−87, 88].
///
/// `x = n ln 2 + r`, so `eˣ = 2ⁿ eʳ`. Adding 1.5·2²³ to a float rounds it to a whole number and leaves that number in the
/// low bits of the mantissa. So n is found, and later added to the exponent, without a conversion between floats and
/// integers, which the standard library would do one element at a time. eʳ is a polynomial.
@inline(__always)
func exponential(_ x: Lane) -> Lane {
  let magic = Lane(repeating: 12_582_912)
  let clamped = larger(smaller(x, Lane(repeating: 88)), Lane(repeating: -87))
  let shifted = magic.addingProduct(clamped, Lane(repeating: 1.442_695_04))
  let n = shifted - magic
  // ln 2 in two parts, so that r keeps the digits that one float of ln 2 would lose.
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
  let rest = forEachLane(count) { store(load(y + $0).addingProduct(factor, load(x + $0)), y + $0) }
  for i in rest..<count { y[i].addProduct(a, x[i]) }
}

/// `y += x`.
@inline(__always)
func add(_ count: Int, _ x: Floats, to y: Floats) { sum(count, y, x, into: y) }

/// `z = x + y`.
@inline(__always)
func sum(_ count: Int, _ x: Floats, _ y: Floats, into z: Floats) {
  let rest = forEachLane(count) { store(load(x + $0) + load(y + $0), z + $0) }
  for i in rest..<count { z[i] = x[i] + y[i] }
}

/// `Σ xᵢ yᵢ`.
@inline(__always)
func dot(_ count: Int, _ x: Floats, _ y: Floats) -> Float {
  var sums = Lane.zero
  let rest = forEachLane(count) { sums.addProduct(load(x + $0), load(y + $0)) }
  var sum = sums.sum()
  for i in rest..<count { sum.addProduct(x[i], y[i]) }
  return sum
}

/// `Σ xᵢ`.
@inline(__always)
func total(_ count: Int, _ x: Floats) -> Float {
  var sums = Lane.zero
  let rest = forEachLane(count) { sums += load(x + $0) }
  var sum = sums.sum()
  for i in rest..<count { sum += x[i] }
  return sum
}
