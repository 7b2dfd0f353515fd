// Accuracies of trainings side by side: ablations, and other things in place of thoughts. It trains nothing.

import Claims
import Inputs
import Plotting
import Records

/// One panel for each varied setting, a disc for each seed. Diamonds mark the paper's result for as many layers, for half, the
/// same and twice its width, and for an untied output head.
public func ablationsFigure(_ data: VariantResults) -> Figure {
  let settings = data.variants.map(\.setting).uniqued()
  let panels = settings.map { setting in
    let variants = data.variants.filter { $0.setting == setting }
    return Panel(
      x: .categories(variants.map(\.shownValue), label: variants.first?.shownSetting ?? ""), y: .accuracy,
      marks: marks(
        variants, variants.indices.map { data.published(setting, at: $0)?.accuracy }, from: "arXiv 2509.23365"
      ))
  }
  let steps = data.variants.flatMap(\.runs).map(\.steps).max() ?? 0
  let found = settings.map { setting in
    let variants = data.variants.filter { $0.setting == setting }
    return "\(variants[0].shownSetting.lowercased()) \(span(variants.map(\.accuracy), 2))"
  }
  return Figure(
    title:
      "Answers right after \(whole(steps)) steps, by the setting that is changed: \(found.joined(separator: ", "))",
    width: Figure.pageWidth,
    height: 2.4, columns: max(settings.count, 1), sharesY: true, isLettered: true, hasCommonLegend: true,
    panels: panels)
}

/// Accuracy of models trained with something else in place of thoughts; diamonds: the predecessor's.
func trainedControlsPanel(_ data: VariantResults) -> Panel {
  Panel(
    title: "Trained alike with",
    x: .categories(data.variants.map(\.shownValue), label: "What is fed back"),
    y: .accuracy, legend: .above,
    marks: marks(
      data.variants, data.variants.map { PredecessorTables.accuracy[$0.value] }, from: "arXiv 2505.12514"))
}

/// A disc for the accuracy of each seed of each variant, and diamonds for published ones beside them.
private func marks(
  _ variants: [VariantResults.Variant], _ published: [Double?], from source: String
) -> [any Mark] {
  let seeds = variants.enumerated().flatMap { place, variant in
    // Side by side, since seeds may agree.
    let first = Double(place) - 0.05 * Double(variant.runs.count - 1)
    return variant.runs.enumerated().map { seed, run in (first + 0.1 * Double(seed), run.accuracy) }
  }
  let cited = published.enumerated().compactMap { place, value in value.map { (Double(place) + 0.25, $0) } }
  return [
    Guide(.horizontal, at: 0.5, dash: .dotted),
    Line(
      x: seeds.map(\.0), y: seeds.map(\.1), label: "here, each seed", colour: .palette[0], dash: .none,
      marker: .circle),
    Line(
      x: cited.map(\.0), y: cited.map(\.1), label: source, colour: .palette[1], dash: .none, marker: .diamond),
  ]
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
