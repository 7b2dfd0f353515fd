// Which activations dropout removes, as a pure function of a seed and a place: the readable and the fast pass, any
// number of workers and a resumed run all drop the same ones. It stores nothing.

import Randomness

/// Where dropout acts in GPT-2.
public enum DropoutSite: UInt64, Sendable, CaseIterable {
  /// The embedded input, per channel.
  case embedding
  /// Attention weights after the softmax, per key.
  case attentionWeights
  /// What attention adds to the residual stream, per channel.
  case attention
  /// What the feed-forward adds to the residual stream, per channel.
  case feedForward
}

/// The mask of one row: one sequence (its seed), one site of one layer, one position (and head, for weights).
public struct DropoutRow: Sendable, Hashable {
  private let base: UInt64
  private let threshold: UInt32
  /// What kept elements are multiplied by: 1/(1 − rate).
  public let scale: Float

  /// The mask of a row, with `rate` in `[0, 1)`; `position` is the query's for attention weights, whose elements are
  /// the keys' positions.
  public init(
    seed: UInt64, site: DropoutSite, layer: Int, position: Int, head: Int = 0, rate: Double
  ) {
    let place = site.rawValue << 56 ^ UInt64(layer) << 48 ^ UInt64(head) << 32 ^ UInt64(position)
    base = RandomStream.mix(seed ^ RandomStream.mix(place &+ 0x9E37_79B9_7F4A_7C15))
    threshold = UInt32((rate * 0x1p32).rounded())
    scale = Float(1 / (1 - rate))
  }

  /// The factor of element `index`: 0, or `scale` if it is kept.
  public func factor(_ index: Int) -> Float { isKept(index) ? scale : 0 }

  /// Whether element `index` is kept: 32 of 64 random bits, elements 2i and 2i + 1 sharing a word.
  public func isKept(_ index: Int) -> Bool {
    let word = RandomStream.mix(base &+ UInt64(index / 2) &* 0x9E37_79B9_7F4A_7C15)
    return UInt32(truncatingIfNeeded: index % 2 == 0 ? word : word >> 32) >= threshold
  }

  /// Multiplies the first `count` elements of `x` by their factors, in place.
  public func apply(to x: UnsafeMutablePointer<Float>, count: Int) {
    var index = 0
    while index < count {
      let word = RandomStream.mix(base &+ UInt64(index / 2) &* 0x9E37_79B9_7F4A_7C15)
      x[index] *= UInt32(truncatingIfNeeded: word) >= threshold ? scale : 0
      if index + 1 < count { x[index + 1] *= UInt32(truncatingIfNeeded: word >> 32) >= threshold ? scale : 0 }
      index += 2
    }
  }
}
