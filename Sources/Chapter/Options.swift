// The flags that mean the same in every chapter. A chapter's own flags stand in the chapter.

import ArgumentParser

/// How much a chapter does: `quick` (minutes, small graphs), `laptop` (full-size graphs on two cores), `paper` (the
/// published configuration).
public enum Profile: String, CaseIterable, Sendable, ExpressibleByArgument {
  case quick, laptop, paper
}

/// `--profile`, `--seed`, `--out`, `--quiet`: use as `@OptionGroup var common: CommonOptions`.
public struct CommonOptions: ParsableArguments {
  /// How much to do.
  @Option(help: "How much to do.")
  public var profile: Profile = .quick

  /// The seed of every random stream.
  @Option(help: "Seed of every random stream.")
  public var seed: UInt64 = 0

  /// The folder to write to; nil for the chapter's own.
  @Option(help: ArgumentHelp("Folder to write to.", valueName: "dir"))
  public var out: String?

  /// Whether to leave out explanations and tables.
  @Flag(help: "Leave out explanations and tables.")
  public var quiet = false

  /// Made by ArgumentParser.
  public init() {}

  /// Where the chapter shows what it does.
  public var terminal: Terminal { Terminal(quiet: quiet) }
}
