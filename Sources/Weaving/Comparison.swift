// Fresh output against what a page shows already. What is kept or written is decided elsewhere.

import Foundation

/// How fresh output stands to the lines that a page shows.
package enum Comparison: Equatable {
  /// The same, but for marked numbers and white space; the numbers that lie outside their tolerance, as sentences.
  case same(outside: [String])
  /// Another text; the first line that differs on each side.
  case different(shown: String, fresh: String)

  /// Compares line by line; empty lines, amounts of space and lengths of rules do not count.
  package init(fresh: [String], shown: [String]) {
    let (freshLines, shownLines) = (fresh.compactMap(Comparison.essence), shown.compactMap(Comparison.essence))
    var outside: [String] = []
    for index in 0..<max(freshLines.count, shownLines.count) {
      let freshLine = index < freshLines.count ? freshLines[index] : nil
      let shownLine = index < shownLines.count ? shownLines[index] : nil
      guard let freshLine, let shownLine, let numbers = Comparison.numbers(in: shownLine, by: freshLine) else {
        self = .different(
          shown: shownLine ?? "nothing more", fresh: freshLine.map(MarkedNumber.visible) ?? "nothing more")
        return
      }
      for (number, earlier) in numbers where !number.agrees(with: earlier) {
        outside.append("found \(number.text), expected \(earlier) ± \(number.tolerance)")
      }
    }
    self = .same(outside: outside)
  }

  /// A line with single spaces, rules as one dash; nil if it is empty.
  private static func essence(_ line: String) -> String? {
    let text = line.split(whereSeparator: \.isWhitespace).map { word in
      word.allSatisfy { $0 == "─" } ? "─" : String(word)
    }.joined(separator: " ")
    return text.isEmpty ? nil : text
  }

  /// Each marked number of `fresh` with what stands in its place in `shown`; nil where the rest differs.
  private static func numbers(in shown: String, by fresh: String) -> [(MarkedNumber, String)]? {
    let pieces = MarkedNumber.pieces(of: fresh)
    let pattern = pieces.map { piece in
      switch piece {
      case .plain(let text): NSRegularExpression.escapedPattern(for: text)
      case .number: MarkedNumber.pattern
      }
    }.joined()
    guard let expression = try? NSRegularExpression(pattern: "^\(pattern)$"),
      let match = expression.firstMatch(in: shown, range: NSRange(shown.startIndex..., in: shown))
    else { return nil }
    let numbers = pieces.compactMap { piece -> MarkedNumber? in
      if case .number(let number) = piece { return number }
      return nil
    }
    return numbers.enumerated().compactMap { index, number in
      Range(match.range(at: index + 1), in: shown).map { (number, String(shown[$0])) }
    }
  }
}
