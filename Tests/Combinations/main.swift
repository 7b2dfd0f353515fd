// Near-valid combinations of configuration, model file, checkpoint and problem file. Each is read and trained for two
// steps, or evaluated; it must work, or be refused in one line. scripts/combinations.sh builds this program under
// AddressSanitizer. What is combined is in Combination.swift.
//
//     combinations [--count 300] [--seed 0] [--first 0]
//
// $COMBINATIONS also says how many. Combination n of a seed is the same in every run. They run in child processes, so
// that one which traps or does not end is named, with the command that repeats it, and the others still run.

import Foundation
import Inputs
import Synchronization
import TestPrograms

let arguments = CommandLine.arguments

func value(_ flag: String, _ standard: Int) -> Int {
  guard let at = arguments.firstIndex(of: flag), at + 1 < arguments.count else { return standard }
  return Int(arguments[at + 1]) ?? standard
}

let (first, count, seed) = (
  value("--first", 0), value("--count", Reliability.amount("COMBINATIONS", short: 300)), value("--seed", 0)
)

/// Seconds that one combination may take: hundreds of times what the slowest needs on a free machine.
let limit: UInt32 = 120

/// Tries combinations one after another in `folder` and prints a line for each: its number, and how it ended. Ends the
/// process where one ends in any other way than it should.
func work(in folder: String) {
  for index in first..<first + count {
    // SIGALRM ends the process: nothing here catches it.
    alarm(limit)
    print(index, terminator: " ")
    fflush(nil)
    var combination = Combination(seed: UInt64(seed), index: UInt64(index), folder: folder)
    do { print(try combination.ending()) } catch {
      complain("\(error)")
      exit(1)
    }
  }
}

/// Tries all combinations in processes of `block` each, on all cores, and says how they ended. Returns whether all did as
/// they should, and whether enough of them worked to say anything.
func supervise(block: Int) -> Bool {
  let endings = Mutex<[String: Int]>([:])
  DispatchQueue.concurrentPerform(iterations: (count + block - 1) / block) { part in
    var next = first + part * block
    let end = min(next + block, first + count)
    while next < end {
      let folder = FileManager.default.temporaryDirectory.path + "/combinations-\(getpid())-\(next)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let run = try? Program(
        "combinations",
        ["--in", folder, "--first", "\(next)", "--count", "\(end - next)", "--seed", "\(seed)"])
      let lines = (run?.output ?? "").split(separator: "\n")
      // The line of a combination that did not end has no second word.
      let finished = lines.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
      endings.withLock { all in for ending in finished { all[ending, default: 0] += 1 } }
      if let run, run.status == 0, finished.count == end - next { break }
      next += finished.count
      let reason = run?.status == -SIGALRM ? "no end after \(limit) s" : "status \(run?.status ?? -1)"
      let repeated = "./build.sh combinations --seed \(seed) --first \(next) --count 1"
      print("combination \(next) failed (\(reason)); again with: \(repeated)")
      print((run?.errors ?? "").split(separator: "\n").prefix(40).joined(separator: "\n"))
      endings.withLock { $0["failed", default: 0] += 1 }
      next += 1
    }
  }
  let all = endings.withLock { $0 }
  let total = all.values.reduce(0, +)
  let failed = all["failed"] ?? 0
  print(
    "\(total) combinations: " + all.sorted { $0.key < $1.key }.map { "\($1) \($0)" }.joined(separator: ", "))
  Reliability.add(
    "combinations of configuration, model file, checkpoint and problems", tried: count,
    passed: total - failed, command: "./build.sh combinations", amount: "COMBINATIONS")
  let isTelling = count < 100 || total - failed - all["refused", default: 0] > count / 4
  if !isTelling { print("three in four were refused: what Combination.swift draws is no longer near-valid") }
  return failed == 0 && isTelling
}

if let at = arguments.firstIndex(of: "--in"), at + 1 < arguments.count {
  work(in: arguments[at + 1])
} else {
  exit(supervise(block: 100) ? 0 : 1)
}
