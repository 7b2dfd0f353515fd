// `weave commands`: runs every command that a page names, as a reader would. The module Weaving finds them.

import ArgumentParser
import Foundation
import Inputs
import Weaving

struct Commands: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs each command that README.md and the chapters name, except those marked long.")

  @Flag(help: "Print the commands and run none.")
  var list = false

  /// Commands that are skipped although they are not long, each with the reason.
  private static let leftOut = [
    "./build.sh": "comes last, since chapters do not replace the runs that it makes",
    "./build.sh test": "a step of its own in .ci/run",
  ]

  func run() throws {
    let chapters = try Loom.chapters([]).flatMap { folder in
      try Loom.source(folder).pages.map { folder + "/" + $0.name }
    }
    let pages = Loom.frontPages() + ["book/TEACHING.md"] + chapters
    let commands = PageCommand.all(in: try pages.map { String(decoding: try readFile($0), as: UTF8.self) })
    if !list && FileManager.default.fileExists(atPath: "runs") {
      throw InputError(
        in: "runs", expected: "no runs, since commands do not replace them", found: "runs",
        next: "use a fresh clone")
    }
    let (start, before) = (ContinuousClock.now, try changes())
    for command in commands {
      if command.isLong {
        print("   long  \(command.line)")
      } else if let reason = Self.leftOut[command.line] {
        print("      –  \(command.line) (\(reason))")
      } else if list {
        print("    run  \(command.line)")
      } else {
        try runTimed(command.line)
      }
    }
    if !list { try runTimed("./build.sh") }
    let long = commands.count(where: \.isLong)
    let other = commands.count { !$0.isLong && Self.leftOut[$0.line] != nil }
    print(
      "\(commands.count - long - other) commands and ./build.sh, \(long) left out as long, \(other) for the reason beside "
        + "them; " + duration((ContinuousClock.now - start) / .seconds(1)))
    let after = try changes()
    if after != before {
      throw InputError(
        in: "the repository", expected: "files as they were before the commands", found: after,
        next: "see git diff")
    }
  }

  /// Runs a command and prints how long it took. If it fails, prints its output and throws `InputError`.
  private func runTimed(_ line: String) throws {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(log) }
    let start = ContinuousClock.now
    let status = shell(line, log: log)
    guard status == 0 else {
      print(String(decoding: try readFile(log), as: UTF8.self))
      throw InputError(
        in: line, expected: "a command that ends well", found: "exit status \(status)",
        next: "see its output above")
    }
    let seconds = number((ContinuousClock.now - start) / .seconds(1), 0)
    print(String(repeating: " ", count: max(0, 5 - seconds.count)) + "\(seconds) s  \(line)")
    fflush(nil)
  }

  /// The files of the repository that differ from the last commit, in one line.
  private func changes() throws -> String {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(log) }
    _ = shell("git status --short", log: log)
    return String(decoding: try readFile(log), as: UTF8.self).split(separator: "\n").joined(separator: "; ")
  }
}
