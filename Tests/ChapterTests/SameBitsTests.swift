// Any number of workers gives the same bits: chapter 03 with dropout on one thread, on two, and under mpirun.

import Foundation
import TestPrograms
import Testing
import Training

@Suite(.enabled(if: Program.hasMPI, "needs mpirun"), .serialized) struct SameBitsTests {
  /// Fifty steps reach every stage; four shards cannot share the ten problems of a step evenly.
  private static let fifty =
    tiny
    + [
      "dropout=0.1", "batch_size=10", "steps_per_epoch=25", "num_epochs=2", "stage_steps=[15, 15]",
      "eval_every=1",
    ].flatMap { ["--set", $0] }

  /// What a run printed, and the files that must be equal: weights and moments of each checkpoint, and its
  /// rows. `state.json` is left out because it also holds times.
  private struct Run: Sendable {
    let status: Int32
    let output, errors: String
    let files: [Data]

    init(threads: Int = 1, ranks: Int? = nil) throws {
      let folder = try Folder()
      let program = try Program(
        "03-coconut-train", fifty + ["--out", folder.path + "/run", "--threads", "\(threads)"], ranks: ranks)
      (status, output, errors) = (program.status, program.output, program.errors)
      let names =
        ["checkpoint_1", "checkpoint_2"].flatMap { checkpoint in
          ["model.safetensors", "optimizer.safetensors", "config.json"].map { checkpoint + "/" + $0 }
        } + ["training.csv", "metrics.csv"]
      files = try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.path + "/run/" + $0)) }
    }
  }

  private static let oneThread = Result { try Run() }

  @Test(arguments: [(2, nil), (1, 2), (1, 4), (2, 3)] as [(Int, Int?)])
  func anyWorkersLeaveTheSameBytes(threads: Int, ranks: Int?) throws {
    let reference = try Self.oneThread.get()
    #expect(reference.status == 0 && reference.errors == "", "\(reference.errors)")
    // Equal bytes prove nothing unless the run has trained.
    #expect(reference.files[0] != reference.files[3])
    let run = try Run(threads: threads, ranks: ranks)
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(run.output.components(separatedBy: "after 50 steps").count == 2, "only rank 0 prints")
    #expect(run.files == reference.files)
    Reliability.add(
      "rank and thread combinations, 50 steps", tried: 1, passed: run.files == reference.files ? 1 : 0,
      suite: "SameBitsTests")
  }

  @Test func anErrorIsSaidOnce() throws {
    let folder = try Folder()
    let run = try Program(
      "03-coconut-train", tiny + ["--out", folder.path + "/run", "--set", "load_model_path=/no/such"],
      ranks: 2)
    #expect(run.status == 1 && isOneLine(run.errors), "\(run.errors)")
    #expect(run.errors.hasPrefix("/no/such/config.json: expected a file"), "\(run.errors)")
    #expect(folder.names == [])
  }

  @Test func aSignalOnOneRankSavesOnceAndEndsAll() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    let run = try interruptedTraining(to: out, ranks: 2) { process in
      let launcher = process.processIdentifier
      let children = try? String(
        contentsOfFile: "/proc/\(launcher)/task/\(launcher)/children", encoding: .utf8)
      let ranks = (children ?? "").split(separator: " ").compactMap { pid_t($0) }
      #expect(ranks.count == 2)
      kill(ranks.last ?? launcher, SIGTERM)
    }
    #expect(run.status == 143 && run.errors == "", "\(run.status) \(run.errors)")
    #expect(run.output.components(separatedBy: "stopped by signal 15 after step").count == 2)
  }

  /// mpirun passes SIGUSR1 on to all ranks; `./build.sh --ranks` sends it on Ctrl-C.
  @Test func theSignalThatTheLauncherPassesOnSaves() throws {
    let folder = try Folder()
    let out = folder.path + "/run"
    let run = try interruptedTraining(to: out, ranks: 2) { kill($0.processIdentifier, SIGUSR1) }
    #expect(run.status == 128 + SIGUSR1 && run.errors == "", "\(run.status) \(run.errors)")
    let step = try Checkpoint.readState(out + "/latest").step
    #expect(run.output.hasSuffix("stopped by signal 10 after step \(step); go on with --resume\n"))
  }
}
