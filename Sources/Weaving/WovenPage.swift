// A chapter's page: its prose, code, output and figures. It runs and writes nothing.

import Foundation
import Inputs

/// The page woven from a literate source and its output.
public struct WovenPage: Sendable {
  /// The whole page in Markdown.
  public private(set) var text = ""
  /// One sentence for each marked number outside its tolerance, with its section.
  public private(set) var outside: [String] = []
  /// Unmarked differences from the earlier page: chapter, section, expected, found.
  public private(set) var differences: [InputError] = []

  private let name: String
  private let folder: String
  private var file: String { folder + "/main.swift" }
  /// The text blocks of the earlier page, by heading.
  private let shown: [String: [[String]]]

  /// Weaves one page of a chapter from prose, code, output and figures.
  ///
  /// - Parameters:
  ///   - source: The chapter.
  ///   - index: Which of its pages, 0 for `README.md`. Headings that print something differ on all pages.
  ///   - output: What it printed; nil to take what `earlier` shows, so that prose and code change without a run.
  ///   - folder: The chapter's folder; paths of figures start there, and `Sources` lies two folders up.
  ///   - earlier: The earlier page, or nil with `--refresh`. Its output stays if only marked numbers differ.
  ///
  /// Throws `InputError` for a missing figure, for a declaration that is not found, and for a section that
  /// printed nothing.
  public init(
    _ source: LiterateSource, page index: Int = 0, output: CapturedOutput?, folder: String, earlier: String?
  ) throws {
    let page = source.pages[index]
    name = page.name
    self.folder = folder
    shown = earlier.map(Self.textBlocks) ?? [:]
    let number = (folder as NSString).lastPathComponent.prefix(2)
    var lines = [
      "<!-- Woven from main.swift by ./build.sh weave \(number): change that file, not this one. -->", "",
    ]
    let headings = source.parts.map(\.heading).filter { !$0.isEmpty }
    let printed = output?.lines(under: headings)
    for part in page.parts {
      lines += try woven(part, printed: printed.map { $0[part.heading] } ?? outputShown(under: part))
    }
    text = lines.joined(separator: "\n")
  }

  private mutating func woven(_ part: LiterateSource.Part, printed: [String]?) throws -> [String] {
    if printed == nil, let call = part.callOfSection {
      throw InputError(
        in: file, at: "line \(call)", expected: "output of section '\(part.heading)'", found: "none",
        next: "print something there, or take the section out")
    }
    let lastCode = part.blocks.lastIndex { $0.ownCode != nil }
    var lines: [String] = []
    for (index, block) in part.blocks.enumerated() {
      switch block {
      case .prose(let prose): lines += try prose.map { try withFigures($0) } + [""]
      case .code(let code): lines += ["```swift"] + code.map(\.text) + ["```", ""]
      case .plumbing: break
      case .listing(let path, let names, let line):
        lines += try listing(of: names, in: path, at: line)
      }
      if index == lastCode ?? part.blocks.count - 1, let printed {
        lines += ["```text"] + keptOrFresh(printed, under: part.heading) + ["```", ""]
      }
    }
    return lines
  }

  /// The output that the earlier page has under a part's heading; nil if its last block of text is prose of the part.
  private func outputShown(under part: LiterateSource.Part) -> [String]? {
    let prose = part.blocks.flatMap { block -> [String] in
      if case .prose(let lines) = block { lines.map(\.text) } else { [] }
    }
    let written = Self.textBlocks(prose.joined(separator: "\n")).values.joined()
    return shown[part.heading]?.last.flatMap { written.contains($0) ? nil : $0 }
  }

  /// The output already on the page if only marked numbers differ, otherwise the fresh output.
  private mutating func keptOrFresh(_ printed: [String], under heading: String) -> [String] {
    let fresh = printed.map(MarkedNumber.visible)
    guard let blocks = shown[heading], let last = blocks.last else { return fresh }
    for block in blocks {
      if case .same(let numbers) = Comparison(fresh: printed, shown: block) {
        outside += numbers.map { "\(folder): section '\(heading)': \($0)" }
        return block
      }
    }
    if case .different(let shownLine, let freshLine) = Comparison(fresh: printed, shown: last) {
      differences.append(
        InputError(
          in: folder + "/" + name, at: "section '\(heading)'", expected: "'\(shownLine)'",
          found: "'\(freshLine)'",
          next:
            "if that is right, weave it: ./build.sh weave \((folder as NSString).lastPathComponent.prefix(2))"
        ))
    }
    return fresh
  }

  /// Declarations of a file of `Sources`, under a caption that links to it.
  private func listing(of names: [String], in path: String, at line: Int) throws -> [String] {
    let sources = "\(folder)/../../Sources/\(path)"
    guard FileManager.default.fileExists(atPath: sources) else {
      throw InputError(
        in: file, at: "line \(line)", expected: "a file Sources/\(path)", found: "nothing there",
        next: "name one by its path in Sources")
    }
    let text = String(decoding: try readFile(sources), as: UTF8.self)
    let declarations = try names.map {
      try Declaration.named($0, in: text, path: "Sources/\(path)", for: "line \(line) of \(file)")
    }
    let lines = Array(declarations.joined(separator: [""]))
    guard lines.count <= LiterateSource.longestCode else {
      throw InputError(
        in: file, at: "line \(line)",
        expected: "at most \(LiterateSource.longestCode) lines of Sources/\(path)",
        found: "\(lines.count)", next: "divide the declaration, or show a part of it")
    }
    return ["[Sources/\(path)](../../Sources/\(path))", "", "```swift"] + lines + ["```", ""]
  }

  /// A line of prose in which each image of a PDF becomes its preview, linked to the PDF, with the caption below it: what
  /// stands in the brackets of an image is seen by no reader who sees the image. The brackets keep its first sentence.
  private func withFigures(_ line: LiterateSource.Line) throws -> String {
    var text = line.text
    for match in line.text.matches(of: /!\[(.+?)\]\(([^()\s]+)\.pdf\)/) {
      let (caption, path) = (match.1, String(match.2))
      let name = (path as NSString).lastPathComponent
      let preview = (path as NSString).deletingLastPathComponent + "/preview/" + name
      try require(path + ".pdf", at: line, by: "./build.sh 06")
      let kinds = [".svg", ".png"].filter { exists(preview + $0) }
      guard let kind = kinds.first else {
        throw missing(preview + ".svg", at: line, by: "./build.sh 06 --format svg --out figures/preview")
      }
      let words = Self.firstSentence(caption).replacing(/[\[\]]/) { "\\\($0.0)" }
      let image = "[![\(words)](\(preview)\(kind))](\(path).pdf)"
      text = text.replacing(match.0, with: "\(image)\\\n_\(caption)_")
    }
    return text
  }

  /// The text up to the first full stop before a capital letter or a token such as `[A]`.
  private static func firstSentence(_ text: Substring) -> Substring {
    text.firstMatch(of: /\.(?=\s+[\p{Lu}\[])/).map { text[..<$0.range.upperBound] } ?? text
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + path)
  }

  private func require(_ path: String, at line: LiterateSource.Line, by command: String) throws {
    if !exists(path) { throw missing(path, at: line, by: command) }
  }

  private func missing(_ path: String, at line: LiterateSource.Line, by command: String) -> InputError {
    InputError(
      in: file, at: "line \(line.number)", expected: "the figure \(path)", found: "nothing there",
      next: "draw it: \(command)")
  }

  /// The blocks of output on a page, by the heading above them.
  package static func textBlocks(_ page: String) -> [String: [[String]]] {
    var blocks: [String: [[String]]] = [:]
    var heading = ""
    var open: [String]?
    var isInFence = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let lines = open { blocks[heading, default: []].append(lines) }
        isInFence.toggle()
        open = isInFence && line == "```text" ? [] : nil
      } else if isInFence {
        open?.append(String(line))
      } else if line.hasPrefix("## ") {
        heading = String(line.dropFirst(3))
      }
    }
    return blocks
  }
}

extension LiterateSource.Part {
  /// The line of code that prints this part's section; nil if no line does.
  fileprivate var callOfSection: Int? {
    for lines in blocks.compactMap(\.ownCode) {
      if let line = lines.first(where: { $0.text.contains("section(\"\(heading)\")") }) { return line.number }
    }
    return nil
  }
}

extension LiterateSource.Block {
  /// The lines of the chapter's own code, shown or not; nil for prose and for declarations of `Sources`.
  fileprivate var ownCode: [LiterateSource.Line]? {
    switch self {
    case .code(let lines), .plumbing(let lines): lines
    case .prose, .listing: nil
    }
  }
}
