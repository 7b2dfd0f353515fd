// Turns a good input into a bad one by a few random edits of bytes and of tokens (words, numbers, strings,
// brackets). The random stream alone decides them, so any finding can be repeated.

import Foundation
import Randomness

/// Makes edits for one format.
public struct Mutator {
  /// Texts that tend to break readers of this format, in addition to those in `anywhere`.
  public let tokens: [String]

  /// Edits that sometimes insert one of `tokens`.
  public init(tokens: [String]) { self.tokens = tokens }

  /// Numbers at and beyond the limits of their types.
  static let numbers = [
    "0", "-0", "-1", "1", "1.5", "1e308", "1e309", "-1e400", "1e-400", "4294967296", "2147483648",
    "9223372036854775807", "9223372036854775808", "18446744073709551616", "-9223372036854775809",
    "1152921504606846976",
  ]

  /// Texts that tend to break any reader: these numbers, other types, other encodings, punctuation.
  static let anywhere =
    numbers + [
      "NaN", "nan", "Infinity", "-inf", "null", "true", "false", "None", "\"\"", "\"0\"",
      "[]",
      "{}", "[[]]", "[0]", "{\"\":0}", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[2J\"", "\u{202E}", "\u{0}",
      "\n",
      "\r\n", "\t", " ", "\"", "'", "\\", "{", "}", "[", "]", ":", ",", "#", "../", "/dev/zero", "~", "%n",
    ]

  /// `input` after one to four edits.
  public func mutated(_ input: Data, _ random: inout RandomStream) -> Data {
    var data = Array(input)
    for _ in 0...random.below(4) { edit(&data, &random) }
    return Data(data)
  }

  private func edit(_ data: inout [UInt8], _ random: inout RandomStream) {
    let spans = Mutator.spans(data)
    switch random.below(14) {
    case 0: if !data.isEmpty { data[random.below(data.count)] ^= 1 << UInt8(random.below(8)) }
    case 1: if !data.isEmpty { data.removeLast(1 + random.below(min(data.count, 64))) }
    case 2: data.insert(UInt8(random.below(256)), at: random.below(data.count + 1))
    case 3:
      let start = random.below(data.count + 1)
      data.removeSubrange(start..<min(data.count, start + 1 + random.below(32)))
    case 4:
      let start = random.below(data.count + 1)
      data.insert(contentsOf: data[start..<min(data.count, start + 1 + random.below(200))], at: start)
    case 5:
      let bracket = random.pick(["[", "{\"a\":", "- "]) ?? "["
      let nest = String(repeating: bracket, count: [3, 200, 5000][random.below(3)])
      data.insert(contentsOf: nest.utf8, at: random.pick(spans)?.lowerBound ?? 0)
    case 6:
      guard let a = random.pick(spans), let b = random.pick(spans) else { return }
      data.replaceSubrange(a, with: Array(data[b]))
    case 7, 8, 9, 10:
      // One number replaces another, so that the input parses but means something wrong.
      let numbers = spans.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(data[$0.lowerBound]) }
      guard let span = random.pick(numbers) else { return }
      let text = random.below(2) == 0 ? "\(random.below(40))" : random.pick(Mutator.numbers) ?? ""
      data.replaceSubrange(span, with: Array(text.utf8))
    default:
      guard let span = random.pick(spans) else { return }
      let text = random.pick(random.below(3) == 0 ? tokens + Mutator.anywhere : Mutator.anywhere) ?? ""
      data.replaceSubrange(span, with: Array(text.utf8))
    }
  }

  /// The ranges of words, numbers, strings and single marks.
  private static func spans(_ data: [UInt8]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var at = 0
    while at < data.count {
      let start = at
      if data[at] == UInt8(ascii: "\"") {
        at += 1
        while at < data.count && data[at] != UInt8(ascii: "\"") { at += 1 }
        at = min(at + 1, data.count)
      } else if isWord(data[at]) {
        while at < data.count && isWord(data[at]) { at += 1 }
      } else {
        at += 1
      }
      if data[start] != UInt8(ascii: " ") { spans.append(start..<at) }
    }
    return spans
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
