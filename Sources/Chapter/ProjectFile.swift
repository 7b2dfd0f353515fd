// Finding files that belong to the project, wherever a chapter is started from.

import Foundation
import Inputs

/// A file of the project by its path in it: below the current folder, or below the one the program was built in. Throws
/// `InputError` when it is in neither.
public func projectFile(_ path: String) throws -> String {
  if FileManager.default.fileExists(atPath: path) { return path }
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()
  while folder.path != "/" {
    let candidate = folder.appendingPathComponent(path).path
    if FileManager.default.fileExists(atPath: candidate) { return candidate }
    folder.deleteLastPathComponent()
  }
  throw InputError(
    in: path, expected: "a file of the project", found: "nothing there", next: "run from the project's folder"
  )
}
