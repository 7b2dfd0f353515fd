// What goes wrong with files, flags and configurations, said in one line. Internal mistakes are not its business.

import Foundation

/// Input that cannot be used: a file, flag or configuration. Printed as one line; chapters then exit with 1.
///
/// `InputError(in: "a.json", at: "[12].root", expected: "a node", found: "\"x\"", next: "correct the file")` reads
/// `a.json: [12].root: expected a node, found "x"; correct the file`.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, folder or flag.
  public var file: String
  /// Where in it, as a path of keys and indices (`[12].neighbor_k.2`); empty for the whole.
  public var key: String
  /// What would have been right, as a noun phrase (`a node in 0...22`).
  public var expected: String
  /// What stood there instead.
  public var found: String
  /// What the reader can do now, as an imperative.
  public var next: String

  /// An error; every part may hold any text, the description stays one line.
  public init(
    in file: String, at key: String = "", expected: String, found: String, next: String
  ) {
    self.file = file
    self.key = key
    self.expected = expected
    self.found = found
    self.next = next
  }

  /// The one line. Control characters are left out and long parts are cut, so hostile input cannot disturb a terminal.
  public var description: String {
    let place = [file.isEmpty ? "\"\"" : file, key].filter { !$0.isEmpty }.map {
      InputError.printable($0, atMost: 300)
    }
    let parts = [expected, found, next].map { InputError.printable($0, atMost: 200) }
    return place.joined(separator: ": ") + ": expected \(parts[0]), found \(parts[1]); \(parts[2])"
  }

  /// `text` in at most `limit` Unicode scalars: control and format characters become U+FFFD, and `…` marks a cut.
  public static func printable(_ text: String, atMost limit: Int) -> String {
    let start = text.unicodeScalars.prefix(limit + 1)
    var kept = String.UnicodeScalarView()
    for scalar in start.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: kept.append("\u{FFFD}")
      default: kept.append(scalar)
      }
    }
    return String(kept) + (start.count > limit ? "…" : "")
  }
}

/// `value` as an error says what it found: as JSON writes it (text in quotes), no value as `none`; one line of at most 60
/// characters, and `…` where it is cut.
public func shown(_ value: Any?) -> String {
  guard let value else { return "none" }
  let json = try? JSONSerialization.data(
    withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
  return InputError.printable(json.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)", atMost: 60)
}
