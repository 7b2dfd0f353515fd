// A page with the output of commands between markers, such as the README's tables. It runs no command.

/// A Markdown page: `<!-- output of COMMAND -->` and `<!-- end of output -->` enclose COMMAND's output.
public struct FrontPage {
  /// The page with fresh output; marked numbers that agree with the old page keep its text.
  public private(set) var text: String
  /// Marked numbers outside their tolerance, one sentence each.
  public private(set) var outside: [String] = []

  /// Puts what `run` returns for each command into `page`. If both markers are on one line, they stay so.
  /// `refresh` keeps nothing of the old output. Throws what `run` throws.
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
