// Counts what the reliability tests tried and what held, in the JSON file that $RELIABILITY names. ./build.sh soak
// sets it and keeps the counts only if every test passed; without it nothing is counted.

import Foundation
import Synchronization

/// The numbers of the reliability tests.
public enum Reliability {
  private struct Count: Codable {
    var tried = 0
    var passed = 0
    /// What repeats it.
    var command = ""
  }

  private static let lock = Mutex(())

  /// Adds to the counts under `name`; `suite` and the environment variable `amount` repeat what was counted.
  public static func add(_ name: String, tried: Int, passed: Int, suite: String, amount: String? = nil) {
    add(
      name, tried: tried, passed: passed, command: "./build.sh test --no-parallel --filter \(suite)",
      amount: amount)
  }

  /// Adds to the counts under `name`; `command` and the environment variable `amount` repeat what was counted.
  public static func add(_ name: String, tried: Int, passed: Int, command: String, amount: String? = nil) {
    guard let path = ProcessInfo.processInfo.environment["RELIABILITY"] else { return }
    lock.withLock { _ in
      let url = URL(fileURLWithPath: path)
      let before = try? JSONDecoder().decode([String: Count].self, from: Data(contentsOf: url))
      var counts = before ?? [:]
      counts[name, default: Count()].tried += tried
      counts[name, default: Count()].passed += passed
      let setting = amount.flatMap { name in
        ProcessInfo.processInfo.environment[name].map { "\(name)=\($0) " }
      }
      counts[name, default: Count()].command = (setting ?? "") + command
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try? encoder.encode(counts).write(to: url, options: .atomic)
    }
  }

  /// How much a test does: the number in the environment variable `name`, or the short form's.
  public static func amount(_ name: String, short: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? short
  }
}
