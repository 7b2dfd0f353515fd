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

@Suite struct LossTests {
  /// The graph of `LossReferenceTests`: the root's children are 1, 2 and 3, of which 1 and 2 lead to the target.
  private let problem = makeProblem(
    [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 6), (2, 1), (4, 5), (7, 8)], target: 5, other: 8)

  @Test func acceptedSetsAreTheLabelsThatMayBeDrawn() {
    func sets(_ loss: Loss, _ c: Int) -> [[Int]] { loss.acceptedSets(problem, c: c) }
    #expect(sets(.coconut, 0) == [[1], [2]] && sets(.softCoconut, 0) == [[1], [2]])
    #expect(sets(.bfsReachable, 0) == [[0, 1, 2, 3]] && sets(.uniform, 0) == [[0], [1], [2], [3]])
    #expect(sets(.bfsFrontier, 1) == [[4, 6]] && sets(.uniformFrontier, 1) == [[4], [6]])
    #expect(sets(.uniformSuccessors, 1) == [[1], [2], [3], [4], [6]])
    #expect(Loss.allCases.allSatisfy { sets($0, 3).isEmpty })
  }

  /// Where the root has no parent, the successors of N_c are N_{c+1} without the root.
  @Test func successorsAreTheReachableNodesWithoutTheRoot() {
    for c in 0...2 {
      #expect(CandidateSet.successors.nodes(problem, c: c) == problem.reachable(c + 1).filter { $0 != 0 })
    }
  }

  @Test func namesGoBothWays() {
    for objective in Objective.allCases {
      for set in CandidateSet.allCases {
        let loss = Loss(objective, set)
        #expect(loss.objective == objective && loss.candidateSet ?? set == set)
      }
    }
  }

  /// Against −Σ_v y_v log softmax(ξ)_v with y = 1/k on k nodes, written out; its gradient is softmax(ξ) − y.
  @Test func severalSetsAreASharedLabel() {
    let logits = [0.3, -1.2, 2.0, 0.0, 0.7]
    let total = logits.reduce(0) { $0 + exp($1) }
    let labels = [1, 2, 4]
    let (loss, gradient) = crossEntropy(logits: logits, acceptingOneOf: labels.map { [$0] })
    // Double rounds sums of five terms near 1e-16.
    #expect(abs(loss - labels.reduce(0) { $0 - (logits[$1] - log(total)) / 3 }) < 1e-14)
    for v in logits.indices {
      #expect(abs(gradient[v] - (exp(logits[v]) / total - (labels.contains(v) ? 1 / 3.0 : 0))) < 1e-14)
    }
    let one = crossEntropy(logits: logits, acceptingOneOf: [[1, 2]])
    let same = crossEntropy(logits: logits, accepting: [1, 2])
    #expect(one.loss == same.loss && one.gradient == same.gradient)
  }
}
