// Accuracies of trainings side by side: ablations, and other things in place of thoughts. It trains nothing.

import Claims
import Plotting
import Records

/// One panel for each varied setting: the mean over seeds with its deviation. Diamonds mark the paper's
/// result for as many layers, for half, the same and twice its width, and for an untied output head.
public func ablationsFigure(_ data: VariantResults) -> Figure {
  let settings = data.variants.map(\.setting).reduce(into: [String]()) {
    if !$0.contains($1) { $0.append($1) }
  }
  let panels = settings.map { setting in
    let variants = data.variants.filter { $0.setting == setting }
    return Panel(
      x: .categories(variants.map(\.shownValue), label: variants.first?.shownSetting ?? ""),
      y: .accuracy,
      marks: [
        GroupedBars(
          [
            GroupedBars.Series(
              "", variants.map(\.accuracy), errors: variants.map { $0.deviation ?? .nan },
              references: variants.indices.map { data.published(setting, at: $0)?.accuracy ?? .nan },
              colour: .palette[0])
          ], referenceName: "arXiv 2509.23365")
      ])
  }
  return Figure(
    title: "Ablations", width: Figure.pageWidth, height: 2.1, columns: max(settings.count, 1), sharesY: true,
    isLettered: true, hasCommonLegend: true, panels: panels)
}

/// Accuracy of models trained with something else in place of thoughts; diamonds: the predecessor's.
func trainedControlsPanel(_ data: VariantResults) -> Panel {
  Panel(
    title: "trained alike with",
    x: .categories(data.variants.map(\.shownValue), label: "In place of thoughts"),
    y: .accuracy, legend: .above,
    marks: [
      GroupedBars(
        [
          GroupedBars.Series(
            "", data.variants.map(\.accuracy), errors: data.variants.map { $0.deviation ?? .nan },
            references: data.variants.map { PredecessorTables.accuracy[$0.value] ?? .nan },
            colour: .palette[0])
        ], referenceName: "arXiv 2505.12514")
    ])
}

extension VariantResults.Variant {
  /// The setting's name on a page.
  var shownSetting: String {
    switch setting {
    case "layers": "Layers"
    case "width": "Width"
    case "heads": "Heads"
    case "tied": "Output head"
    default: setting
    }
  }

  /// The value's name on a page.
  var shownValue: String {
    switch (setting, value) {
    case ("tied", "true"): "tied"
    case ("tied", "false"): "untied"
    case ("feedback", "continuous"): "thoughts"
    case ("feedback", "pause"): "pauses"
    case ("feedback", "discrete"): "tokens"
    case ("feedback", "none"): "nothing"
    default: value
    }
  }
}
