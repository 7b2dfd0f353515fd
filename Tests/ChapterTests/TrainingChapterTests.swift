// Chapter 03 as a program: what it prints, writes and refuses, and its exit codes.

import Foundation
import Inputs
import Reachability
import TestPrograms
import Testing
import Training
import Transformer

/// Changes to the quick profile that make a run of twenty steps take seconds.
let tiny =
  [
    "layers=2", "width=16", "heads=2", "positions=96", "batch_size=8", "steps_per_epoch=4", "num_epochs=5",
    "eval_problems=8", "start_nodes=5", "max_nodes=6", "stage_steps=[5, 5]", "eval_every=5",
    "lr_decay=none", "warmup_steps=0",
  ].flatMap { ["--set", $0] }

func chapter(_ arguments: [String]) throws -> Program { try Program("03-coconut-train", arguments) }

/// Trains to `out` longer than any test; `stop` sends its signal once the checkpoint `latest` exists.
func interruptedTraining(to out: String, ranks: Int? = nil, stop: (Process) -> Void) throws -> Program {
  let arguments = tiny + ["--out", out, "--set", "num_epochs=100000", "--keep-last", "2"]
  return try Program("03-coconut-train", arguments, ranks: ranks) { process in
    while !FileManager.default.fileExists(atPath: out + "/latest") && process.isRunning {
      Thread.sleep(forTimeInterval: 0.01)
    }
    stop(process)
  }
}

@Suite(.serialized) struct TrainingChapterTests {
  @Test func saysWhatItWillWriteThenTrainsAndGoesOn() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    let first = try chapter(tiny + ["--out", out, "--set", "max_steps=6", "--keep-last", "1"])
    #expect(first.status == 0 && first.errors == "", "\(first.errors)")
    let written = try #require(first.output.range(of: out))
    let result = try #require(first.output.range(of: "after 6 steps"))
    #expect(written.lowerBound < result.lowerBound)
    #expect(try checkpoints(out) == ["checkpoint_step_6"])

    let more = try chapter(
      tiny + ["--out", out, "--resume", "--keep-last", "1", "--keep-every", "2"])
    #expect(more.status == 0 && more.errors == "", "\(more.errors)")
    #expect(more.output.contains("\nresumed from step 6\n"))
    #expect(try checkpoints(out) == ["checkpoint_2", "checkpoint_4", "checkpoint_5"])
    #expect(try ModelFolder.read(out + "/latest").configuration.width == 16)

    let again = try chapter(tiny + ["--out", out])
    #expect(again.status == 1 && isOneLine(again.errors), "\(again.errors)")
    #expect(again.errors.hasPrefix("\(out): expected a folder without a run, found a run;"))
    #expect(again.errors.contains("--resume") && again.errors.contains("--overwrite"))
    let replaced = try chapter(tiny + ["--out", out, "--overwrite", "--set", "max_steps=1", "--quiet"])
    #expect(replaced.status == 0 && replaced.output == "")
    #expect(try checkpoints(out) == ["checkpoint_step_1"])
  }

  /// Even if two ranks share one core, each has a thread.
  @Test(.enabled(if: ProcessorShare.here.allowed > 1, "needs two cores"), arguments: [nil, 2])
  func startsNoMoreThreadsThanItMayUse(ranks: Int?) throws {
    guard ranks == nil || Program.hasMPI else { return }
    let folder = try Folder()
    let run = try Program(
      "03-coconut-train", tiny + ["--out", folder.path + "/run", "--set", "max_steps=1"], ranks: ranks,
      below: ["sh", "-c", "exec taskset -c $(taskset -pc $$ | sed 's/.*: //; s/[-,].*//') \"$@\"", "sh"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    let line =
      "threads: 1\(ranks == nil ? "" : " in each of 2 processes") (the cores this process may run on; "
      + "the machine has \(ProcessorShare.here.machine) cores)"
    #expect(run.output.components(separatedBy: line + "\n").count == 2, "\(run.output)")
  }

  @Test func nothingToResumeIsSaid() throws {
    let folder = try Folder()
    let run = try chapter(tiny + ["--out", folder.path + "/run", "--resume", "--set", "max_steps=1"])
    #expect(run.status == 0 && run.output.contains("nothing to resume in \(folder.path)/run: starting anew"))
  }

  @Test func aTermSignalSavesTheStepAndEndsWith143() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    let run = try interruptedTraining(to: out) { kill($0.processIdentifier, SIGTERM) }
    #expect(run.status == 143 && run.errors == "", "\(run.errors)")
    let step = try Checkpoint.readState(out + "/latest").step
    #expect(run.output.hasSuffix("stopped by signal 15 after step \(step); go on with --resume\n"))
  }

  @Test func evaluatesWithoutTrainingWhenAskedTo() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    #expect(try chapter(tiny + ["--out", out, "--set", "max_steps=2", "--quiet"]).status == 0)
    let before = folder.names
    let elsewhere = folder.path + "/other"
    let evaluated = try chapter(
      tiny + [
        "--out", elsewhere, "--set", "only_eval=True", "--set", "load_model_path=\(out)/latest",
      ])
    #expect(evaluated.status == 0 && evaluated.errors == "", "\(evaluated.errors)")
    #expect(evaluated.output.contains("\(out)/latest on 8 problems"))
    #expect(evaluated.output.contains("answers right"))
    #expect(folder.names == before)
    let nothing = try chapter(tiny + ["--set", "only_eval=True"])
    #expect(nothing.status == 1 && nothing.errors.contains("load_model_path: expected a checkpoint"))
  }

  /// Finite numbers overflow in step 1: the error names the step, the saved problems and the folder.
  @Test func stopsAtALossThatIsNotFinite() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    let good = tiny + ["--out", out, "--set", "gradient_clip=0", "--set", "max_steps=4"]
    #expect(try chapter(good + ["--quiet"]).status == 0)
    // These weights are finite but their products are not; a run may start from such a checkpoint.
    var parameters = try ModelFolder.read(out + "/latest")
    for index in parameters.values.indices { parameters.values[index] *= 1e30 }
    try ModelFolder.write(parameters, to: folder.path + "/huge")
    let bad = folder.path + "/bad"
    let run = try chapter(tiny + ["--out", bad, "--set", "load_model_path=\(folder.path)/huge"])
    #expect(run.status == 1 && isOneLine(run.errors), "\(run.errors)")
    #expect(run.errors.hasPrefix("\(bad): step 1: expected a finite loss and gradient, found loss "))
    #expect(run.errors.contains("8 problems in \(bad)/nonfinite_step_1.json"))
    #expect(try ProblemFile.read(bad + "/nonfinite_step_1.json").count == 8)
    #expect(try checkpoints(bad) == [])
  }

  private func checkpoints(_ out: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: out).filter { $0.hasPrefix("checkpoint_") }.sorted()
  }
}

/// Whether a program's errors are exactly one line.
func isOneLine(_ errors: String) -> Bool {
  errors.hasSuffix("\n") && errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2
}
