// The one order in which shards' gradients are added, whoever computed them. Pure bookkeeping: no floats here.

/// A fixed binary tree over shards: at level s = 1, 2, 4, … shard i (a multiple of 2s) takes shard i + s, if there is one.
/// Floating-point addition is not associative, so this order, and not the number of workers, fixes the sum's bits.
public struct GradientTree: Sendable, Hashable {
  /// Number of leaves.
  public let shards: Int

  /// One addition: the sum at `source` is added to the sum at `target`, each named by its first shard.
  public struct Addition: Sendable, Hashable {
    /// First shard of the sum that grows.
    public let target: Int
    /// First shard of the sum that is added and not used again.
    public let source: Int
  }

  /// A tree over `shards` shards, at least one.
  public init(shards: Int) { self.shards = shards }

  /// The shards that part `part` of `parts` computes: contiguous blocks, equal up to one; empty for parts beyond.
  public func block(_ part: Int, of parts: Int) -> Range<Int> {
    shards * part / parts..<shards * (part + 1) / parts
  }

  /// The additions whose operands lie wholly inside `block`, in tree order.
  public func additions(within block: Range<Int>) -> [Addition] {
    var result: [Addition] = []
    var s = 1
    while s < shards {
      for i in stride(from: (block.lowerBound + 2 * s - 1) / (2 * s) * 2 * s, to: block.upperBound, by: 2 * s)
      where i + s < shards && min(i + 2 * s, shards) <= block.upperBound {
        result.append(Addition(target: i, source: i + s))
      }
      s *= 2
    }
    return result
  }

  /// The sums left after `additions(within:)`, each named by its first shard, ascending: subtrees that `block` holds
  /// wholly while it does not hold their parent. At most 2 log₂ of the number of shards.
  public func roots(of block: Range<Int>) -> [Int] {
    let taken = Set(additions(within: block).map(\.source))
    return block.filter { !taken.contains($0) }
  }

  /// The additions still to be made after each of `parts` parts has made those within its block, in tree order.
  public func additions(between parts: Int) -> [Addition] {
    let made = Set((0..<parts).flatMap { additions(within: block($0, of: parts)) })
    return additions(within: 0..<shards).filter { !made.contains($0) }
  }
}
