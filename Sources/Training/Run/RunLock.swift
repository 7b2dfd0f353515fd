// The lock of a run's folder: one process at a time trains in it. What stands in the folder is RunFolder.swift's.

import Foundation
import Inputs

/// Holds the folder of a run for this process, from `acquire` to the end of the object or of the process.
///
/// The lock is on the file `run.lock`. A process that is killed leaves the file, but not the lock; what the file says is
/// only for the message to a second process. Neither clearing nor sweeping a folder removes it.
final class RunLock {
  private let folder, file: String
  private let descriptor: Int32
  private let isNewFolder: Bool

  /// Makes the folder if it is missing, and locks it. Throws `InputError` while another process holds it, and where
  /// it cannot be written to or its file system has no locks.
  static func acquire(_ folder: String) throws -> RunLock { try RunLock(folder) }

  private init(_ folder: String) throws {
    let isNewFolder = !FileManager.default.fileExists(atPath: folder)
    try makeFolder(folder)
    let file = folder + "/run.lock"
    let descriptor = openLocked(file, waiting: false)
    guard descriptor >= 0 else {
      guard errno == EWOULDBLOCK else { throw writeError(file, errno) }
      let holder = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      throw InputError(
        in: folder, expected: "a folder in which no other process trains",
        found: holder.isEmpty ? "one that has only just begun" : holder,
        next: "wait until it ends, end it with kill (it saves first), or train in another folder (--out)")
    }
    ftruncate(descriptor, 0)
    let holder =
      "process \(getpid()) on \(ProcessInfo.processInfo.hostName), since \(Date.now.ISO8601Format())"
    _ = holder.withCString { write(descriptor, $0, strlen($0)) }
    (self.folder, self.file, self.descriptor, self.isNewFolder) = (folder, file, descriptor, isNewFolder)
  }

  /// A start that failed leaves no empty folder behind; `rmdir` removes no other.
  deinit {
    unlink(file)
    close(descriptor)
    if isNewFolder { rmdir(folder) }
  }
}
