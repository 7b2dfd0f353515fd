// Reads the arguments of a chapter that is straight-line code and also has a few subcommands.

import ArgumentParser
import Inputs

/// The chapter's own options. If the first argument names a subcommand, runs it instead and ends the program.
///
/// `main.swift` begins with `let options = chapterOptions(Options.self)`, and the chapter's text follows. A
/// subcommand parses the arguments after its name alone: parsed together, flags that both have would go to
/// the chapter. If `flag` is among the arguments, `command` runs even without its name.
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
  // Handles `--help` and `help`.
  runChapter(type)
}
