// Runs what a page is woven from, then compares or writes the page. It does not know what pages say.

import Chapter
import Records
import Foundation
import Inputs
import Weaving

/// Weaves pages with the given settings.
struct Loom {
  /// Whether to only check and write nothing; whether to keep nothing of the earlier page.
  let check, refresh: Bool
  /// Whether to run nothing and keep the output that the pages of chapters show.
  var isTextOnly = false

  /// The folders of the chapters with these numbers, or of all chapters if `numbers` is empty.
  static func chapters(_ numbers: [String]) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "chapters"))?.sorted() ?? []
    let all = names.filter { FileManager.default.fileExists(atPath: "chapters/\($0)/main.swift") }
    guard !numbers.isEmpty else { return all.map { "chapters/" + $0 } }
    return try numbers.filter { $0 != "README" }.map { number in
      guard let name = all.first(where: { $0.hasPrefix(number + "-") }) else {
        throw InputError(
          in: "chapters", expected: "a chapter \(number)", found: all.joined(separator: ", "),
          next: "name one of them by its number, or README")
      }
      return "chapters/" + name
    }
  }

  /// The source of the chapter in `folder`.
  static func source(_ folder: String) throws -> LiterateSource {
    try LiterateSource(
      String(decoding: readFile(folder + "/main.swift"), as: UTF8.self), file: folder + "/main.swift")
  }

  /// Runs the chapter in `folder` and weaves its pages. With `check`, writes nothing and returns differences.
  func weave(chapter folder: String) throws -> [InputError] {
    let source = try Loom.source(folder)
    if isTextOnly { return try source.pages.indices.flatMap { try weave($0, of: source, nil, in: folder) } }
    let start = ContinuousClock.now
    let output = CapturedOutput(try run([(folder as NSString).lastPathComponent] + source.arguments))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let found = try source.pages.indices.flatMap { try weave($0, of: source, output, in: folder) }
    if !check { try WeavingTimes.record(seconds, of: folder, refresh: refresh) }
    return found
  }

  /// Weaves one page of a chapter.
  private func weave(
    _ index: Int, of source: LiterateSource, _ output: CapturedOutput?, in folder: String
  ) throws -> [InputError] {
    let path = folder + "/" + source.pages[index].name
    let earlier = try page(path)
    let woven = try WovenPage(
      source, page: index, output: output, folder: folder, earlier: refresh ? nil : earlier)
    for sentence in woven.outside { print("note: \(sentence)") }
    if check {
      return woven.differences + differences(earlier ?? "", woven.text, in: path, unless: woven.differences)
    }
    try write(woven.text, over: earlier, to: path)
    return []
  }

  /// The pages beside the chapters that show the output of commands, for readers: the front page, the page on speed and the
  /// model cards.
  static func frontPages() -> [String] {
    let folder = "data/checkpoints"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    let cards = names.map { "\(folder)/\($0)/README.md" }
    return ["README.md", "Benchmarks/README.md"] + cards.filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// A page for developers that shows the output of commands. Its other commands are no reader's, and no one runs them.
  static let developersPage = "CONTRIBUTING.md"

  /// Runs the commands that a front page names and puts their output between its markers.
  func weaveFrontPage(_ path: String) throws -> [InputError] {
    let earlier = String(decoding: try readFile(path), as: UTF8.self)
    let page = try FrontPage(earlier, refresh: refresh) { command in
      try run(command.split(separator: " ").map(String.init))
    }
    for sentence in page.outside { print("note: \(sentence)") }
    if check { return differences(earlier, page.text, in: path, unless: []) }
    try write(page.text, over: earlier, to: path)
    return []
  }

  private func page(_ path: String) throws -> String? {
    FileManager.default.fileExists(atPath: path) ? String(decoding: try readFile(path), as: UTF8.self) : nil
  }

  private func write(_ text: String, over earlier: String?, to path: String) throws {
    if text == earlier { return print("\(path): up to date") }
    try writeAtomically(Data(text.utf8), to: path)
    print("\(path): written")
  }

  /// The first line that differs; empty if `found` already has an error.
  private func differences(
    _ shown: String, _ woven: String, in path: String, unless found: [InputError]
  ) -> [InputError] {
    guard shown != woven, found.isEmpty else { return [] }
    let lines = [shown, woven].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let index =
      (0..<max(lines[0].count, lines[1].count)).first { index in
        index >= lines[0].count || index >= lines[1].count || lines[0][index] != lines[1][index]
      } ?? 0
    func line(_ side: Int) -> String {
      index < lines[side].count ? "'\(lines[side][index])'" : "nothing more"
    }
    return [
      InputError(
        in: path, at: "line \(index + 1)", expected: line(1), found: line(0),
        next: "weave it: ./build.sh weave")
    ]
  }

  /// The output of a program of this project, run with weaving marks switched on.
  private func run(_ command: [String]) throws -> String {
    let process = Process()
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    process.executableURL = folder.appendingPathComponent(command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(["WEAVE": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    let words = command.joined(separator: " ")
    print("running \(words)")
    do { try process.run() } catch {
      throw InputError(
        in: words, expected: "a program of this project", found: "none",
        next: "build it: swift build -c release")
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit && process.terminationStatus == 0 else {
      throw InputError(
        in: words, expected: "a run that ends well", found: "exit status \(process.terminationStatus)",
        next: "see what it says above")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
