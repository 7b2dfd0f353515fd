// What a chapter printed while it was woven, cut at its section headings. Nothing is run here.

/// Captured output as sections.
public struct CapturedOutput: Hashable, Sendable {
  /// Lines under one heading.
  public struct Section: Hashable, Sendable {
    /// What `Terminal.section` was given; empty before the first.
    public let title: String
    /// The lines after the heading's rule, with their marks.
    public var lines: [String]
  }

  /// Sections in the order in which they were printed; the first has no title.
  public let sections: [Section]

  /// The character before a title, in what a chapter prints while it is woven.
  public static let titleMark: Character = "\u{E003}"

  /// Cuts `text` at marked titles.
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

  /// The sections under the headings of a page, by heading: a section with a title that is none of `headings` stays under
  /// the one before it, with its own title and a rule. Headings without output are left out.
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

/// Without empty lines at either end.
package func trimmed(_ lines: [String]) -> [String] {
  guard let start = lines.firstIndex(where: { !$0.isEmpty }),
    let end = lines.lastIndex(where: { !$0.isEmpty })
  else { return [] }
  return Array(lines[start...end])
}
