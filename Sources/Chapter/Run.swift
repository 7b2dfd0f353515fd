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
  do {
    var command = try chapter.parseAsRoot(arguments)
    try command.run()
  } catch let error as InputError {
    exitChapter(error)
  } catch {
    chapter.exit(withError: error)
  }
  chapter.exit()
}

private func exitChapter(_ error: any Error) -> Never {
  let line = InputError.printable("\(error)", atMost: 1600)
  FileHandle.standardError.write(Data((line + "\n").utf8))
  exit(1)
}
