// `03-coconut-train controls`: the same training with something else where the thoughts stand.

import ArgumentParser
import Coconut
import Figures
import Records

/// Trains with continuous thoughts, with pause tokens, with a discrete chain of thought and with none.
package struct TrainedControls: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "controls",
    abstract: "Train alike with pause tokens, a discrete chain of thought and none, and compare accuracies.",
    discussion: VariantOptions.places)

  @OptionGroup var training: TrainingOptions
  @OptionGroup var variants: VariantOptions

  package init() {}

  /// Trains every control, writes `controls.json` and prints the table. Throws `InputError` as a training does.
  package func run() throws {
    let varied = Feedback.allCases.map { feedback in
      (
        setting: "feedback", value: feedback.rawValue,
        settings: feedback == .continuous ? [] : ["feedback=\(feedback.rawValue)"]
      )
    }
    try variants.train(varied, training, to: RecordName.controls) { controlsTable(nil, trained: $0) }
  }
}
