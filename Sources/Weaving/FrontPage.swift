// Pages with the output of commands between markers: the README's tables. Which commands are run is the caller's.

/// A page in which `<!-- output of COMMAND -->` and `<!-- end of output -->` enclose what COMMAND prints, as Markdown.
public struct FrontPage {
  /// The page with fresh output; marked numbers that agree with the page keep their text.
  public private(set) var text: String
  /// Marked numbers outside their tolerance, one sentence each.
  public private(set) var outside: [String] = []

  /// Puts into `page` what `run` gives for each command. Markers on one line stay on one line. With `refresh`, nothing
  /// that stands there is kept. Throws what `run` throws.
  public init(_ page: String, refresh: Bool = false, run: (String) throws -> String) rethrows {
    text = ""
    var rest = page[...]
    while let match = rest.firstMatch(of: /<!-- output of (.+?) -->((?s).*?)<!-- end of output -->/) {
      let (command, body) = (String(match.1), String(match.2))
      let printed = trimmed(
        try run(command).split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      let shown = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      text += rest[..<match.range.lowerBound] + "<!-- output of \(command) -->"
      if !refresh, case .same(let numbers) = Comparison(fresh: printed, shown: shown) {
        outside += numbers.map { "output of \(command): \($0)" }
        text += body
      } else {
        let fresh = printed.map(MarkedNumber.visible)
        text +=
          body.contains("\n")
          ? "\n\n" + (fresh + [""]).joined(separator: "\n") + "\n" : fresh.joined(separator: " ")
      }
      text += "<!-- end of output -->"
      rest = rest[match.range.upperBound...]
    }
    text += rest
  }
}
