// Chapters are straight-line code with a few subcommands beside it: one call reads the arguments for both.

import ArgumentParser
import Inputs

/// The chapter's own options; when a subcommand was asked for, that runs instead and the program ends.
///
/// `main.swift` begins with `let options = chapterOptions(Options.self)` and goes on with the chapter's text.
public func chapterOptions<Options: ParsableCommand>(_ type: Options.Type) -> Options {
  do {
    let command = try type.parseAsRoot()
    if let options = command as? Options { return options }
  } catch {
    type.exit(withError: error)
  }
  runChapter(type)
}
