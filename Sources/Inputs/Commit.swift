// Which commit of the source a program was started in, for the provenance of what it writes.

import Foundation

/// The commit of the source the program was started in: what `git describe --always --dirty` says, or `unknown`.
public func currentCommit() -> String {
  let git = Process()
  git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
  let output = Pipe()
  git.standardOutput = output
  git.standardError = FileHandle.nullDevice
  guard (try? git.run()) != nil else { return "unknown" }
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  git.waitUntilExit()
  return git.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : "unknown"
}
