// The flags of the two training chapters, and the configuration they amount to.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Training

/// `--config`, `--set` and the rest, beside the flags of every chapter: use as `@OptionGroup var options: TrainingOptions`.
public struct TrainingOptions: ParsableArguments {
  /// The flags of every chapter. `--profile` is the chapter's YAML file to start from; `--seed` goes over the file's; `--out`
  /// is the folder of the run (`runs/<profile>-<loss>-seed<k>` if none is given).
  @OptionGroup public var common: CommonOptions

  /// A YAML file read over the paper's values, instead of a profile.
  @Option(
    help: ArgumentHelp(
      "YAML file to read instead of a profile; the published files work too.", valueName: "file"))
  public var config: String?

  /// Single settings, over the file's.
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Change one setting; may be repeated. --print-config shows all.", valueName: "key=value"))
  public var settings: [String] = []

  /// Worker threads of each process; nil for its share of the machine's cores.
  @Option(help: "Worker threads of each process (default: its share of the machine's cores).")
  public var threads: Int?

  /// Whether to go on with the run in the folder.
  @Flag(help: "Go on from the newest complete checkpoint in --out.")
  public var resume = false

  /// Whether to replace the run in the folder.
  @Flag(help: "Replace a run that --out already holds.")
  public var overwrite = false

  /// How many of the newest checkpoints to keep (`keep_last`); nil for what the configuration says.
  @Option(help: ArgumentHelp("Keep the N newest checkpoints (default: all).", valueName: "N"))
  public var keepLast: Int?

  /// Keep beside those the checkpoint of every K-th epoch (`keep_every`); nil for what the configuration says.
  @Option(help: ArgumentHelp("Keep also the checkpoint of every K-th epoch.", valueName: "K"))
  public var keepEvery: Int?

  /// Whether to print the settings and stop.
  @Flag(help: "Print every setting with its value and stop.")
  public var printConfig = false

  /// Made by ArgumentParser.
  public init() {}

  /// Throws `ValidationError` for numbers out of range, and for `--resume` with `--overwrite`.
  public func validate() throws {
    try checkThreads(threads)
    for (flag, count) in [("--keep-last", keepLast), ("--keep-every", keepEvery)] {
      if let count, count < 1 { throw ValidationError("\(flag) must be at least 1, found \(count)") }
    }
    if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
  }

  /// The configuration of a run of `chapter` (its folder's name), and notes on what was read. Throws `InputError` as
  /// `ConfigurationReader` does.
  public func configuration(chapter: String) throws -> (configuration: TrainingConfiguration, notes: [String])
  {
    var reader = ConfigurationReader()
    let file = try config ?? projectFile("chapters/\(chapter)/\(common.profile.rawValue).yaml")
    try reader.read(file: file)
    for setting in settings { try reader.set(setting) }
    if let seed = common.seed { reader.configuration.seed = seed }
    if let keepLast { reader.configuration.keepLast = keepLast }
    if let keepEvery { reader.configuration.keepEvery = keepEvery }
    return (try reader.finish(from: file), reader.notes)
  }

  /// The folder of a run with this configuration; `label` tells it from the plain run.
  public func folder(_ configuration: TrainingConfiguration, label: String? = nil) -> String {
    if let out = common.out { return out }
    if let label {
      let start = config == nil || configuration.name.isEmpty ? common.profile.rawValue : configuration.name
      return configuration.savePath + "/\(start)-\(label)-seed\(configuration.seed)"
    }
    let name =
      config != nil && !configuration.name.isEmpty
      ? configuration.name
      : "\(common.profile.rawValue)-\(configuration.loss.rawValue)-seed\(configuration.seed)"
    return configuration.savePath + "/" + name
  }
}
