// How a chapter ends: well, or with one line on the standard error. What a chapter shows is Terminal.swift.

import ArgumentParser
import Foundation
import Inputs

/// Does `work`; an `InputError` becomes its one line on the standard error and exit code 1.
///
/// For chapters that are straight-line code: `let options = Options.parseOrExit()`, then `orExit { … }` around what
/// reads or writes files. Usage errors (exit 64) are ArgumentParser's.
public func orExit<Result>(_ work: () throws -> Result) -> Result {
  do { return try work() } catch { exitChapter(error) }
}

/// Parses the arguments (the program's unless given) and runs a command, with the same endings as `orExit`.
public func runChapter<Command: ParsableCommand>(_ chapter: Command.Type, _ arguments: [String]? = nil)
  -> Never
{
  watchOutput()
  do {
    var command = try chapter.parseAsRoot(arguments ?? programArguments())
    try command.run()
  } catch let error as InputError {
    exitChapter(error)
  } catch {
    chapter.exit(withError: error)
  }
  chapter.exit()
}

/// The program's arguments. An empty one, as a shell makes of a variable that is not set, ends it as a usage error: as a
/// folder it would mean the root of the file system.
func programArguments() -> [String] {
  let arguments = Array(CommandLine.arguments.dropFirst())
  let isEmpty = { (argument: String) in
    argument.isEmpty || argument.hasPrefix("--") && argument.firstIndex(of: "=") == argument.indices.last
  }
  if let place = arguments.firstIndex(where: isEmpty) {
    complain("Error: argument \(place + 1) has no value: \"\(arguments[place])\"; see --help for usage.")
    exit(64)
  }
  return arguments
}

/// Notices at the end of the program when the standard output could not take all that was printed (a full disk, say):
/// one line, and exit code 1 instead of 0.
func watchOutput() {
  atexit {
    // What a failed write left is tried again here, and fails again.
    guard fflush(nil) != 0 else { return }
    let error = InputError(
      in: "standard output", expected: "room for what was printed",
      found: systemError(),
      next: "make room on the disk, or write elsewhere")
    complain("\(error)")
    _exit(1)
  }
}

private func exitChapter(_ error: any Error) -> Never {
  complain(InputError.printable("\(error)", atMost: 1600))
  exit(1)
}
