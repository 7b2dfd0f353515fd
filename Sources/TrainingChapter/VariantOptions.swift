// What `ablate` and `controls` of chapter 03 share: seeds, and the record they leave.

import ArgumentParser
import Chapter
import Figures
import Inputs
import Records

/// Variants by setting and value, each trained with several seeds.
struct VariantOptions: ParsableArguments {
  /// Where things are written, for the commands' help.
  static let places =
    "The record goes to --out (default: runs/<profile>-data); each run has a folder of its own."

  @Option(help: "Train each variant with this many seeds, from --seed on.")
  var seeds = 3

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be at least 1, found \(seeds)") }
  }

  /// Trains `varied` (key, value and the settings they stand for; none: the profile as it is) and writes the record `name`
  /// to --out, or to runs/<profile>-data; prints it as `table` lays it out.
  func train(
    _ varied: [(setting: String, value: String, settings: [String])], _ training: TrainingOptions,
    to name: String, table: (VariantResults) -> ReportTable
  ) throws {
    var training = training
    let folder = training.common.out ?? "runs/\(training.common.profile.rawValue)-data"
    // Each run has a folder of its own.
    training.common.out = nil
    let first = training.common.seed ?? 0
    let variants = varied.flatMap { varied in
      (0..<UInt64(seeds)).map { seed in
        // Runs of the profile as it is are those of the chapter, with all checkpoints. Of the others the last will do.
        let isPlain = varied.settings.isEmpty && training.config == nil
        return Variant(
          folder: isPlain ? nil : "\(varied.setting)-\(varied.value)",
          settings: varied.settings + (isPlain ? [] : ["keep_last=1"]), seed: first &+ seed)
      }
    }
    try trainVariants(variants, training, chapter: "03-coconut-train") { terminal, runs in
      let results = VariantResults(
        profile: training.config ?? training.common.profile.rawValue,
        variants: varied.enumerated().map { index, varied in
          VariantResults.Variant(
            setting: varied.setting, value: varied.value,
            runs: runs[index * seeds..<(index + 1) * seeds].compactMap {
              VariantResults.Run($0.record, folder: $0.folder)
            })
        })
      let file = "\(folder)/\(name)"
      try writeJSON(results, to: file)
      let made = table(results)
      terminal.section(made.title)
      terminal.table(made.header, made.rows)
      terminal.say(made.note)
      terminal.say("\nWrote \(file).")
    }
  }
}
