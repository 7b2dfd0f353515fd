// The flags that every chapter shares. Each chapter declares its own flags itself.

import ArgumentParser

/// How much a chapter does.
public enum Profile: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// Minutes, on small graphs.
  case quick
  /// Full-size graphs on two cores.
  case laptop
  /// The paper's contrast: stage 0 alone, on full-size graphs, long enough to see where the logit goes.
  case contrast
  /// The paper's schedule in small: every stage, on full-size graphs, at a constant rate.
  case miniature
  /// The published configuration.
  case paper
}

/// Accepts 1 to 1024 threads. No machine has more, and each would take memory for buffers of its own. Throws
/// ArgumentParser's `ValidationError`.
public func checkThreads(_ threads: Int?) throws {
  if let threads, !(1...1024).contains(threads) {
    throw ValidationError("--threads must be 1 to 1024, found \(threads)")
  }
}

/// Use as `@OptionGroup var common: CommonOptions`.
package struct CommonOptions: ParsableArguments {
  @Option(
    help: """
      Which recipe to run: quick (small graphs, minutes), laptop (full-size graphs), contrast (stage 0 alone), \
      miniature (the paper's schedule in small), paper (the published recipe).
      """)
  package var profile: Profile = .quick

  @Option(help: "Seed of every random stream (default: 0, or the configuration's).")
  package var seed: UInt64?

  @Option(help: ArgumentHelp("Folder to write to (default: the chapter's own).", valueName: "dir"))
  package var out: String?

  @Flag(help: "Leave out explanations, tables and progress.")
  package var quiet = false

  @Flag(help: "Wait for the return key before each section.")
  package var lecture = false

  package init() {}

  /// Where the chapter prints.
  package var terminal: Terminal { Terminal(quiet: quiet, isLecture: lecture) }
}
