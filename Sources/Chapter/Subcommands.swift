// Chapters are straight-line code with a few subcommands beside it: one call reads the arguments for both.

import ArgumentParser
import Inputs

/// The chapter's own options; when the first argument names a subcommand, that runs instead and the program ends.
///
/// `main.swift` begins with `let options = chapterOptions(Options.self)` and goes on with the chapter's text. Subcommands
/// read what follows their name themselves: parsed together, flags that both have would go to the chapter. With `flag`
/// among the arguments, `command` runs although it is not named.
public func chapterOptions<Options: ParsableCommand>(
  _ type: Options.Type, or command: (any ParsableCommand.Type)? = nil, with flag: String = ""
) -> Options {
  watchOutput()
  let arguments = programArguments()
  if let command = type.configuration.subcommands.first(where: { $0._commandName == arguments.first }) {
    runChapter(command, Array(arguments.dropFirst()))
  }
  if let command, arguments.contains(where: { $0 == flag || $0.hasPrefix(flag + "=") }) {
    runChapter(command, arguments)
  }
  do {
    let command = try type.parseAsRoot()
    if let options = command as? Options { return options }
  } catch {
    type.exit(withError: error)
  }
  // `--help` and `help`.
  runChapter(type)
}
