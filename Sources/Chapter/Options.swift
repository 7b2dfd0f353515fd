// The flags that mean the same in every chapter. A chapter's own flags stand in the chapter.

import ArgumentParser

/// How much a chapter does.
public enum Profile: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// Minutes, on small graphs.
  case quick
  /// Full-size graphs on two cores.
  case laptop
  /// The published configuration.
  case paper
}

/// Refuses a number of threads that no machine has (1 to 1024 pass): each takes buffers of its own. Throws
/// ArgumentParser's `ValidationError`.
public func checkThreads(_ threads: Int?) throws {
  if let threads, !(1...1024).contains(threads) {
    throw ValidationError("--threads must be 1 to 1024, found \(threads)")
  }
}

/// `--profile`, `--seed`, `--out`, `--quiet`, `--step`: use as `@OptionGroup var common: CommonOptions`.
public struct CommonOptions: ParsableArguments {
  /// How much to do.
  @Option(help: "How much to do: minutes, a laptop's half hour, or the published recipe.")
  public var profile: Profile = .quick

  /// The seed of every random stream; nil for 0, or what a configuration says.
  @Option(help: "Seed of every random stream (default: 0, or the configuration's).")
  public var seed: UInt64?

  /// The folder to write to; nil for the chapter's own.
  @Option(help: ArgumentHelp("Folder to write to (default: the chapter's own).", valueName: "dir"))
  public var out: String?

  /// Whether to leave out explanations and tables.
  @Flag(help: "Leave out explanations, tables and progress.")
  public var quiet = false

  /// Whether to wait for the return key before each section.
  @Flag(help: "Wait for the return key before each section, for a lecture.")
  public var step = false

  /// Made by ArgumentParser.
  public init() {}

  /// Where the chapter shows what it does.
  public var terminal: Terminal { Terminal(quiet: quiet, step: step) }
}
