// The scale test in the theory's own model, against equations solved by hand.

import Claims
import Foundation
import Reachability
import Records
import Testing
import Theory

@Suite struct UnevenChildrenTests {
  /// Root 0 with two children among `nodes`; the target lies behind the first.
  private func fork(nodes: Int) -> Problem {
    problem(
      nodes: nodes, edges: [Edge(0, 1), Edge(0, 2), Edge(1, 3)], root: 0, target: 3, other: nodes - 1)
  }

  /// With two children and ε = ½ the root solves a cubic: with x = e^{μ/2}, x³ − x = 2 (e + n − 3), by Cardano's formula.
  @Test func twoChildrenGiveACubic() throws {
    let nodes = 5
    let q = 2 * (M_E + Double(nodes) - 3)
    let inner = (q * q / 4 - 1.0 / 27).squareRoot()
    let x = cbrt(q / 2 + inner) + cbrt(q / 2 - inner)
    let children = UnevenChildren([fork(nodes: nodes)], deviation: 0.5)
    #expect(abs(try #require(children.coconutRoot) - 2 * log(x)) < 1e-10)
    #expect(children.bfsRoot == nil)
  }

  /// For small ε, 2 ε sinh(ε μ) e^μ = e + n − 3 becomes μ + log μ = log((e + n − 3) / (2 ε²)), up to (ε μ)²/6.
  @Test(arguments: [1e-3, 1e-5]) func theRootGrowsLikeTwiceTheLogarithm(deviation: Double) throws {
    let children = UnevenChildren([fork(nodes: 9)], deviation: deviation)
    let mu = try #require(children.coconutRoot)
    let bound = log((M_E + 6) / (2 * deviation * deviation))
    #expect(abs(mu + log(mu) - bound) < deviation * deviation * mu * mu)
  }

  @Test func equalChildrenAreTheTheorem() {
    let problems = randomProblems(20, seed: 5)
    let children = UnevenChildren(problems, deviation: 0)
    let coconut = IndexMatchingFlow(problems, c: 0, loss: .coconut)
    let bfs = IndexMatchingFlow(problems, c: 0, loss: .bfsFrontier)
    for mu in [0.0, 1, 5, 20] {
      // The flow subtracts means that differ by e^−μ, so that 1e-16 of rounding is e^20 times as much of the difference.
      #expect(abs(children.coconutVelocity(mu) / coconut.velocity(mu) - 1) < 1e-7)
      #expect(abs(children.bfsVelocity(mu) / bfs.velocity(mu) - 1) < 1e-7)
    }
    #expect(children.coconutRoot == nil && children.bfsRoot == nil)
    #expect(UnevenChildren([single(nodes: 6)], deviation: 0.3).coconutRoot == nil, "one child is not uneven")
  }

  /// μ' is minus the slope of the loss over n. Central differences with h = 1e-5 err by about 1e-10.
  @Test func velocitiesAreSlopesOfTheLosses() throws {
    for nodes in [5, 12] {
      let children = UnevenChildren([fork(nodes: nodes)], deviation: 0.2)
      let h = 1e-5
      for mu in [0.5, 3, 8] {
        let (low, high) = (children.losses(mu - h), children.losses(mu + h))
        let n = Double(nodes)
        #expect(abs(children.coconutVelocity(mu) * n + (high.coconut - low.coconut) / (2 * h)) < 1e-8)
        #expect(abs(children.bfsVelocity(mu) * n + (high.bfs - low.bfs) / (2 * h)) < 1e-8)
      }
    }
    // Two children with the logits μ (1 ± ε): the entropy of their softmax in bits.
    let share = 1 / (1 + exp(-2 * 0.2 * 3))
    let entropy = -share * log2(share) - (1 - share) * log2(1 - share)
    let evenness = UnevenChildren([fork(nodes: 5)], deviation: 0.2).evenness(3)
    #expect(abs(try #require(evenness) - entropy) < 1e-12)
  }

  /// The mean loss written out with cross-entropies has its least value there, and not at the flow's root.
  @Test func theLeastLossIsThatOfTheLossWrittenOut() throws {
    let problems = randomProblems(12, seed: 6) + [fan(branches: 3)]
    let flow = IndexMatchingFlow(problems, c: 1, loss: .coconut)
    func loss(_ mu: Double) -> Double {
      let losses = problems.map { problem -> Double in
        let inside = problem.reachable(1)
        let root = Double(inside.count).squareRoot()
        var logits = (0..<problem.graph.nodeCount).map { inside.contains($0) ? 1 / root : 0 }
        for edge in problem.graph.edges where inside.contains(edge.source) {
          logits[edge.target] += mu / root
        }
        return crossEntropy(logits: logits, acceptingOneOf: Loss.coconut.acceptedSets(problem, c: 1)).loss
      }
      return losses.reduce(0, +)
    }
    let least = try #require(flow.leastLoss)
    #expect(loss(least) < loss(least + 1e-3) && loss(least) < loss(least - 1e-3))
    #expect(abs(least - (try #require(flow.root()))) > 1e-3)
  }

  @Test func theReportIsJudgedByBothSides() throws {
    let report = ScaleReport.compute([fork(nodes: 9), fan(branches: 3)], deviations: [0.2, 0.02])
    func verdicts(_ report: ScaleReport) -> [String: Verdict] {
      Dictionary(uniqueKeysWithValues: judge(scale: report).map { ($0.id, $0.verdict) })
    }
    #expect(report.later.map(\.c) == [1] && report.later[0].quartiles.count == 3)
    #expect(
      verdicts(report) == [
        "theory-uneven-bounded": .holds, "theory-uneven-limit": .holds, "theory-least-loss": .holds,
      ])
    func row(_ deviation: Double, _ root: Double?, bfs: Double? = nil) -> UnevenRow {
      UnevenRow(
        deviation: deviation, coconutRoot: root, bfsRoot: bfs, evenness: nil, coconutLoss: [], bfsLoss: [])
    }
    func verdict(_ id: String, _ rows: [UnevenRow], least: Double? = 1) -> Verdict? {
      let later = LeastLossRow(c: 1, problems: 1, root: 1, least: least, boundedShare: 1, quartiles: [])
      return verdicts(ScaleReport(problems: 1, scales: [], uneven: rows, later: [later]))[id]
    }
    #expect(verdict("theory-uneven-bounded", [row(0.1, nil)]) == .doesNotHold)
    #expect(verdict("theory-uneven-bounded", [row(0.1, 3, bfs: 5)]) == .doesNotHold)
    #expect(verdict("theory-uneven-limit", [row(0.1, 5), row(0.01, 5.1)]) == .doesNotHold)
    #expect(verdict("theory-least-loss", [row(0.1, 3)], least: 1.5) == .doesNotHold)
    #expect(verdict("theory-least-loss", [row(0.1, 3)], least: nil) == .doesNotHold)
  }
}
