// How a chapter ends: with success, or with one line on standard error. Terminal.swift prints what it shows.

import ArgumentParser
import Foundation
import Inputs

/// Does `work`; an `InputError` ends the program with one line on standard error and exit code 1.
///
/// For chapters that are straight-line code: `let options = Options.parseOrExit()` comes first, then `orExit
/// { … }` goes around what reads or writes files. ArgumentParser handles usage errors (exit 64).
public func orExit<Result>(_ work: () throws -> Result) -> Result {
  do { return try work() } catch { exitChapter(error) }
}

/// Parses `arguments` (by default the program's) and runs the command; errors end it as in `orExit`.
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

/// The program's arguments. An empty one is a usage error and ends the program: it usually comes from a shell
/// variable that is not set, and as a folder it would mean the root of the file system.
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

/// Checks at exit that standard output took all that was printed; if not (a full disk, for example), prints
/// one line and exits with code 1 instead of 0.
func watchOutput() {
  atexit {
    // If an earlier write failed, its text is still in the buffer; this tries again and fails again.
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
