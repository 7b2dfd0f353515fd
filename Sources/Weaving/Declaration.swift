// Finds a declaration in a Swift file by its name. It goes by layout, as `swift format` leaves it, and parses no
// expressions.

import Inputs

/// A declaration of a source file, with its place among the types around it.
struct Declaration {
  /// Names of the enclosing types, outermost first, then its own.
  let path: [String]
  /// Its parameter labels, `(of:in:)`; empty if it has no parameter list.
  let labels: String
  /// Its lines, with comment and attributes, moved to the left margin.
  let lines: [String]

  /// The lines of the declaration `name` in `text`: `crossEntropy`, `Graph.layers`, or with labels,
  /// `crossEntropy(logits:accepting:)`.
  ///
  /// Throws `InputError`, with `reader` as the place that asks, if no declaration or more than one has the name.
  static func named(_ name: String, in text: String, path: String, for reader: String) throws -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let all = declarations(in: lines[...], indent: 0, types: [])
    let found = all.filter { $0.isCalled(name) }
    guard let declaration = found.first, found.count == 1 else {
      let candidates = found.isEmpty ? all : found
      throw InputError(
        in: path, expected: "one declaration '\(name)', which \(reader) shows",
        found: found.isEmpty ? "none" : "\(found.count)",
        next: "name one of " + candidates.map(\.fullName).joined(separator: ", "))
    }
    return declaration.lines
  }

  private var fullName: String { path.joined(separator: ".") + labels }

  /// Whether `name` is the last part of this declaration's full name, with labels or without.
  private func isCalled(_ name: String) -> Bool {
    [fullName, path.joined(separator: ".")].contains { $0 == name || $0.hasSuffix("." + name) }
  }

  /// The declarations of `lines` that start `indent` spaces from the margin, and those inside their types.
  private static func declarations(in lines: ArraySlice<String>, indent: Int, types: [String])
    -> [Declaration]
  {
    var result: [Declaration] = []
    var index = lines.startIndex
    while index < lines.endIndex {
      let end = lines[(index + 1)...].firstIndex { !continues($0, from: indent) } ?? lines.endIndex
      defer { index = end }
      let text = lines[index..<end].joined(separator: "\n").dropFirst(indent)
      let opening =
        #/
        (?: @?[a-z]+ (?: \([a-z_]+\) )? \x20 )*?  # attributes and modifiers
        (func|var|let|struct|enum|class|actor|protocol|extension|typealias|init|subscript) \b \x20?
        ( [\w.]+ | [\-+*/%=<>!&|^~]+ (?=[\x20(]) )?  # a name or an operator
        /#
      guard depth(lines[index]) == indent, let match = text.prefixMatch(of: opening) else { continue }
      let keyword = match.1
      let name = String(match.2 ?? keyword)
      if ["struct", "enum", "class", "actor", "protocol", "extension"].contains(keyword) {
        result += declarations(in: lines[(index + 1)..<end], indent: indent + 2, types: types + [name])
      }
      if keyword == "extension" { continue }
      let before = lines[..<index].lastIndex { !isCommentOrAttribute($0, indent: indent) }
      let whole = trimmed(Array(lines[(before.map { $0 + 1 } ?? lines.startIndex)..<end]))
      result.append(
        Declaration(
          path: types + [name], labels: labels(text[match.range.upperBound...]),
          lines: whole.map { String($0.dropFirst(indent)) }))
    }
    return result
  }

  /// The number of spaces before the text of `line`; nil if it is empty.
  private static func depth(_ line: String) -> Int? {
    line.firstIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) }
  }

  /// Whether `line` belongs to the declaration above it that starts `indent` spaces from the margin.
  private static func continues(_ line: String, from indent: Int) -> Bool {
    guard let depth = depth(line) else { return true }
    let isRest = line.dropFirst(indent).prefixMatch(of: /[}\)\]{]|where\b/) != nil
    return depth > indent || depth == indent && isRest
  }

  private static func isCommentOrAttribute(_ line: String, indent: Int) -> Bool {
    depth(line) == indent && line.dropFirst(indent).prefixMatch(of: /\/\/\/|@/) != nil
  }

  /// The labels of the parameter list with which `text` starts, behind generic parameters; empty if there is none.
  private static func labels(_ text: Substring) -> String {
    guard let start = text.prefixMatch(of: /[?!]?(?:<[^(]*>)?\(/) else { return "" }
    var parameters = [""]
    var nesting = 0
    for character in text[start.range.upperBound...] {
      if nesting == 0 && character == ")" { break }
      if "([{".contains(character) { nesting += 1 }
      if ")]}".contains(character) { nesting -= 1 }
      if nesting == 0 && character == "," {
        parameters.append("")
      } else {
        parameters[parameters.count - 1].append(character)
      }
    }
    let labels = parameters.compactMap { $0.split { " :\n".contains($0) }.first.map { "\($0):" } }
    return "(" + labels.joined() + ")"
  }
}
