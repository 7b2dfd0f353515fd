// Several trainings that differ in a few settings, one after another. What is made of their records is the command's.

import ArgumentParser
import Chapter
import Records
import Training

/// One training among several.
struct Variant {
  /// What its folder's name ends with; nil for the folder a plain run has.
  var folder: String?
  /// `key=value` over the common settings.
  let settings: [String]
  /// The seed; nil for the common one.
  var seed: UInt64?
}

/// Trains each variant in a folder of its own (a finished run is not trained again); `show` gets their folders and
/// records, in order, on rank 0. Throws `InputError` as a training does.
func trainVariants(
  _ variants: [Variant], _ options: TrainingOptions, chapter: String,
  show: (Terminal, [(folder: String, record: RunRecord)]) throws -> Void
) throws {
  if options.printConfig {
    throw ValidationError("--print-config is for one run: leave it to the chapter")
  }
  try World.run { world in
    var runs: [(folder: String, record: RunRecord)] = []
    for variant in variants {
      var own = options
      own.settings += variant.settings
      own.common.seed = variant.seed ?? own.common.seed
      let (configuration, notes) = try own.configuration(chapter: chapter)
      let out = own.folder(configuration, label: variant.folder)
      own.common.out = out
      let page = TrainingPage(
        options: own, configuration: configuration, notes: notes, out: out, world: world)
      if let done = try page.finishedRecord() {
        page.terminal.say("\(out) is finished: not trained again")
        runs.append((out, done))
      } else {
        let (problems, heldOut) = try page.problems()
        let record = try page.train(problems, heldOut)
        page.terminal.answers(of: record)
        runs.append((out, record))
      }
    }
    if world.isFirst { try show(options.common.terminal, runs) }
  }
}
