// Sums of the ranks' gradients, in GradientTree's order: exchange slices, add, gather. An all-reduce would be shorter and
// promises no order.

import Transformer

/// Adds the gradients of all ranks. Each rank first makes its own additions (`own`); buffers are allocated once.
public final class GradientExchange {
  /// The order of addition.
  public let tree: GradientTree
  /// The shards this rank computes; empty when there are more ranks than shards.
  public let shards: Range<Int>
  /// The additions this rank makes itself before `sum`, in order.
  public let own: [GradientTree.Addition]

  private let world: World
  private let slices: [Range<Int>]
  private let additions: [GradientTree.Addition]
  /// Every rank's subtree sums before the exchange, by first shard.
  private let roots: [(shard: Int, rank: Int)]
  /// This rank's slice of the other ranks' subtree sums, one after another.
  private let received: UnsafeMutablePointer<Float>

  /// An exchange of vectors of `count` floats cut into `shards` shards.
  public init(world: World, shards: Int, count: Int) {
    self.world = world
    let tree = GradientTree(shards: shards)
    self.tree = tree
    self.shards = tree.block(world.rank, of: world.size)
    own = tree.additions(within: self.shards)
    additions = tree.additions(between: world.size)
    roots = (0..<world.size).flatMap { rank in
      tree.roots(of: tree.block(rank, of: world.size)).map { ($0, rank) }
    }
    slices = (0..<world.size).map { count * $0 / world.size..<count * ($0 + 1) / world.size }
    let foreign = roots.count { $0.rank != world.rank }
    received = .allocate(capacity: max(1, foreign * slices[world.rank].count))
  }

  deinit { received.deallocate() }

  /// The sum over all shards, on every rank, in `result`; every rank calls it.
  /// - Parameters:
  ///   - partial: this rank's subtree sums (`count` floats) by first shard, after `own`; they are overwritten.
  ///   - result: `count` floats; may be one of the partial sums.
  public func sum(
    _ partial: (Int) -> UnsafeMutablePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    let mine = slices[world.rank]
    var sums: [Int: UnsafeMutablePointer<Float>] = [:]
    var (send, receive): ([World.Transfer], [World.Transfer]) = ([], [])
    for (shard, rank) in roots {
      if rank == world.rank {
        let floats = partial(shard)
        sums[shard] = floats + mine.lowerBound
        for (peer, slice) in slices.enumerated() where peer != rank {
          send.append(.init(peer: peer, floats: floats + slice.lowerBound, count: slice.count))
        }
      } else {
        let floats = received + receive.count * mine.count
        sums[shard] = floats
        receive.append(.init(peer: rank, floats: floats, count: mine.count))
      }
    }
    world.exchange(send: send, receive: receive)
    for addition in additions {
      guard let target = sums[addition.target], let source = sums[addition.source] else { continue }
      accumulate(
        UnsafeMutableBufferPointer(start: source, count: mine.count),
        to: UnsafeMutableBufferPointer(start: target, count: mine.count), in: 0..<mine.count)
    }
    if let total = sums[0], total != result + mine.lowerBound {
      (result + mine.lowerBound).update(from: total, count: mine.count)
    }
    world.gatherSlices(result, slices)
  }
}
