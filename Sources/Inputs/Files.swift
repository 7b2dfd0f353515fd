// Whole files in and out: a read that explains itself, a write that is complete or absent. No formats here.

import Foundation

/// The bytes of the file at `path`, at most `limit` of them (1 GiB unless given). Throws `InputError` when there is
/// none, it is a folder or a device, it cannot be read or it is longer.
public func readFile(_ path: String, atMost limit: Int = 1 << 30) throws -> Data {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw InputError(in: path, expected: "a file", found: "nothing there", next: "check the path")
  }
  guard !isFolder.boolValue else {
    throw InputError(in: path, expected: "a file", found: "a folder", next: "name a file in it")
  }
  // A device may never end; a pipe, such as a shell's `<(command)`, does.
  var status = stat()
  guard stat(path, &status) == 0, [S_IFREG, S_IFIFO].contains(status.st_mode & S_IFMT) else {
    throw InputError(in: path, expected: "a file", found: "a device", next: "name a file")
  }
  guard let file = FileHandle(forReadingAtPath: path),
    let data = try? file.read(upToCount: limit + 1) ?? Data()
  else {
    throw InputError(
      in: path, expected: "a readable file", found: systemError(), next: "check its permissions")
  }
  guard data.count <= limit else {
    throw InputError(
      in: path, expected: "a file of at most \(limit) bytes",
      found: "\(max(data.count, Int(status.st_size))) bytes or more",
      next: "check that it is the right one")
  }
  return data
}

/// Writes `data` to `path` so that the file is either complete or as it was before: beside it (`.partial`), flushed to
/// the disk, then renamed. Missing folders are made. Of two processes that write the same file at once, the second waits
/// for the first. Throws `InputError` (no permission, no space, not a folder).
public func writeAtomically(_ data: Data, to path: String) throws {
  let folder = parentFolder(of: path)
  try makeFolder(folder)
  let partial = path + ".partial"
  let file = openLocked(partial, waiting: true)
  guard file >= 0 else { throw writeError(path, errno) }
  // What a process that was killed had written.
  ftruncate(file, 0)
  var failure: Int32 = 0
  data.withUnsafeBytes { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        failure = errno
        return
      }
    }
  }
  if failure == 0 && fsync(file) != 0 { failure = errno }
  if failure == 0 && rename(partial, path) != 0 { failure = errno }
  // Closed last: once the lock is gone, the file under this name may be another process's.
  if failure != 0 { unlink(partial) }
  if close(file) != 0 && failure == 0 { failure = errno }
  guard failure == 0 else { throw writeError(path, failure) }
  try flushFolder(folder)
}

/// The folder that the file or folder at `path` is in: `.` for a bare name. (Foundation's `deletingLastPathComponent`
/// traps on a name of one character.)
public func parentFolder(of path: String) -> String {
  let parts = path.split(separator: "/", omittingEmptySubsequences: true)
  let start = path.hasPrefix("/") ? "/" : ""
  let parent = start + parts.dropLast().joined(separator: "/")
  return parent.isEmpty ? "." : parent
}

/// Makes the folder at `path` and those above it. Throws `InputError` when that cannot be.
public func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    throw InputError(
      in: path, expected: "a folder to write to",
      found: exists && !isFolder.boolValue
        ? "a file" : "none, and it cannot be made: \(error.localizedDescription)",
      next: "choose another folder or check permissions")
  }
}

/// Makes the entries of a folder (a rename, say) last through a power failure. Throws `InputError` when the folder
/// cannot be opened or flushed; file systems that cannot flush folders are let pass.
public func flushFolder(_ path: String) throws {
  let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { throw writeError(path, errno) }
  defer { close(folder) }
  // Some file systems cannot flush a folder and say EINVAL; there is nothing better to do on them.
  if fsync(folder) != 0 && errno != EINVAL { throw writeError(path, errno) }
}

/// What the system says about an error, the last one unless given: `no such file or directory`.
public func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)).lowercased() }

/// The error of a file or folder that cannot be written; `code` is the system's error number.
public func writeError(_ path: String, _ code: Int32) -> InputError {
  InputError(
    in: path, expected: "room and permission to write",
    found: systemError(code),
    next: code == ENOSPC || code == EDQUOT
      ? "make room on the disk" : "choose another place or check permissions")
}
