// Near-valid combinations of configuration, model file, checkpoint and problem file, each read and trained for two steps
// or evaluated: it must work, or be refused in one line. Built under AddressSanitizer (scripts/combinations.sh), which
// sees any other memory touched. What is combined is in Combination.swift.
//
//     combinations [--count 300] [--seed 0] [--first 0]
//
// The environment variable COMBINATIONS also says how many.
// Combination n of a seed is the same in every run. Combinations run in processes of their own, a hundred after another,
// so that one that traps or hangs is named with the command that repeats it, and the others go on.

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

/// Tries combinations one after another and prints a line for each: its number, and how it ended.
func work() throws {
  let folder = FileManager.default.temporaryDirectory.path + "/combinations-\(getpid())"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  for index in first..<first + count {
    // SIGALRM ends the process: nothing here catches it.
    alarm(limit)
    print(index, terminator: " ")
    fflush(nil)
    var combination = Combination(seed: UInt64(seed), index: UInt64(index), folder: folder)
    print(try combination.ending())
  }
}

/// Tries all combinations in processes of `block` each, on all cores; returns the number of those that failed.
func supervise(block: Int) -> Int {
  let endings = Mutex<[String: Int]>([:])
  DispatchQueue.concurrentPerform(iterations: (count + block - 1) / block) { part in
    var next = first + part * block
    let end = min(next + block, first + count)
    while next < end {
      let run = try? Program(
        "combinations", ["--work", "--first", "\(next)", "--count", "\(end - next)", "--seed", "\(seed)"])
      let lines = (run?.output ?? "").split(separator: "\n", omittingEmptySubsequences: true)
      let finished = lines.compactMap { line in line.split(separator: " ").dropFirst().first.map(String.init)
      }
      endings.withLock { all in for ending in finished { all[ending, default: 0] += 1 } }
      if let run, run.status == 0, finished.count == end - next { break }
      next += finished.count
      let reason = run?.status == -SIGALRM ? "no end after \(limit) s" : "status \(run?.status ?? -1)"
      print("combination \(next) failed (\(reason)): combinations --seed \(seed) --first \(next) --count 1")
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
  return failed
}

if arguments.contains("--work") { try work() } else { exit(supervise(block: 100) == 0 ? 0 : 1) }
