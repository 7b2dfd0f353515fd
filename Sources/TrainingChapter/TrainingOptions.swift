// The flags of the two training chapters, and the configuration they amount to.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Records
import Training

/// `--config`, `--set` and the rest, beside the flags of every chapter: use as `@OptionGroup var options: TrainingOptions`.
package struct TrainingOptions: ParsableArguments {
  /// The flags of every chapter. `--profile` is the chapter's YAML file to start from; `--seed` goes over the file's; `--out`
  /// is the folder of the run (`runs/<profile>-<loss>-seed<k>` if none is given).
  @OptionGroup package var common: CommonOptions

  @Option(
    help: ArgumentHelp(
      "YAML file to read instead of a profile; the published files work too.", valueName: "file"))
  package var config: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Change one setting; may be repeated. --print-config shows all.", valueName: "key=value"))
  package var settings: [String] = []

  @Option(help: "Worker threads of each process (default: its share of the machine's cores).")
  package var threads: Int?

  @Flag(help: "Go on from the run's newest complete checkpoint.")
  package var resume = false

  @Flag(help: "Replace a run that is there already.")
  package var overwrite = false

  @Option(help: ArgumentHelp("Keep the N newest checkpoints (default: all).", valueName: "N"))
  package var keepLast: Int?

  @Option(help: ArgumentHelp("Keep also the checkpoint of every K-th epoch.", valueName: "K"))
  package var keepEvery: Int?

  @Flag(help: "Print every setting with its value and stop.")
  package var printConfig = false

  package init() {}

  /// Throws `ValidationError` for numbers out of range, and for `--resume` with `--overwrite`.
  package func validate() throws {
    try checkThreads(threads)
    for (flag, count) in [("--keep-last", keepLast), ("--keep-every", keepEvery)] {
      if let count, count < 1 { throw ValidationError("\(flag) must be at least 1, found \(count)") }
    }
    if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
  }

  /// The configuration of a run of `chapter` (its folder's name), and notes on what was read. Throws `InputError` as
  /// `ConfigurationReader` does.
  func configuration(chapter: String) throws -> (configuration: TrainingConfiguration, notes: [String]) {
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
  func folder(_ configuration: TrainingConfiguration, label: String? = nil) -> String {
    if let out = common.out { return out }
    if let label {
      let start = config == nil || configuration.name.isEmpty ? common.profile.rawValue : configuration.name
      return configuration.savePath + "/\(start)-\(label)-seed\(configuration.seed)"
    }
    let name =
      config != nil && !configuration.name.isEmpty
      ? configuration.name
      : RunRecord.folder(
        profile: common.profile.rawValue, configuration.loss, seed: configuration.seed)
    return configuration.savePath + "/" + name
  }
}
