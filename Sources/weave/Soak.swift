// `weave soak`: runs the reliability tests in their long form and records what they tried.

import ArgumentParser
import Foundation
import Inputs
import Records

struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the reliability tests in their long form and records what they tried.",
    discussion: "The environment variables KILLS, RESUMES, FUZZ and COMBINATIONS change the amounts.")

  /// Environment variables that tell the tests how much to try, with their default amounts.
  private static let amounts = [
    ("KILLS", "50"), ("RESUMES", "59"), ("FUZZ", "200000"), ("COMBINATIONS", "20000"),
  ]

  func run() throws {
    let commit = currentCommit()
    for (name, amount) in Self.amounts { setenv(name, amount, 0) }
    let counts = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(counts) }
    setenv("RELIABILITY", counts, 1)

    try run("swift build -c release --build-tests")
    // The tests write a million small files: in memory if possible. CrashTests kill and fill on a disk.
    let disk = FileManager.default.temporaryDirectory.path
    let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : disk
    for suite in ["CrashTests", "ResumeTests", "SameBitsTests", "FuzzTests"] {
      setenv("TMPDIR", suite == "CrashTests" ? disk : memory, 1)
      try run("swift test -c release --skip-build --no-parallel --filter \(suite)")
    }
    try run("scripts/combinations.sh")

    let environment = ProcessInfo.processInfo.environment
    let amounts = Self.amounts.map { "\($0.0)=\(environment[$0.0] ?? $0.1)" }.joined(separator: " ")
    let record = ReliabilityRecord(
      command: "\(amounts) ./build.sh soak", commit: commit,
      counts: try readJSON([String: ReliabilityRecord.Count].self, from: counts))
    try writeJSON(record, to: "data/\(RecordName.reliability)")
    print("wrote data/\(RecordName.reliability)")
  }

  private func run(_ line: String) throws {
    let status = shell(line)
    guard status == 0 else {
      throw InputError(
        in: line, expected: "tests that pass", found: "exit status \(status)", next: "see its output above")
    }
  }
}
