// Finds the commands that pages tell their readers to type. The program weave runs them.

import Foundation

/// A command that a page names.
public struct PageCommand: Hashable, Sendable {
  /// The shell line.
  public let line: String
  /// Whether the page says that it takes long.
  public let isLong: Bool

  /// The commands in `pages` (Markdown), in order, each only once.
  ///
  /// A command starts with `./build.sh`, `.build/release/`, `mpirun` or `srun`. It is a line of an `sh`
  /// fence, an indented line, or inline code. It is long if its comment says so, if `, long` or `(long`
  /// follows the inline code, or if `*Long:*` opens its paragraph. Skips programs' output (`output of`).
  public static func all(in pages: [String]) -> [PageCommand] {
    var reader = PageReader()
    for page in pages { reader.read(page) }
    return reader.commands
  }
}

/// The state of the reader as it goes through pages line by line.
private struct PageReader {
  var commands: [PageCommand] = []
  private var paragraph = ""

  mutating func read(_ page: String) {
    var fence: Substring?
    var isOutput = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        fence = fence == nil ? line : nil
      } else if let fence {
        if fence == "```sh" { takeLine(line) }
      } else if line.wholeMatch(of: /<!-- (output of .*|end of output) -->/) != nil {
        isOutput = !line.hasSuffix("end of output -->")
      } else if !isOutput {
        if line.hasPrefix("    ") { takeLine(line) } else { paragraph += " " + line }
        if line.allSatisfy(\.isWhitespace) { takeParagraph() }
      }
    }
    takeParagraph()
  }

  private mutating func takeLine(_ line: Substring) {
    let comment = line.firstRange(of: /[ ]+#[ ]/).map { line[$0.lowerBound...] } ?? ""
    take(line.dropLast(comment.count), isLong: comment.contains(/[ ,;]long([ ,;:.]|$)/))
  }

  private mutating func takeParagraph() {
    let isLong = paragraph.contains(/^ *\*Long:\*/)
    for match in paragraph.matches(of: /`([^`]+)`((?:,| \() ?long)?/) {
      take(match.1, isLong: isLong || match.2 != nil)
    }
    paragraph = ""
  }

  private mutating func take(_ text: Substring, isLong: Bool) {
    let line = text.trimmingCharacters(in: .whitespaces)
    guard line.contains(/^(\.\/build\.sh|\.build\/release\/|mpirun |srun )/),
      !commands.contains(where: { $0.line == line })
    else { return }
    commands.append(PageCommand(line: line, isLong: isLong))
  }
}
