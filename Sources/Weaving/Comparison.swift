// Compares fresh output with what a page already shows. It does not decide what is kept or written.

import Foundation

/// The result of comparing fresh output with the lines on a page.
package enum Comparison: Equatable {
  /// Equal except for marked numbers and white space; `outside` names each number beyond its tolerance.
  case same(outside: [String])
  /// Different text; the first line that differs, on each side.
  case different(shown: String, fresh: String)

  /// Compares line by line; empty lines, the width of white space and the length of rules do not matter.
  package init(fresh: [String], shown: [String]) {
    let (freshLines, shownLines) = (
      fresh.compactMap(Comparison.essence), shown.compactMap(Comparison.essence)
    )
    var outside: [String] = []
    for index in 0..<max(freshLines.count, shownLines.count) {
      let freshLine = index < freshLines.count ? freshLines[index] : nil
      let shownLine = index < shownLines.count ? shownLines[index] : nil
      guard let freshLine, let shownLine, let numbers = Comparison.numbers(in: shownLine, by: freshLine)
      else {
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

  /// The line with single spaces and with each rule as one dash; nil if it is empty.
  private static func essence(_ line: String) -> String? {
    let text = line.split(whereSeparator: \.isWhitespace).map { word in
      word.allSatisfy { $0 == "─" } ? "─" : String(word)
    }.joined(separator: " ")
    return text.isEmpty ? nil : text
  }

  /// Each marked number of `fresh` with the text in its place in `shown`; nil if any other text differs.
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
