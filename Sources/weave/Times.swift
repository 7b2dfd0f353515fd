// How long each chapter took to run when woven: kept in data/weaving.json, and printed for the README. How long a training of
// full size took is in its record.

import ArgumentParser
import Foundation
import Inputs
import Records
import Training

extension WeavingTimes {
  private static let path = "data/\(RecordName.weaving)"

  /// The times recorded so far. Throws `InputError` if the file is unreadable.
  static func read() throws -> WeavingTimes {
    FileManager.default.fileExists(atPath: path)
      ? try readJSON(WeavingTimes.self, from: path) : WeavingTimes()
  }

  /// Records a chapter's time if it has none yet, or if `refresh` is set.
  static func record(_ seconds: Double, of folder: String, refresh: Bool) throws {
    let number = String((folder as NSString).lastPathComponent.prefix(2))
    var times = try read()
    guard refresh || times.chapters[number] == nil else { return }
    times.chapters[number] = Entry(
      command: "./build.sh weave \(number) --refresh", commit: currentCommit(),
      seconds: (seconds * 10).rounded() / 10, machine: .here())
    try writeJSON(times, to: path)
  }
}

/// `weave times 03`.
struct Times: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints how long a chapter took when it was woven.")

  @Argument(
    help: "A chapter, 01 to 07; laptop: one training of full size; none: all chapters, one after another.")
  var what: String?

  func run() throws {
    if what == "laptop" {
      return print(try timesOfLaptop().map(duration).uniqued().joined(separator: " to "))
    }
    let chapters = try WeavingTimes.read().chapters
    let timed = what.map { [chapters[$0]] } ?? chapters.values.map { $0 }
    let seconds = timed.compactMap { $0?.seconds }.reduce(nil) { ($0 ?? 0) + $1 }
    print(seconds.map { duration(max(1, $0)) } ?? "not timed")
  }

  /// Seconds of the training of full size on two cores, on the fastest and on the slowest machine that it was timed on: its own
  /// record, and the same training repeated on other machines, which `recipes.json` has.
  private func timesOfLaptop() throws -> [Double] {
    let run = try readJSON(RunRecord.self, from: "data/\(RecordName.run(.coconut, seed: 0))")
    let repeated = try readJSON([Recipe].self, from: "data/\(RecordName.recipes)").filter {
      $0.command.contains("./build.sh 03 --profile laptop --seed 0 --threads 2")
        && $0.evaluation.step == run.metrics.evaluations.last?.step
    }
    let times = [run.seconds] + repeated.compactMap(\.seconds)
    return [times.min(), times.max()].compactMap { $0 }
  }
}
