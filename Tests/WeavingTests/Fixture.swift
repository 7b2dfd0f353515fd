// A small chapter for weaving, in a folder of its own.

import Foundation
import Inputs
import Weaving

/// A chapter's source and pretended output.
struct Fixture {
  let project = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  var folder: String { project + "/chapters/07-test" }

  static let source = """
    // # 7 · A test
    //
    // It counts.
    // <!-- arguments: --profile quick -->

    import Inputs

    // ## Counting
    //
    // First $1$, then more.
    // <!-- code -->

    count()
    //
    terminal.section("Counting")
    // ## After it
    //
    // All counted.
    """

  static let title = String(CapturedOutput.titleMark)

  /// Output with one marked number.
  static func output(_ number: String = "0.984", within tolerance: Double = 0.01, word: String = "one")
    -> String
  {
    """

    \(title)Counting
    ────────
    \(word)    \(MarkedNumber(number, within: tolerance).marked)

    \(title)Something else
    ──────────────
    two
    """ + "\n"
  }

  func page(_ source: String = source, _ output: String = output(), earlier: String? = nil) throws
    -> WovenPage
  {
    try WovenPage(
      LiterateSource(source, file: folder + "/main.swift"), output: CapturedOutput(output), folder: folder,
      earlier: earlier)
  }

  func remove() { try? FileManager.default.removeItem(atPath: project) }
}
