// The first place at which a text is not JSON (RFC 8259), for errors. It makes no values: Foundation reads, and this is
// asked only after Foundation refused.

import Foundation

/// Where a text is not JSON, and what stands there.
public struct JSONMistake: Error, Hashable, Sendable {
  /// The byte at which the mistake begins, from 0; the length of the text where that ends too early.
  public let offset: Int
  /// What JSON has there, as a noun phrase.
  public let expected: String
  /// What stands there.
  public let found: String
  /// What to do about mistakes that people and programs often make, as an imperative.
  public let next: String?
}

/// The first mistake in `text`, nil for JSON. `whole` says in errors what the text should hold. Values nested more than
/// 512 deep are a mistake: Foundation reads no deeper. The time it takes grows with the length of the text.
public func jsonMistake(in text: Data, whole: String = "one JSON value") -> JSONMistake? {
  text.withUnsafeBytes { bytes -> JSONMistake? in
    var scanner = JSONScanner(bytes: bytes, whole: whole)
    do throws(JSONMistake) {
      try scanner.scan()
      return nil
    } catch { return error }
  }
}

/// `line 3, column 7` for the byte at `offset` of `text`. Both count from 1; columns are Unicode scalars, and a mark of
/// the byte order is none.
func linePlace(of offset: Int, in text: Data) -> String {
  let before = text.prefix(offset)
  let newline = UInt8(ascii: "\n")
  let start = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
  let line = String(decoding: before[start...], as: UTF8.self).unicodeScalars.drop { $0 == byteOrderMark }
  return "line \(before.count { $0 == newline } + 1), column \(line.count + 1)"
}

/// Whether `byte` is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Whether `byte` may stand in a number of JSON.
func isPartOfNumber(_ byte: UInt8) -> Bool { isDigit(byte) || "+-.eE".utf8.contains(byte) }

private let byteOrderMark: Unicode.Scalar = "\u{FEFF}"

private struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  let whole: String
  var at = 0
  /// The closing marks of all lists and objects that are open, the innermost last.
  var open: [Unicode.Scalar] = []

  /// What comes next; `more` is a comma or the closing mark.
  enum Next { case value, firstItem, firstKey, key, colon, more, end }

  /// The byte at `at` as the ASCII character that it is, if it is one; nil after the last.
  var mark: Unicode.Scalar? { at < bytes.count ? Unicode.Scalar(bytes[at]) : nil }

  mutating func scan() throws(JSONMistake) {
    if bytes.starts(with: String(byteOrderMark).utf8) { at = 3 }
    var next = Next.value
    while true {
      while let mark, " \t\r\n".unicodeScalars.contains(mark) { at += 1 }
      if [.more, .firstItem, .firstKey].contains(next), mark == open.last {
        at += 1
        open.removeLast()
        next = open.isEmpty ? .end : .more
        continue
      }
      switch next {
      case .end:
        if mark == nil { return }
        throw mistake(
          "\(whole) and nothing after it",
          next: mark == "{" || mark == "[" ? "make JSON Lines one list: jq -s . FILE" : nil)
      case .value, .firstItem:
        if mark == "{" || mark == "[" {
          guard open.count < 512 else { throw mistake("at most 512 values inside each other") }
          next = mark == "{" ? .firstKey : .firstItem
          open.append(mark == "{" ? "}" : "]")
          at += 1
        } else {
          if mark == "\"" { try string() } else { try word() }
          next = open.isEmpty ? .end : .more
        }
      case .key, .firstKey:
        guard mark == "\"" else { throw mistake("a key in double quotes") }
        try string()
        next = .colon
      case .colon:
        guard mark == ":" else { throw mistake("a colon after the key") }
        at += 1
        next = .value
      case .more:
        let close = open.last ?? "]"
        guard mark == "," else { throw mistake("a comma or \(close)") }
        at += 1
        next = close == "}" ? .key : .value
      }
    }
  }

  /// Passes a string, whose opening quote is at `at`.
  private mutating func string() throws(JSONMistake) {
    at += 1
    while let mark {
      switch mark {
      case "\"":
        at += 1
        return
      case "\\": at += try escapeLength()
      case ..<" ": throw mistake("a string's closing quote, or an escape such as \\n")
      case "\u{80}"...:
        guard let length = characterLength else { throw mistake("text in UTF-8", next: "save it as UTF-8") }
        at += length
      default: at += 1
      }
    }
    throw mistake("a string's closing quote")
  }

  /// Bytes of the escape at `at`; twelve for a character that takes two `\u`.
  private func escapeLength() throws(JSONMistake) -> Int {
    func unit(_ start: Int) -> Int? {
      guard bytes[start...].starts(with: "\\u".utf8), start + 6 <= bytes.count else { return nil }
      return bytes[start + 2..<start + 6].reduce(0) { value, byte in
        Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { digit in value.map { $0 << 4 | digit } }
      }
    }
    let after = at + 1 < bytes.count ? Unicode.Scalar(bytes[at + 1]) : "\0"
    if "\"\\/bfnrt".unicodeScalars.contains(after) { return 2 }
    switch unit(at) {
    case .some(0xD800...0xDBFF):
      if case .some(0xDC00...0xDFFF) = unit(at + 6) { return 12 }
    case .some(0xDC00...0xDFFF), nil: break
    default: return 6
    }
    throw mistake("an escape of JSON: \\n, \\u00e9 or a pair such as \\ud83d\\ude00")
  }

  /// Passes a number, true, false or null.
  private mutating func word() throws(JSONMistake) {
    let word = bytes[at...].prefix(while: JSONScanner.isInWord)
    guard ["true", "false", "null"].contains(where: { word.elementsEqual($0.utf8) }) || isNumber(word) else {
      throw mistake("a value")
    }
    at += word.count
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: isPartOfNumber(byte) || byte == UInt8(ascii: "_")
    }
  }

  /// Whether `word` is a minus or none, digits without a leading zero, then perhaps a fraction and an exponent.
  private func isNumber(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
    var rest = word
    func take(_ marks: String) -> Bool {
      guard let first = rest.first, marks.utf8.contains(first) else { return false }
      rest.removeFirst()
      return true
    }
    func digits() -> Int {
      let count = rest.prefix(while: isDigit).count
      rest.removeFirst(count)
      return count
    }
    _ = take("-")
    let beginsWithZero = rest.first == UInt8(ascii: "0")
    let count = digits()
    guard count == 1 || count > 1 && !beginsWithZero else { return false }
    if take(".") && digits() == 0 { return false }
    if take("eE") {
      _ = take("+-")
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// Bytes of the UTF-8 character at `at`; nil where there is none.
  private var characterLength: Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[at...].prefix(4).makeIterator()
    guard case .valid(let character) = parser.parseScalar(from: &rest) else { return nil }
    return character.count
  }

  private func mistake(_ expected: String, next: String? = nil) -> JSONMistake {
    JSONMistake(offset: at, expected: expected, found: found, next: next ?? hint)
  }

  /// A word, or the rest of the line.
  private var found: String {
    guard let mark else { return "the end of the text" }
    if mark < " " || mark == "\u{7F}" { return String(format: "the control character U+%04X", bytes[at]) }
    if characterLength == nil { return String(format: "the byte 0x%02X", bytes[at]) }
    let isWord = JSONScanner.isInWord(bytes[at])
    let rest = bytes[at...].prefix(200).prefix { isWord ? JSONScanner.isInWord($0) : $0 >= 0x20 }
    return InputError.printable(String(decoding: rest, as: UTF8.self), atMost: 40)
  }

  private var hint: String? {
    let found = found
    switch found.drop(while: { "+-".contains($0) }).lowercased() {
    case "nan", "inf", "infinity": return "write a number or null: JSON has no such number"
    case "true", "false", "none": return "write it as JSON does: true, false, null"
    case "the end of the text" where mark == nil: return "write it anew: it is empty or cut short"
    default: break
    }
    if ["//", "/*", "#"].contains(where: found.hasPrefix) { return "take the comment out: JSON has none" }
    if found.hasPrefix("'") { return "use double quotes" }
    return nil
  }
}
