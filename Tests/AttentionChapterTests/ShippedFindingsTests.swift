// Checks findings that chapters 3 to 5 state in words against the raw data that they show. Chapter 06 judges
// the paper's claims; the theory is tested where it is computed.

import Foundation
import Inputs
import Records
import Testing

@Suite struct ShippedFindingsTests {
  private func probe<Result: Codable & Sendable>(_ name: String) throws -> Result {
    try ProbeFile<Result>.read("data/probe-\(name).json").result
  }

  private func theory<Result: Codable & Sendable>(_ name: String) throws -> Result {
    try TheoryFile<Result>.read("data/theory-\(name).json").report
  }

  private func runs(_ loss: String) throws -> [RunRecord] {
    try FileManager.default.contentsOfDirectory(atPath: "data").filter { $0.hasPrefix("run_\(loss)_seed") }
      .map { try readJSON(RunRecord.self, from: "data/\($0)") }
  }

  /// Chapter 3: without its thoughts the model is no better than a guess between two (the bound 0.6 is three
  /// standard errors of 257 problems above 0.5), and the loss falls while Δ_0 stays level.
  @Test func coconut() throws {
    let runs = try runs("coconut")
    #expect(!runs.isEmpty)
    for run in runs {
      let rows = run.metrics.evaluations
      let last = try #require(rows.last)
      #expect(last.accuracyWithoutThoughts < 0.6 && last.accuracy > 0.9)
      let middle = rows[rows.count * 2 / 3]
      #expect(last.loss < 0.9 * middle.loss)
    }
  }

  /// Chapter 4: if a set holds the root, or hop 1, at every c, the model can satisfy it without searching on.
  @Test(arguments: [("bfs-reachable", 0), ("bfs-successors", 1), ("bfs-frontier", 4)])
  func candidateSets(loss: String, hops: Int) throws {
    for run in try runs(loss) {
      let shares = try #require(run.metrics.evaluations.last).frontierShare
      #expect(
        shares.prefix(hops).allSatisfy { $0 > 0.9 } && shares.dropFirst(hops).allSatisfy { $0 < 0.1 },
        "\(shares)")
    }
  }

  /// Chapter 5: thoughts hold the frontier; nodes that the search has passed fade.
  @Test func passedNodesFade() throws {
    let content: ThoughtContent = try probe("thought-content")
    let ratios = content.thoughts.map { thought in
      (thought.groups[.reachable]?.mean ?? 0) / (thought.groups[.frontier]?.mean ?? .nan)
    }
    #expect(ratios.count == 4 && zip(ratios, ratios.dropFirst()).allSatisfy { $1 < $0 }, "\(ratios)")
  }

  /// Chapter 5: ν is not zero, and dropping it costs loss; asymmetry shrinks as the step length halves.
  @Test func oneNumberIsNotEnough() throws {
    let report: KeyQueryReport = try theory("key-query")
    for row in report.rows {
      #expect(abs(row.nu.last ?? 0) > 0.01 && row.oneNumberLoss > row.coupledLoss)
      let off = row.trainings.map(\.asymmetry)
      #expect(zip(off, off.dropFirst()).allSatisfy { $1 < $0 })
    }
  }

  /// Chapter 5: uneven thoughts turn Theorem 3's direction towards the lift.
  @Test func unevenThoughtsNeedTheLift() throws {
    let report: PredictionReport = try theory("prediction")
    let uniform = try #require(report.rows.first { $0.indexMatchingLogit == nil })
    #expect(report.rows.allSatisfy { $0.accuracy.last == 1 })
    #expect(report.rows.allSatisfy { $0.indexMatchingLogit == nil || $0.limitAngle > uniform.limitAngle })
  }
}
