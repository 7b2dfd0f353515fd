// What a chapter prints on standard output: headings, lines, tables. Errors are in Run.swift.

import Foundation
import Inputs
import Weaving

/// A terminal that reads like a page of a book. It prints nothing if `quiet`.
public struct Terminal: Sendable {
  /// Whether to print nothing.
  public let quiet: Bool
  /// Whether to wait for the return key before each section; only if standard input is a terminal.
  public let isLecture: Bool

  /// A terminal; it waits only if standard input is a terminal too.
  public init(quiet: Bool = false, isLecture: Bool = false) {
    self.quiet = quiet
    self.isLecture = isLecture && !quiet && isatty(STDIN_FILENO) == 1
  }

  /// Prints a heading after an empty line. While the chapter is woven, the title carries a mark.
  public func section(_ title: String) {
    if isLecture { waitForReturn() }
    let mark = isWeaving ? String(CapturedOutput.titleMark) : ""
    show("\n\(mark)\(title)\n" + String(repeating: "─", count: title.count))
  }

  /// Prints one line, unless quiet.
  public func say(_ line: String) { show(line) }

  /// Prints a line about the work, not part of the page, on standard error.
  public func note(_ line: String) {
    if !quiet { complain(line) }
  }

  /// Prints a table with aligned columns: those in `left` (words) to the left, others (numbers) to the right.
  public func table(_ header: [String], _ rows: [[String]], left: Set<Int> = [0]) {
    for line in Terminal.lines(header, rows, left: left) { show(line) }
  }

  /// The lines of a table, with header and rule. Short rows are filled up with empty cells.
  public static func lines(_ header: [String], _ rows: [[String]], left: Set<Int> = [0]) -> [String] {
    let columns = ([header] + rows).map(\.count).max() ?? 0
    let filled = ([header] + rows).map { $0 + Array(repeating: "", count: columns - $0.count) }
    func width(_ cell: String) -> Int { MarkedNumber.visible(cell).count }
    let widths = (0..<columns).map { column in filled.map { width($0[column]) }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      let cells = zip(row, widths).enumerated().map { index, cell in
        let space = String(repeating: " ", count: cell.1 - width(cell.0))
        return left.contains(index) ? cell.0 + space : space + cell.0
      }
      let text = cells.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return [line(filled[0]), rule] + filled.dropFirst().map(line)
  }

  private func show(_ text: String) {
    if !quiet { print(text) }
  }

  private func waitForReturn() {
    try? FileHandle.standardError.write(contentsOf: Data("\n[return]".utf8))
    _ = readLine()
  }
}
