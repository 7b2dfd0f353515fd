// One line on the standard error: how an error that ends a program and a warning that does not are shown. Their words
// are InputError's and the callers'.

import Foundation

/// Writes one line to the standard error, if that can be written to.
public func complain(_ line: String) {
  try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
}
