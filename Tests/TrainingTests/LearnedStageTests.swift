// A stage ends when its hop is learned, alike in however many parts and on however many workers a run is trained.

import Foundation
import TestPrograms
import Testing

@Suite(.serialized) struct LearnedStageTests {
  /// Of at most 40 steps a stage, and an evaluation every five.
  private static let rule = [
    "stage_steps=[40,40,40]", "learned_share=0.5", "eval_every=1", "uniform_prob=0", "lr=1e-2",
    "candidate_set=frontier",
  ]

  private static let straight: [Data] = {
    let run = SmallRun()
    guard let ending = try? run.train(rule), ending.status == 0 else { return [] }
    return (try? run.bytes()) ?? []
  }()

  /// (step, stage, share of the stage's hop) of each evaluation.
  private func evaluations(_ run: borrowing SmallRun) throws -> [(step: Int, stage: Int, share: Double)] {
    let lines = try String(contentsOfFile: run.folder + "/metrics.csv", encoding: .utf8).split(
      separator: "\n")
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return try lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? 0 }
      func value(_ name: String) throws -> Double { values[try #require(names.firstIndex(of: name))] }
      let stage = Int(try value("stage"))
      return (Int(try value("step")), stage, stage < 3 ? try value("frontier_share_hop_\(stage + 1)") : 0)
    }
  }

  @Test func aStageEndsWhereItsHopIsLearnedAndNotBefore() throws {
    let run = SmallRun()
    #expect(try run.train(Self.rule).status == 0)
    let rows = try evaluations(run)
    #expect(rows.map(\.step) == Array(stride(from: 5, through: 60, by: 5)))
    for (row, next) in zip(rows, rows.dropFirst()) where row.stage < 3 {
      let start = rows.first { $0.stage == row.stage }.map { $0.step - 5 } ?? 0
      let ends = row.share >= 0.5 || row.step - start >= 40
      // Answers come after stage 2; their stage is 4, since no path is longer.
      let following = row.stage == 2 ? 4 : row.stage + 1
      #expect(next.stage == (ends ? following : row.stage), "after step \(row.step): \(row)")
    }
    // Otherwise nothing was tried: hop 1 is learned before its 40 steps are over, and not at once.
    let first = try #require(rows.first { $0.stage == 1 })
    #expect((15...30).contains(first.step), "stage 0 ended after step \(first.step - 5)")
  }

  @Test(arguments: [3, 10, 15, 16, 35, 59]) func stoppedAtAnyStepEndsInTheSameBytes(step: Int) throws {
    #expect(Self.straight.count == 3 && Self.straight != SmallRun.straight)
    let run = SmallRun()
    #expect(try run.train(Self.rule + ["max_steps=\(step)", "checkpoint_every=0"]).status == 0)
    #expect(try run.train(Self.rule + ["--resume"]).output == "resumed from step \(step)\n")
    #expect(try run.bytes() == Self.straight)
  }

  @Test(.enabled(if: Program.hasMPI, "needs mpirun")) func allRanksEndAStageTogether() throws {
    let run = SmallRun()
    #expect(try run.train(Self.rule + ["max_steps=28"], ranks: 2).status == 0)
    #expect(try run.train(Self.rule + ["--resume", "--threads=2"]).status == 0)
    #expect(try run.bytes() == Self.straight)
  }

  @Test func evaluationsThatEndStagesStayAsTheyAre() throws {
    let run = SmallRun()
    try run.train(Self.rule + ["max_steps=6"])
    let refused = try run.train(Self.rule + ["--resume", "eval_every=2"])
    #expect(refused.status == 1 && refused.errors.contains("eval_every: expected 1"), "\(refused.errors)")
  }

  /// With every second prompt at a random place until step 25, hop 1 is found in half of the problems from step 15 on.
  @Test func noStageEndsWhilePromptsAreShifted() throws {
    let run = SmallRun()
    #expect(try run.train(Self.rule + ["offset_until_step=25"]).status == 0)
    let rows = try evaluations(run)
    #expect(rows.contains { $0.step < 25 && $0.share >= 0.5 }, "nothing was held back")
    #expect(rows.filter { $0.step <= 25 }.allSatisfy { $0.stage == 0 })
    #expect(rows.first { $0.step == 30 }?.stage == 1)
  }
}
