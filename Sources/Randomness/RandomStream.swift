// One small, seedable random stream: the same seed gives the same numbers on every machine and Swift version.
// It is not cryptographic, and it does not use the standard library's sampling, whose algorithms may change.

/// SplitMix64 (Steele, Lea, Flood 2014, https://doi.org/10.1145/2660193.2660195): a counter and a bit mixer.
///
/// Streams have names instead of being shared: `RandomStream(seed, 3, 17)` is the stream of sample 17 in step
/// 3, whichever worker draws it and when. So a run does not depend on its number of workers.
public struct RandomStream: Sendable, Hashable {
  /// The counter: the whole state. `init(state:)` goes on exactly from there.
  public private(set) var state: UInt64

  /// The stream with the name `path` under `seed`; different paths give unrelated streams.
  public init(_ seed: UInt64, _ path: UInt64...) {
    state = RandomStream.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    for name in path { state = RandomStream.mix(state ^ RandomStream.mix(name &+ 0xD1B5_4A32_D192_ED03)) }
  }

  /// A stream that continues from a saved `state`.
  public init(state: UInt64) { self.state = state }

  /// The bit mixer: a bijection of 64-bit words whose outputs look independent.
  @inlinable @inline(__always)
  public static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return RandomStream.mix(state)
  }

  /// Uniform in `0 ..< bound`, without bias (Lemire 2019, https://doi.org/10.1145/3230636). `bound` must be positive.
  public mutating func below(_ bound: Int) -> Int {
    let bound = UInt64(bound)
    var (high, low) = next().multipliedFullWidth(by: bound)
    if low < bound {
      let threshold = (0 &- bound) % bound
      while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
    }
    return Int(high)
  }

  /// Uniform in `[0, 1)` with 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by Marsaglia's polar method (https://doi.org/10.1137/1006063), with its own logarithm,
  /// so that every machine gets the same bits.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
    }
  }

  /// Shuffles in place, every order equally likely (Fisher–Yates).
  public mutating func shuffle<T>(_ items: inout [T]) {
    guard items.count > 1 else { return }
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
  }

  /// The numbers `0 ..< count` in a random order, every order equally likely.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// One of the items, each equally likely; for no items it returns nil and draws nothing.
  public mutating func pick<T>(_ items: [T]) -> T? { items.isEmpty ? nil : items[below(items.count)] }

  /// An index drawn with probability proportional to `weights` (non-negative, not all zero).
  public mutating func pick(weights: [Double]) -> Int {
    var rest = uniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}

/// Natural logarithm from arithmetic alone (no C library, whose last bit differs between systems): `x = m·2^e`
/// with `m` in `[√½, √2)`, then `log m = 2 artanh((m−1)/(m+1))` by its series. Error below 1e-15.
private func logarithm(_ x: Double) -> Double {
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 1.414_213_562_373_095_1 {
    m /= 2
    exponent += 1
  }
  let t = (m - 1) / (m + 1)
  let square = t * t
  var sum = 0.0
  for k in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
  return 2 * t * sum + exponent * 0.693_147_180_559_945_3
}
