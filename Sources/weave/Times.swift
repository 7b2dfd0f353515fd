// How long chapters took when they were woven: the record, and the command by which README.md shows it.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Inputs

/// `data/weaving.json`.
struct WeavingTimes: Codable {
  /// One chapter.
  struct Entry: Codable {
    let command, commit: String
    let seconds: Double
    let machine: RunRecord.Machine
  }

  static let path = "data/weaving.json"
  /// By the chapter's number.
  var chapters: [String: Entry] = [:]

  static func read() throws -> WeavingTimes {
    FileManager.default.fileExists(atPath: path)
      ? try readJSON(WeavingTimes.self, from: path) : WeavingTimes()
  }

  /// Keeps the time of a chapter if there is none yet, or with `refresh`.
  static func record(_ seconds: Double, of folder: String, refresh: Bool) throws {
    let number = String((folder as NSString).lastPathComponent.prefix(2))
    var times = try read()
    guard refresh || times.chapters[number] == nil else { return }
    times.chapters[number] = Entry(
      command: "./build.sh weave \(number) --refresh", commit: currentCommit(),
      seconds: (seconds * 10).rounded() / 10,
      machine: .here())
    try writeJSON(times, to: path)
  }
}

/// `weave times 03`.
struct Times: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints how long a chapter took when it was woven.")

  @Argument(help: "A chapter, 01 to 06.")
  var chapter: String

  func run() throws {
    let entry = try WeavingTimes.read().chapters[chapter]
    print(entry.map { duration(max(1, $0.seconds)) } ?? "not timed")
  }
}
