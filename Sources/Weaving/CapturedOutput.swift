// What a chapter printed while it was woven, split at its section headings. It runs nothing.

/// Captured output, split into sections.
public struct CapturedOutput: Hashable, Sendable {
  /// The lines under one heading.
  public struct Section: Hashable, Sendable {
    /// The title passed to `Terminal.section`; empty for lines before the first.
    public let title: String
    /// The lines after the heading's rule, marks included.
    public var lines: [String]
  }

  /// The sections in the order printed; the first has no title.
  public let sections: [Section]

  /// The character that a chapter prints before each title while it is woven.
  public static let titleMark: Character = "\u{E003}"

  /// Splits `text` at its marked titles.
  public init(_ text: String) {
    var sections = [Section(title: "", lines: [])]
    var isRule = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.first == Self.titleMark {
        sections.append(Section(title: String(line.dropFirst()), lines: []))
        isRule = true
      } else if isRule {
        isRule = false
      } else {
        sections[sections.count - 1].lines.append(String(line))
      }
    }
    self.sections = sections
  }

  /// The sections under a page's headings, by heading. A section whose title is not in `headings` joins the
  /// one before it, with its own title and a rule. Headings without output are left out.
  package func lines(under headings: [String]) -> [String: [String]] {
    var result: [String: [String]] = [:]
    var current = ""
    for section in sections {
      var lines = trimmed(section.lines)
      if headings.contains(section.title) {
        current = section.title
      } else if !section.title.isEmpty {
        lines = [section.title, String(repeating: "─", count: section.title.count)] + lines
      }
      let earlier = result[current] ?? []
      result[current] = earlier + (earlier.isEmpty || lines.isEmpty ? [] : [""]) + lines
    }
    return result.filter { !$0.value.isEmpty }
  }
}

/// `lines` without the empty ones at either end.
package func trimmed(_ lines: [String]) -> [String] {
  guard let start = lines.firstIndex(where: { !$0.isEmpty }),
    let end = lines.lastIndex(where: { !$0.isEmpty })
  else { return [] }
  return Array(lines[start...end])
}
