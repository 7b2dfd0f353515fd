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

  /// As in containers that forbid it: a seccomp filter answers EPERM to `process_vm_readv`. Open MPI 4 would use it for these
  /// messages, and print an error for each.
  @Test(.enabled(if: Python.has("ctypes"), "needs Python"))
  func ranksThatMayNotReadEachOtherAreQuiet() throws {
    #if arch(x86_64)
      let call = 310
    #else
      let call = 270
    #endif
    let filter = """
      import ctypes, os, struct, sys
      # Load the number of the call; if it is this one, answer error 1, else allow it.
      rules = [(0x20, 0, 0, 0), (0x15, 0, 1, \(call)), (0x06, 0, 0, 0x50001), (0x06, 0, 0, 0x7FFF0000)]
      code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
      program = struct.pack("HxxxxxxQ", len(rules), ctypes.addressof(code))
      prctl = ctypes.CDLL(None).prctl
      assert prctl(38, 1, 0, 0, 0) == 0 and prctl(22, 2, program, 0, 0) == 0
      os.execvp(sys.argv[1], sys.argv[1:])
      """
    let run = SmallRun()
    let ending = try run.train(["max_steps=2"], ranks: 2, below: ["python3", "-c", filter])
    #expect(ending.status == 0 && ending.errors == "", "\(ending.errors)")
  }

  @Test func anErrorWithoutMPIRunIsThrown() throws {
    let check = try Program("RankCheck", ["fail", "0"])
    #expect(check.errors == "x.yaml: expected a, found b; c\n" && check.status == 1)
  }
}
