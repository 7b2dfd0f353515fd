// `03-coconut-train ablate`: the paper's ablations at the size of a profile, several seeds each.

import ArgumentParser
import Figures
import Inputs
import Records
import Training

/// Trains with other depths, widths, heads and an output head of its own, and shows accuracies side by side.
package struct Ablate: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract: "Train with other layers, widths, heads and an untied head, and compare accuracies.",
    discussion: VariantOptions.places)

  /// What is varied.
  enum Setting: String, CaseIterable, ExpressibleByArgument {
    case layers, width, heads, tied

    /// Its values beside that of the profile, which stands at the place of its own value.
    func values(_ profile: TrainingConfiguration) -> [String] {
      switch self {
      case .layers: Set([2, 4, 8, profile.model.layers]).sorted().map(String.init)
      // As in the paper: half the width and twice the width.
      case .width: [1, 2, 4].map { $0 * profile.model.width / 2 }.map(String.init)
      case .heads: Set([1, 2, 4, 8, profile.model.heads]).sorted().map(String.init)
      case .tied: ["true", "false"]
      }
    }

    /// The profile's value.
    func value(_ profile: TrainingConfiguration) -> String {
      switch self {
      case .layers: "\(profile.model.layers)"
      case .width: "\(profile.model.width)"
      case .heads: "\(profile.model.heads)"
      case .tied: "\(profile.model.tied)"
      }
    }
  }

  /// A setting, and the values to try: `width`, or `width=64,128`.
  struct Variation: ExpressibleByArgument {
    let setting: Setting
    /// nil: those of `Setting.values`.
    let values: [String]?

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1)
      guard let first = parts.first, let setting = Setting(rawValue: String(first)) else { return nil }
      self.setting = setting
      values = parts.count > 1 ? parts[1].split(separator: ",").map(String.init).uniqued() : nil
      if argument.contains("=") && values?.isEmpty != false { return nil }
    }

    static let all = Setting.allCases.compactMap { Variation(argument: $0.rawValue) }
    static let allValueStrings = Setting.allCases.map(\.rawValue)
    var defaultValueDescription: String { setting.rawValue }
  }

  @OptionGroup var training: TrainingOptions
  @OptionGroup var variants: VariantOptions

  @Option(parsing: .upToNextOption, help: "What to vary; width=64,128 tries these values.")
  var vary: [Variation] = Variation.all

  package init() {}

  /// Trains every variant, writes `ablations.json` (of other profiles `ablations-laptop.json`) and prints the table. Throws `InputError` as a training does.
  package func run() throws {
    let profile = try training.configuration(chapter: "03-coconut-train").configuration
    let isQuick = training.config == nil && training.common.profile == .quick
    let name = isQuick ? RecordName.smallAblations : RecordName.fullSizeAblations
    let varied = vary.flatMap { variation in
      let setting = variation.setting
      return (variation.values ?? setting.values(profile)).map { value in
        (
          setting: setting.rawValue, value: value,
          settings: value == setting.value(profile) ? [] : ["\(setting.rawValue)=\(value)"]
        )
      }
    }
    try variants.train(varied, training, to: name, table: ablationsTable)
  }
}
