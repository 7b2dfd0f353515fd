// The same bits from any number of workers and ranks, and one message when a rank fails.

import Randomness
import TestPrograms
import Testing
import Training

@Suite struct GradientTreeTests {
  /// Makes the additions on numbers whose sum depends on the order.
  private func sum(_ leaves: [Float], parts: Int) -> Float {
    let tree = GradientTree(shards: leaves.count)
    var values = leaves.map { Float?.some($0) }
    func add(_ additions: [GradientTree.Addition]) {
      for addition in additions {
        // Both operands must still be there: each subtree is added once.
        guard let target = values[addition.target], let source = values[addition.source] else {
          Issue.record("\(addition) adds what is gone")
          return
        }
        values[addition.target] = target + source
        values[addition.source] = nil
      }
    }
    for part in 0..<parts {
      let block = tree.block(part, of: parts)
      add(tree.additions(within: block))
      #expect(block.filter { values[$0] != nil } == tree.roots(of: block))
    }
    add(tree.additions(between: parts))
    #expect(values.dropFirst().allSatisfy { $0 == nil })
    return values[0] ?? .nan
  }

  @Test func anySplitGivesTheSameBits() {
    var random = RandomStream(3)
    var orderMatters = 0
    for shards in 1...33 {
      let leaves = (0..<shards).map { _ in Float(random.normal() * (1 + 1000 * random.uniform())) }
      let sums = (1...shards + 3).map { sum(leaves, parts: $0).bitPattern }
      #expect(Set(sums).count == 1)
      if leaves.reduce(0, +).bitPattern != sums[0] { orderMatters += 1 }
    }
    // Otherwise the test above could not fail.
    #expect(orderMatters > 10)
  }

  @Test func theTreeIsTheOneDrawn() {
    let tree = GradientTree(shards: 5)
    let additions = tree.additions(within: 0..<5).map { [$0.target, $0.source] }
    #expect(additions == [[0, 1], [2, 3], [0, 2], [0, 4]])
    #expect(tree.roots(of: 1..<5) == [1, 2, 4])
    #expect(tree.roots(of: 0..<3) == [0, 2])
    #expect((0..<2).map { tree.block($0, of: 2) } == [0..<2, 2..<5])
    #expect((0..<7).map { tree.block($0, of: 7).count }.reduce(0, +) == 5)
  }

  @Test func rootsAreFew() {
    let tree = GradientTree(shards: 1024)
    for lower in stride(from: 0, to: 1024, by: 37) {
      #expect(tree.roots(of: lower..<1024).count <= 20)
    }
  }
}

@Suite(.enabled(if: Program.hasMPI, "needs mpirun"), .serialized)
struct WorldTests {
  @Test(arguments: [1, 2, 3, 4]) func ranksGiveTheSameBits(ranks: Int) throws {
    let check = try Program("RankCheck", ranks: ranks)
    #expect(check.errors == "")
    #expect(check.output == "\(ranks) ranks, 24 sums equal\n")
    #expect(check.status == 0)
  }

  @Test func worksWithoutMPIRun() throws {
    let check = try Program("RankCheck")
    #expect(check.output == "1 ranks, 24 sums equal\n")
    #expect(check.errors == "" && check.status == 0)
  }

  @Test(arguments: ["0", "1", "all"]) func oneFailureEndsAllWithOneMessage(who: String) throws {
    let check = try Program("RankCheck", ["fail", who], ranks: 2)
    #expect(check.errors == (who == "1" ? "rank 1: " : "") + "x.yaml: expected a, found b; c\n")
    #expect(check.status == 1)
  }

  @Test func anErrorWithoutMPIRunIsThrown() throws {
    let check = try Program("RankCheck", ["fail", "0"])
    #expect(check.errors == "x.yaml: expected a, found b; c\n" && check.status == 1)
  }
}
