// Two processes that would train in one folder: the second is told who does, and a kill leaves nobody locked out.

import Foundation
import TestPrograms
import Testing

@Suite(.serialized) struct RunLockTests {
  /// Under mpirun, rank 0 has the lock.
  @Test(arguments: [nil, 2], [[], ["--resume"], ["--overwrite"]])
  func oneProcessTrainsInAFolder(ranks: Int?, flags: [String]) throws {
    guard ranks == nil || Program.hasMPI else { return }
    let run = SmallRun()
    let endless = ["num_epochs=100000", "checkpoint_every=1", "keep_last=2"]
    let first = try run.train(endless, ranks: ranks) { process in
      while run.latest == nil && process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
      let holder = run.lock
      let words = holder.split(separator: " ")
      let trainer = words.count > 1 ? pid_t(words[1]) : nil
      #expect(ranks != nil || trainer == process.processIdentifier)
      #expect(holder.hasPrefix("process \(trainer ?? 0) on \(ProcessInfo.processInfo.hostName), since 20"))
      let second = try? run.train(flags, ranks: ranks)
      #expect(second?.status == 1 && second?.output == "")
      #expect(
        second?.errors
          == "\(run.folder): expected a folder in which no other process trains, found \(holder); "
          + "wait until it ends, end it with kill (it saves first), or train in another folder (--out)\n"
      )
      kill(trainer ?? process.processIdentifier, SIGKILL)
    }
    #expect(first.status != 0)
    // The file is still there. The lock is not: the answer is that of a folder that holds a run.
    #expect(run.names.contains("run.lock"))
    #expect(try run.train().errors.hasPrefix("\(run.folder): expected a folder without a run, found a run"))
    #expect(try run.train(["--overwrite"]).status == 0)
    #expect(try run.bytes() == SmallRun.straight)
    #expect(!run.names.contains("run.lock"))
  }

  @Test func aStartThatFailsLeavesNoFolder() throws {
    let run = SmallRun()
    let ending = try run.train(["load_model_path=/no/such"])
    #expect(ending.status == 1 && ending.errors.hasPrefix("/no/such/config.json: "))
    #expect(!FileManager.default.fileExists(atPath: run.folder))
  }
}
