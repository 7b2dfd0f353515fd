// What guesses cost and what candidate sets accept, on a graph small enough to count by hand.

import Foundation
import Reachability
import TestPrograms
import Testing

@Suite struct LossReferenceTests {
  /// 0 → {1, 2, 3}; 1 → 4 and 2 → 4 lead to the target 5, 3 → 6 does not; 0 → 4 is no edge; 8 hangs on 7.
  private let problem = makeProblem(
    [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 6), (2, 1), (4, 5), (7, 8)], target: 5, other: 8)

  @Test func evenGuessesCostTheLogarithmOfWhatTheyHold() {
    let rows = LossReference.all([problem])
    #expect(rows.map(\.c) == [0, 1, 2] && rows.allSatisfy { $0.problems == 1 })
    #expect(rows.map(\.frontier) == [3, 2, 1] && rows.map(\.shortestPaths) == [2, 1, 1])
    #expect(rows.map(\.graphLoss) == [log(9), log(9), log(9)])
    #expect(
      rows.map(\.frontierLoss) == [log(3), log(2), 0] && rows.map(\.shortestPathsLoss) == [log(2), 0, 0])
  }

  /// A reference is what the loss itself gives for logits that are even on the set and low elsewhere.
  @Test func theLossAgrees() {
    let logits = (0..<40).map { problem.frontier(1).contains($0) ? 0.0 : -1000 }
    let costs = problem.shortestPathNodes(1).map { crossEntropy(logits: logits, accepting: [$0]).loss }
    #expect(costs.allSatisfy { abs($0 - LossReference.all([problem])[0].frontierLoss) < 1e-12 })
  }

  /// Repeating the root satisfies one set, staying at hop 1 two. Only the frontier demands a search.
  @Test func onlyTheFrontierMovesOn() {
    let sets = CandidateSet.allCases.map { CandidateSetReference($0, [problem]) }
    #expect(sets.map(\.set) == [.reachable, .frontier, .successors])
    #expect(sets.map(\.rootShare) == [1, 0, 0] && sets.map(\.firstHopShare) == [1, 0, 1])
    // N_1 … N_3; hops 1 … 3; the successors of N_0 … N_2, node 1 among them each time.
    #expect(sets.map(\.sizes) == [[4, 6, 7], [3, 2, 1], [3, 5, 6]])
  }
}
