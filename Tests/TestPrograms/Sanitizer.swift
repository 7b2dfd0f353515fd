// The sanitizer that the tests run under. `./build.sh test --sanitize …` names it in `$SANITIZER`.

import Foundation

/// The sanitizer.
public enum Sanitizer {
  /// Whether it is ThreadSanitizer.
  public static let isThread = ProcessInfo.processInfo.environment["SANITIZER"] == "thread"
}
