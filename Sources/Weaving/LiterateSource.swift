// A chapter's main.swift, split into prose and code. Output and pages are in other files.

import Inputs

/// A literate program: Markdown in line comments at the first column (`//`, not `///`), with code between, which
/// the page shows only where the prose asks for it.
public struct LiterateSource: Hashable, Sendable {
  /// A line of the file; the first has number 1.
  public struct Line: Hashable, Sendable {
    /// Its number.
    public let number: Int
    /// Its text; for prose, without the comment mark.
    public let text: String
  }

  /// A stretch of the file, without empty lines at either end.
  public enum Block: Hashable, Sendable {
    /// Markdown.
    case prose([Line])
    /// Swift that the page shows, since `<!-- code -->` stands before it.
    case code([Line])
    /// Swift that the page does not show.
    case plumbing([Line])
    /// Declarations of `Sources`, named by `<!-- code: FILE NAME … -->` in a line with this number.
    case listing(file: String, names: [String], line: Int)
  }

  /// What stands under one heading.
  public struct Part: Hashable, Sendable {
    /// The text of the `##` heading; empty for the part before the first one.
    public let heading: String
    /// Prose (including the heading's line) and code, in order.
    public internal(set) var blocks: [Block]
  }

  /// A page of the chapter.
  public struct Page: Hashable, Sendable {
    /// Its file in the chapter's folder.
    public let name: String
    /// Its parts; the first has no heading and begins with the title.
    public let parts: [Part]
  }

  /// The most lines a block of code may have, so that it fits on a slide.
  public static let longestCode = 30

  /// The pages. The first is `README.md`; each further one begins with `<!-- page: NAME.md -->` and a title of its own.
  public let pages: [Page]
  /// The arguments for weaving: `<!-- arguments: … -->` in the prose, which the page does not show.
  public let arguments: [String]

  /// The parts of all pages.
  public var parts: [Part] { pages.flatMap(\.parts) }

  /// Reads `text`. Throws `InputError` if a page does not begin with a title, if it has a second one, if a
  /// heading repeats on it, if a block of shown code is too long, or if `<!-- code -->` has no code behind it.
  public init(_ text: String, file: String) throws {
    var reader = SourceReader(file: file)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      try reader.read(Line(number: index + 1, text: String(line)))
    }
    try reader.closePage()
    pages = reader.pages
    arguments = reader.arguments
  }
}

/// The state of the reader as it goes through a source line by line.
private struct SourceReader {
  let file: String
  /// The pages that are complete.
  private(set) var pages: [LiterateSource.Page] = []
  private(set) var arguments: [String] = []
  /// The open page: its file, its first line, its parts so far, whether its title has come.
  private var name = "README.md"
  private var start = 1
  private var parts = [LiterateSource.Part(heading: "", blocks: [])]
  private var hasTitle = false
  private var lines: [LiterateSource.Line] = []
  private var isProse = true
  private var isInFence = false
  /// The line of `<!-- code -->` whose code has not come yet.
  private var showing: LiterateSource.Line?

  init(file: String) { self.file = file }

  mutating func read(_ line: LiterateSource.Line) throws {
    let isComment = line.text.hasPrefix("//") && !line.text.hasPrefix("///")
    guard isComment else {
      // An empty line does not end a block: it belongs to the prose or code around it.
      let isEmpty = line.text.allSatisfy(\.isWhitespace)
      if isProse && !isEmpty { try closeBlock() }
      if !isEmpty { isProse = false }
      return lines.append(isEmpty ? LiterateSource.Line(number: line.number, text: "") : line)
    }
    if !isProse { try closeBlock() }
    isProse = true
    let rest = line.text.dropFirst(2)
    try readProse(
      LiterateSource.Line(number: line.number, text: String(rest.hasPrefix(" ") ? rest.dropFirst() : rest)))
  }

  private mutating func readProse(_ line: LiterateSource.Line) throws {
    if line.text.hasPrefix("```") { isInFence.toggle() }
    if !isInFence {
      if let found = line.text.wholeMatch(of: /<!-- arguments: (.*) -->/) {
        arguments = found.1.split(separator: " ").map(String.init)
        return
      }
      if let found = line.text.wholeMatch(of: /<!-- page: ([\w-]+\.md) -->/) {
        try closePage()
        (name, start) = (String(found.1), line.number + 1)
        return
      }
      if line.text.hasPrefix("<!-- code") { return try readCode(line) }
      if line.text.hasPrefix("# ") { try readTitle(line) }
      if line.text.hasPrefix("## ") { try openPart(line) }
    }
    lines.append(line)
  }

  /// Reads `<!-- code -->` or `<!-- code: FILE NAME … -->`.
  private mutating func readCode(_ line: LiterateSource.Line) throws {
    try closeBlock()
    if let found = line.text.wholeMatch(of: /<!-- code: (\S+\.swift) (.*\S) -->/) {
      parts[parts.count - 1].blocks.append(
        .listing(
          file: String(found.1), names: found.2.split(separator: " ").map(String.init), line: line.number))
    } else if line.text == "<!-- code -->" {
      showing = line
    } else {
      throw error(
        line, expected: "<!-- code --> or <!-- code: Folder/File.swift name -->", found: shown(line.text),
        next: "write one of them, in a line of its own")
    }
  }

  private mutating func readTitle(_ line: LiterateSource.Line) throws {
    guard !hasTitle && parts == [LiterateSource.Part(heading: "", blocks: [])] && lines.isEmpty else {
      throw error(
        line, expected: "one title, in the first line of a page", found: line.text,
        next: "make it a ## heading")
    }
    hasTitle = true
  }

  private mutating func openPart(_ line: LiterateSource.Line) throws {
    try closePart()
    let heading = String(line.text.dropFirst(3))
    guard !parts.contains(where: { $0.heading == heading }) else {
      throw error(line, expected: "each heading once", found: "'\(heading)' again", next: "give it another")
    }
    parts.append(LiterateSource.Part(heading: heading, blocks: []))
  }

  /// Closes the page, and opens another.
  mutating func closePage() throws {
    try closePart()
    guard hasTitle else {
      throw InputError(
        in: file, at: "line \(start)", expected: "a title, // # N · Title", found: "a page without one",
        next: "begin with one")
    }
    pages.append(LiterateSource.Page(name: name, parts: parts))
    parts = [LiterateSource.Part(heading: "", blocks: [])]
    hasTitle = false
  }

  /// Closes the block and the part that it ends.
  mutating func closePart() throws {
    try closeBlock()
    if let line = showing {
      throw error(
        line, expected: "code behind <!-- code -->", found: "none under this heading",
        next: "take the line out")
    }
  }

  /// Adds the lines read so far to the part, as one block.
  mutating func closeBlock() throws {
    defer { lines = [] }
    let start = lines.firstIndex { !$0.text.isEmpty }
    let end = lines.lastIndex { !$0.text.isEmpty }
    guard let start, let end else { return }
    let block = Array(lines[start...end])
    parts[parts.count - 1].blocks.append(
      isProse ? .prose(block) : showing == nil ? .plumbing(block) : .code(block))
    if isProse { return }
    if showing != nil && block.count > LiterateSource.longestCode {
      throw error(
        block[0], expected: "at most \(LiterateSource.longestCode) lines of shown code between prose",
        found: "\(block.count)", next: "put prose between, or move code to another file")
    }
    showing = nil
  }

  private func error(_ line: LiterateSource.Line, expected: String, found: String, next: String) -> InputError
  {
    InputError(in: file, at: "line \(line.number)", expected: expected, found: found, next: next)
  }
}
