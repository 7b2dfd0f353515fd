// A run that was stopped and resumed ends in the bytes of one that was not, whoever computes either part; what cannot
// be the same run is refused.

import Foundation
import TestPrograms
import Testing

@Suite(.serialized) struct ResumeTests {
  /// The straight run must have trained: otherwise equal bytes would say nothing.
  @Test func theStraightRunTrains() throws {
    #expect(SmallRun.straight.count == 3)
    let run = SmallRun()
    try run.train(["max_steps=1"])
    let start = try run.bytes("checkpoint_step_1")
    #expect(start[0] != SmallRun.straight.first && start[0].count == SmallRun.straight.first?.count)
    #expect(start[2] == SmallRun.straight.last)
  }

  /// `RESUMES=59` tries every step.
  private static let points = Array(
    ([1, 4, 5, 23, 35, 59] + (1...59).filter { ![1, 4, 5, 23, 35, 59].contains($0) })
      .prefix(Reliability.amount("RESUMES", short: 6)))

  @Test(arguments: points) func stoppedAtAnyStepEndsInTheSameBytes(step: Int) throws {
    let run = SmallRun()
    #expect(try run.train(["max_steps=\(step)", "checkpoint_every=0"]).status == 0)
    let ending = try run.train(["--resume"])
    #expect(ending.status == 0 && ending.errors == "")
    #expect(ending.output == "resumed from step \(step)\n")
    let isEqual = try run.bytes() == SmallRun.straight
    #expect(isEqual)
    Reliability.add(
      "resume points", tried: 1, passed: isEqual ? 1 : 0,
      suite: "ResumeTests/stoppedAtAnyStepEndsInTheSameBytes", amount: "RESUMES")
    #expect(run.latest == "checkpoint_12")
  }

  /// Threads and ranks before the stop and after it.
  @Test(
    .enabled(if: Program.hasMPI, "needs mpirun"),
    arguments: [
      ("--threads=2", nil, "--threads=1", nil), ("--threads=1", nil, "--threads=2", 2),
      ("--threads=1", 2, "--threads=2", nil), ("--threads=1", 2, "--threads=1", 2),
      ("--threads=2", nil, "--threads=1", 3),
    ] as [(String, Int?, String, Int?)])
  func anyWorkersEndInTheSameBytes(before: String, ranks: Int?, after: String, laterRanks: Int?) throws {
    let run = SmallRun()
    #expect(try run.train(["max_steps=23", before], ranks: ranks).status == 0)
    let ending = try run.train(["--resume", after], ranks: laterRanks)
    #expect(ending.status == 0 && ending.errors == "" && ending.output == "resumed from step 23\n")
    let isEqual = try run.bytes() == SmallRun.straight
    #expect(isEqual)
    Reliability.add(
      "rank and thread combinations, resumed", tried: 1, passed: isEqual ? 1 : 0,
      suite: "ResumeTests/anyWorkersEndInTheSameBytes")
  }

  /// Muon keeps its momentum in the place of AdamW's first moment.
  @Test func muonEndsInTheSameBytesOnAnyWorkers() throws {
    let straight = SmallRun()
    #expect(try straight.train(["optimizer=muon"]).status == 0)
    let run = SmallRun()
    #expect(try run.train(["optimizer=muon", "max_steps=23", "--threads=2"]).status == 0)
    let ending = try run.train(
      ["optimizer=muon", "--resume", "--threads=1"], ranks: Program.hasMPI ? 2 : nil)
    #expect(ending.status == 0 && ending.errors == "" && ending.output == "resumed from step 23\n")
    #expect(try run.bytes() == straight.bytes())
    #expect(try run.bytes()[0] != SmallRun.straight.first, "another optimizer, other weights")
  }

  @Test func manyStopsEndInTheSameBytesAndRows() throws {
    let run = SmallRun()
    let straight = SmallRun()
    for step in [7, 8, 19, 31, 44] { try run.train(["max_steps=\(step)", "--resume"]) }
    try run.train(["--resume"])
    try straight.train()
    #expect(try run.bytes() == SmallRun.straight)
    func lines(_ run: borrowing SmallRun, _ file: String) throws -> [String] {
      try String(contentsOfFile: run.folder + "/" + file, encoding: .utf8).split(separator: "\n").map(
        String.init)
    }
    #expect(try lines(straight, "training.csv").count > 12)
    // A stop adds a row at its step; the steps in between are averaged alike only where no row was added.
    let steps = try lines(run, "metrics.csv").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(steps == steps.sorted { Int($0) ?? 0 < Int($1) ?? 0 } && Set(steps).count == steps.count)
    let rows = try Set(lines(run, "metrics.csv"))
    #expect(try lines(straight, "metrics.csv").allSatisfy { rows.contains($0) })
  }

  @Test func anotherRunInTheFolderIsRefusedWithTheTwoWaysOn() throws {
    let run = SmallRun()
    try run.train(["max_steps=5"])
    let refused = try run.train(["max_steps=5"])
    #expect(refused.status == 1 && refused.errors.contains("--resume"))
    #expect(refused.errors.contains("--overwrite") && refused.errors.split(separator: "\n").count == 1)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: run.folder + "/notes.txt"))
    #expect(try run.train(["max_steps=3", "--overwrite"]).status == 0)
    #expect(run.names.filter { $0.hasPrefix("checkpoint") } == ["checkpoint_step_3"])
    #expect(run.names.contains("notes.txt"))
  }

  @Test func startsAnewWhereThereIsNothingToResume() throws {
    let run = SmallRun()
    let ending = try run.train(["--resume", "max_steps=2"])
    #expect(ending.status == 0 && ending.output == "nothing to resume in \(run.folder): starting anew\n")
  }

  @Test(arguments: [
    (["lr=2e-3"], "lr: expected 0.001"), (["seed=1"], "seed: expected 0"),
    (["--problems=48"], "samples: expected the training samples"), (["dropout=0"], "dropout: expected 0.1"),
  ]) func aDifferenceIsNamed(change: [String], expected: String) throws {
    let run = SmallRun()
    try run.train(["max_steps=6"])
    let refused = try run.train(["--resume"] + change)
    #expect(refused.status == 1 && refused.errors.contains(expected), "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1)
    // What may differ: bookkeeping and the length of the run.
    #expect(try run.train(["--resume", "num_epochs=2", "eval_every=1", "name=other"]).status == 0)
  }

  @Test func keepsWhatItWasAskedToKeep() throws {
    let run = SmallRun()
    try run.train(["keep_last=2", "keep_every=5", "checkpoint_every_steps=3"])
    #expect(
      run.names.filter { $0.hasPrefix("checkpoint") } == [
        "checkpoint_10", "checkpoint_12", "checkpoint_5", "checkpoint_step_57",
      ])
    #expect(try run.bytes() == SmallRun.straight)
  }
}
