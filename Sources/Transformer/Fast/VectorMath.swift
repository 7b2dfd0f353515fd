// A lane of floats at a time: loads, stores, sums, and an exponential that stays in vector registers.

import CLanes

/// As many floats as a vector register holds, chosen when building: 16 with AVX-512, 8 with AVX2, 4 with SSE or NEON.
/// More than one register's worth would fill AVX2's sixteen before a loop's constants and sums are in them.
typealias Lane = lane_floats
/// As many whole numbers: the bits of a lane.
typealias LaneBits = lane_bits

/// The vector instructions that the fast pass was compiled for: machines with the same ones compute the same bits.
public var instructionSet: String {
  #if arch(arm64)
    "NEON"
  #else
    lane == 16 ? "AVX-512" : lane == 8 ? "AVX2" : "SSE"
  #endif
}

/// Number of floats in a lane.
@inline(__always)
package var lane: Int { Lane.scalarCount }

@inline(__always)
func load(_ p: Floats) -> Lane { UnsafeRawPointer(p).loadUnaligned(as: Lane.self) }

@inline(__always)
func store(_ v: Lane, _ p: Floats) { UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lane.self) }

/// `count` rounded up to whole lanes.
@inline(__always)
func wholeLanes(_ count: Int) -> Int { (count &+ lane &- 1) / lane &* lane }

/// Sets what follows `count` floats to 0, up to the end of their last lane.
@inline(__always)
func fillLane(_ x: Floats, _ count: Int) { for i in count..<wholeLanes(count) { x[i] = 0 } }

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

/// `x + y · z`, in one instruction where the instruction set has it.
@inline(__always)
func fused(_ x: Lane, _ y: Lane, _ z: Lane) -> Lane { lane_fused(x, y, z) }

/// Which elements of the lane at `i` are at `count` or beyond.
@inline(__always)
func isBeyond(_ count: Int, _ i: Int) -> SIMDMask<LaneBits> {
  lane_numbers() .>= LaneBits(repeating: Int32(truncatingIfNeeded: count &- i))
}

/// Element by element: one vector instruction each (the standard library's `pointwiseMax` is a scalar loop).
@inline(__always)
func larger(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: a .< b) }
@inline(__always)
func smaller(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: b .< a) }

/// eˣ per element, relative error below 2e-7; x is clamped to [−87, 88].
///
/// `x = n ln 2 + r`, so `eˣ = 2ⁿ eʳ`.
@inline(__always)
func exponential(_ x: Lane) -> Lane {
  let clamped = larger(smaller(x, Lane(repeating: 88)), Lane(repeating: -87))
  let shifted = fused(rounder, clamped, Lane(repeating: 1.442_695_04))
  let n = shifted - rounder
  // ln 2 in two parts, so that r keeps the digits that one float of ln 2 would lose.
  var r = fused(clamped, n, Lane(repeating: -0.693_145_75))
  r = fused(r, n, Lane(repeating: -1.428_606_8e-6))
  var p = Lane(repeating: 1.0 / 720)
  p = fused(Lane(repeating: 1.0 / 120), p, r)
  p = fused(Lane(repeating: 1.0 / 24), p, r)
  p = fused(Lane(repeating: 1.0 / 6), p, r)
  p = fused(Lane(repeating: 0.5), p, r)
  p = fused(Lane(repeating: 1), p, r)
  p = fused(Lane(repeating: 1), p, r)
  return scaled(p, shifted)
}

/// 2ˣ per element, relative error below 2e-7; x is clamped to [−126, 127]. Its n and r are x's own parts.
@inline(__always)
func powerOfTwo(_ x: Lane) -> Lane {
  let clamped = larger(smaller(x, Lane(repeating: 127)), Lane(repeating: -126))
  let shifted = clamped + rounder
  let r = clamped - (shifted - rounder)
  // Coefficients (ln 2)ᵏ / k!, in pairs that need not wait for one another.
  let r2 = r * r
  let p01 = fused(Lane(repeating: 1), Lane(repeating: 0.693_147_181), r)
  let p23 = fused(Lane(repeating: 0.240_226_507), Lane(repeating: 5.550_410_87e-2), r)
  let p45 = fused(Lane(repeating: 9.618_129_11e-3), Lane(repeating: 1.333_355_81e-3), r)
  let p456 = fused(p45, Lane(repeating: 1.540_353_04e-4), r2)
  let p = fused(p01, fused(p23, p456, r2), r2)
  return scaled(p, shifted)
}

/// 1.5·2²³: adding it to a float rounds that to a whole number n, and leaves n in the low bits of the mantissa. So n is
/// found without a conversion between floats and integers, which the standard library would do one element at a time.
@inline(__always)
private var rounder: Lane { Lane(repeating: 12_582_912) }

/// `2ⁿ p`, with n as `rounder` left it in `shifted`: it is added to the exponent.
@inline(__always)
private func scaled(_ p: Lane, _ shifted: Lane) -> Lane {
  let bits = unsafeBitCast(shifted, to: LaneBits.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: LaneBits.self) &+ bits, to: Lane.self)
}

/// `y += a · x`.
@inline(__always)
func add(_ count: Int, _ a: Float, _ x: Floats, to y: Floats) {
  let factor = Lane(repeating: a)
  let rest = forEachLane(count) { store(fused(load(y + $0), factor, load(x + $0)), y + $0) }
  for i in rest..<count { y[i] += a * x[i] }
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

/// The sum of a lane, by halving: a shuffle and an addition each, where the standard library adds one element at a time.
@inline(__always)
func total(_ v: SIMD16<Float>) -> Float { total(v.lowHalf + v.highHalf) }
@inline(__always)
func total(_ v: SIMD8<Float>) -> Float { total(v.lowHalf + v.highHalf) }
@inline(__always)
func total(_ v: SIMD4<Float>) -> Float {
  let pair = v.lowHalf + v.highHalf
  return pair[0] + pair[1]
}

/// The greatest element of a lane, by halving.
@inline(__always)
func greatest(_ v: SIMD16<Float>) -> Float {
  greatest(v.lowHalf.replacing(with: v.highHalf, where: v.lowHalf .< v.highHalf))
}
@inline(__always)
func greatest(_ v: SIMD8<Float>) -> Float {
  greatest(v.lowHalf.replacing(with: v.highHalf, where: v.lowHalf .< v.highHalf))
}
@inline(__always)
func greatest(_ v: SIMD4<Float>) -> Float { max(max(v[0], v[1]), max(v[2], v[3])) }

/// `Σ xᵢ yᵢ`. Four sums run side by side, since each addition waits for the one before it.
@inline(__always)
func dot(_ count: Int, _ x: Floats, _ y: Floats) -> Float {
  var (s0, s1, s2, s3) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var i = 0
  while i &+ 4 &* lane <= count {
    s0 = fused(s0, load(x + i), load(y + i))
    s1 = fused(s1, load(x + i + lane), load(y + i + lane))
    s2 = fused(s2, load(x + i + 2 &* lane), load(y + i + 2 &* lane))
    s3 = fused(s3, load(x + i + 3 &* lane), load(y + i + 3 &* lane))
    i &+= 4 &* lane
  }
  while i &+ lane <= count {
    s0 = fused(s0, load(x + i), load(y + i))
    i &+= lane
  }
  var sum = total((s0 + s1) + (s2 + s3))
  for i in i..<count { sum += x[i] * y[i] }
  return sum
}

/// `Σ xᵢ`.
@inline(__always)
func total(_ count: Int, _ x: Floats) -> Float {
  var sums = Lane.zero
  let rest = forEachLane(count) { sums += load(x + $0) }
  var sum = total(sums)
  for i in rest..<count { sum += x[i] }
  return sum
}
