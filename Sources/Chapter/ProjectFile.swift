// Finds files of the project, whatever folder a chapter is started in.

import Foundation
import Inputs

/// The file at `path` in the project: below the current folder, or else below the folder in which the program
/// was built. Throws `InputError` if it is in neither.
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
