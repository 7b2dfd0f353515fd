// The small language of labels: `*μ*_c^2`, `**bold**`, `10^{−3}`. Parsing only; Typesetting.swift gives places.

/// A piece of a label.
indirect enum MarkupNode: Hashable, Sendable {
  /// Text in one style.
  case text(String, italic: Bool, bold: Bool)
  /// A subscript and a superscript, one above the other, on what stands before.
  case scripts(below: [MarkupNode], above: [MarkupNode])
}

/// Text with simple mathematical markup.
///
/// `*x*` is italic, `**x**` bold, `_` lowers and `^` raises the next character, `*…*` or `{…}`; `\` takes the next
/// character as it is. Greek letters and signs are written as themselves (`μ`, `ξ`, `−`, `≥`).
public enum MathMarkup {
  /// `text` with every special character made literal, for names that come from data.
  public static func escape(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "*_^{}\\".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  /// The label without markup, for metadata.
  public static func plain(_ text: String) -> String {
    func flat(_ nodes: [MarkupNode]) -> String {
      nodes.map { node in
        switch node {
        case .text(let text, _, _): text
        case .scripts(let below, let above): flat(below) + flat(above)
        }
      }.joined()
    }
    return flat(parse(text))
  }

  static func parse(_ text: String) -> [MarkupNode] {
    var parser = Parser(rest: Array(text)[...])
    return parser.nodes(until: nil)
  }

  private struct Parser {
    var rest: ArraySlice<Character>
    var italic = false
    var bold = false

    /// Everything up to `end` (which is taken too) or the end of the text.
    mutating func nodes(until end: Character?) -> [MarkupNode] {
      var result: [MarkupNode] = []
      var pending = ""
      func flush(_ italic: Bool, _ bold: Bool) {
        if !pending.isEmpty { result.append(.text(pending, italic: italic, bold: bold)) }
        pending = ""
      }
      while let character = rest.popFirst() {
        if character == end { break }
        switch character {
        case "\\":
          if let literal = rest.popFirst() { pending.append(literal) }
        case "*":
          flush(italic, bold)
          if rest.first == "*" {
            rest.removeFirst()
            bold.toggle()
          } else {
            italic.toggle()
          }
        case "_", "^":
          flush(italic, bold)
          let script = argument()
          var (below, above): ([MarkupNode], [MarkupNode]) = character == "_" ? (script, []) : ([], script)
          // x_a^b: both scripts stand one above the other.
          if rest.first == (character == "_" ? "^" : "_") {
            rest.removeFirst()
            let other = argument()
            if character == "_" { above = other } else { below = other }
          }
          result.append(.scripts(below: below, above: above))
        default: pending.append(character)
        }
      }
      flush(italic, bold)
      return result
    }

    /// What a script applies to: `{…}`, `*…*` or one character.
    mutating func argument() -> [MarkupNode] {
      let outer = (italic, bold)
      defer { (italic, bold) = outer }
      (italic, bold) = (false, bold)
      switch rest.popFirst() {
      case "{": return nodes(until: "}")
      case "*":
        italic = true
        return nodes(until: "*")
      case "\\": return rest.popFirst().map { [.text(String($0), italic: false, bold: bold)] } ?? []
      case let character?: return [.text(String(character), italic: false, bold: bold)]
      case nil: return []
      }
    }
  }
}
