// Marks for numbers from training or timing in a woven chapter's output. It measures and prints nothing.

import Foundation

/// A number on a page that another machine may find slightly different.
///
/// While a chapter is woven, the number and its tolerance stand between private-use characters of Unicode.
/// They never reach a page: the weaver removes them, and `visible(_:)` hides them from table layout.
public struct MarkedNumber: Hashable, Sendable {
  /// The number as printed: `0.984`, `1 min 20 s`, `–`.
  public let text: String
  /// How far another run's number may differ, in the number's own unit.
  public let tolerance: Double

  /// A number printed as `text` that may differ by `tolerance`.
  public init(_ text: String, within tolerance: Double) {
    self.text = text
    self.tolerance = tolerance
  }

  package static let start: Character = "\u{E000}"
  package static let middle: Character = "\u{E001}"
  package static let end: Character = "\u{E002}"

  /// The text between its marks.
  public var marked: String { "\(Self.start)\(text)\(Self.middle)\(tolerance)\(Self.end)" }

  /// `text` as a reader sees it: without marks and tolerances.
  public static func visible(_ text: String) -> String {
    guard text.contains(start) else { return text }
    return pieces(of: text).map(\.text).joined()
  }

  /// Running text, or a marked number.
  package enum Piece: Hashable {
    case plain(String)
    case number(MarkedNumber)

    var text: String {
      switch self {
      case .plain(let text): text
      case .number(let number): number.text
      }
    }
  }

  /// Splits `text` at its marks. A mark without an end counts as text.
  package static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let from = rest.firstIndex(of: start), let middle = rest[from...].firstIndex(of: middle),
      let end = rest[middle...].firstIndex(of: end)
    {
      if from > rest.startIndex { pieces.append(.plain(String(rest[..<from]))) }
      let tolerance = Double(rest[rest.index(after: middle)..<end]) ?? 0
      pieces.append(
        .number(MarkedNumber(String(rest[rest.index(after: from)..<middle]), within: tolerance)))
      rest = rest[rest.index(after: end)...]
    }
    return rest.isEmpty ? pieces : pieces + [.plain(String(rest))]
  }

  /// A regular expression for a printed number: `-0.98`, `1.2e-05`, a duration (`1 h 02 min`, `12 s`), or the
  /// dash that stands for no number.
  package static let pattern =
    #"([-+−]?[0-9][0-9.,]*(?:e[-+]?[0-9]+)?(?: (?:h [0-9]+ min|min [0-9]+ s|s))?|–|nan|-?inf)"#

  /// The value of a printed number, durations in seconds; nil if the text has no number.
  package static func value(of text: String) -> Double? {
    let units = ["h": 3600.0, "min": 60, "s": 1]
    var sum = 0.0
    var last: Double?
    for word in text.replacing("−", with: "-").replacing(",", with: "").split(separator: " ") {
      if let unit = units[String(word)], let number = last {
        sum += number * unit
        last = nil
      } else if let number = Double(word), number.isFinite {
        last = number
      } else {
        return nil
      }
    }
    return sum + (last ?? 0)
  }

  /// Whether this number agrees with one printed earlier: the same text, or within the tolerance.
  package func agrees(with earlier: String) -> Bool {
    guard let fresh = Self.value(of: text), let value = Self.value(of: earlier) else {
      return text == earlier
    }
    // The factor keeps floating-point rounding from deciding at the very edge of the tolerance.
    return abs(fresh - value) <= tolerance * (1 + 1e-9)
  }
}
