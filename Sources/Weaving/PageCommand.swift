// The commands that pages tell their readers to type. Running them is the program weave's.

import Foundation

/// A command named by a page.
public struct PageCommand: Hashable, Sendable {
  /// The shell line.
  public let line: String
  /// Whether the page says that it takes long.
  public let isLong: Bool

  /// The commands of `pages` (Markdown) in their order, each as it is first named.
  ///
  /// A command starts with `./build.sh`, `.build/release/`, `mpirun` or `srun`, and is a line of an `sh` fence, an indented
  /// line, or inline code. It is long when the comment behind its line says so, when `, long` or `(long` follows the inline
  /// code, or when `*Long:*` opens its paragraph. What stands between `output of` marks was printed by a program.
  public static func all(in pages: [String]) -> [PageCommand] {
    var reader = PageReader()
    for page in pages { reader.read(page) }
    return reader.commands
  }
}

/// The state of reading pages line by line.
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
