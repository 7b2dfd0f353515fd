// The PyTorch peer (Benchmarks/peer/step.py) as a process that makes one step when it is asked to, so that its steps and
// ours take turns on the machine.

import Coconut
import Foundation
import Inputs
import Transformer

/// A running peer.
final class Peer {
  /// What it says it is.
  private(set) var name = ""
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())
  private var unread = Data()

  /// What the peer is told at first.
  private struct Task: Encodable {
    struct Sample: Encodable {
      let prompt, tail: [Int]
      let read, target: Int
    }
    let width, heads, vocabulary, positions, threads: Int
    let stages: [String: [Sample]]
  }

  /// Starts the peer on these samples, by stage; nil where `python3` is missing or has no torch, which it says itself.
  init?(_ shape: Configuration, _ samples: [Int: [Coconut.Sample]], threads: Int) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "Benchmarks/peer/step.py"]
    (process.standardInput, process.standardOutput) = (input, output)
    signal(SIGPIPE, SIG_IGN)
    try process.run()
    let stages = samples.map { stage, samples in ("\(stage)", samples.map(Peer.sample)) }
    let task = Task(
      width: shape.width, heads: shape.heads, vocabulary: shape.vocabulary, positions: shape.positions,
      threads: threads, stages: Dictionary(uniqueKeysWithValues: stages))
    try? input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(task) + Data("\n".utf8))
    guard let answer = line() else { return nil }
    name = answer
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private static func sample(_ sample: Coconut.Sample) -> Task.Sample {
    let tail = sample.sequence.tail.map { element in if case .token(let token) = element { token } else { -1 }
    }
    let label = sample.labels[0]
    return Task.Sample(prompt: sample.sequence.prompt, tail: tail, read: label.read, target: label.target)
  }

  /// Milliseconds of one step at `stage`; nil when the peer has ended.
  func step(stage: Int) -> Double? {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(stage)\n".utf8))
    return line().flatMap { Double($0) }
  }

  private func line() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      unread += more
    }
  }
}
