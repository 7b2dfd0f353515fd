// Python, for tests that let other readers read our files. `$PYTHON` names the interpreter.

import Foundation

/// The Python interpreter.
public enum Python {
  private static let name = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"

  /// Whether it can import `modules` (separated by commas).
  public static func has(_ modules: String) -> Bool {
    (try? run(["-c", "import " + modules]))?.status == 0
  }

  /// Runs it with `arguments`.
  public static func run(_ arguments: [String]) throws -> Program { try Program(command: [name] + arguments) }
}
