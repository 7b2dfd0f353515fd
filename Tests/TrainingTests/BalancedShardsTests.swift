// How a batch is cut into shards.

import Randomness
import Testing
import Training

@Suite struct BalancedShardsTests {
  @Test(arguments: [(64, 4), (10, 4), (3, 5), (1, 1), (0, 2), (256, 16)])
  func everySampleIsInOneShard(samples: Int, shards: Int) {
    let parts = balancedShards(work: works(samples), shards: shards)
    #expect(parts.count == shards)
    #expect(parts.joined().sorted() == Array(0..<samples))
    #expect(parts.allSatisfy { $0 == $0.sorted() && $0.count <= (samples + shards - 1) / shards })
  }

  /// The greedy rule leaves shards less than one sample apart unless a shard is full; with samples of similar size the
  /// last ones placed are small, so that 2 % of a shard's work is generous.
  @Test func shardsTakeNearlyTheSameWork() {
    let work = works(64)
    let sums = balancedShards(work: work, shards: 4).map { $0.reduce(0) { $0 + work[$1] } }
    let mean = Double(work.reduce(0, +)) / 4
    #expect(sums.allSatisfy { abs(Double($0) - mean) < 0.02 * mean })
  }

  /// Of 80 to 149 tokens each, as prompts of full-size graphs have.
  private func works(_ count: Int) -> [Int] {
    var random = RandomStream(7, 0)
    return (0..<count).map { _ in 80 + random.below(70) }
  }
}
