// A file that one process at a time has open. What the file is for is its caller's business.

import Foundation

/// Opens the file at `path` for writing, which is made if it is missing, and locks it until the descriptor is closed. The
/// kernel closes it whatever ends the process, and programs started from here do not inherit it.
///
/// The lock is `flock`'s, which belongs to the open file: `fcntl`'s would be lost as soon as this process closed the same file
/// anywhere else. On NFS, Linux turns it into a lock at the server that holds between hosts; for that, the file must be
/// open for writing.
///
/// `waiting` says whether to wait while another has the lock; a file system without locks is then let pass.
/// - Returns: the descriptor, or -1 with the reason in `errno`: `EWOULDBLOCK` while another has the lock.
public func openLocked(_ path: String, waiting: Bool) -> Int32 {
  while true {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { return -1 }
    if flock(file, LOCK_EX | (waiting ? 0 : LOCK_NB)) == 0 {
      // Whoever had the lock before may have renamed or removed the file: then this lock is on what nobody else will open.
      var (opened, named) = (stat(), stat())
      if fstat(file, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino,
        opened.st_dev == named.st_dev
      {
        return file
      }
    } else if errno != EINTR {
      if waiting { return file }
      let reason = errno
      close(file)
      errno = reason
      return -1
    }
    close(file)
  }
}
