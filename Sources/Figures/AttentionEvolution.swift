// The paper's attention figure from one raw file, as the published script draws it. LogitDifferences.swift
// draws several seeds and losses together.

import Plotting
import Records

/// Which attention scores to draw.
public enum AttentionQuantity: String, CaseIterable, Sendable {
  /// Frontier minus other (`plot_from_raw_data` of the published script).
  case difference
  /// Frontier (solid) and other (dotted) (`plot_attention_across_epochs`).
  case scores

  /// The page that the published script draws it on: 10 × 3 in or 12 × 8 in.
  public var publishedPage: FigurePage { self == .difference ? .flat : .large }
}

/// The curves of `attentionEvolution`, one for each number of thoughts, or two if scores are drawn. A curve without data is left
/// out, and a checkpoint without counted problems leaves a gap.
func attentionCurves(_ data: AttentionRawData, _ quantity: AttentionQuantity) -> [Line] {
  let epochs = data.epochsAnalyzed.sorted()
  return data.steps.sorted().enumerated().flatMap { index, c -> [Line] in
    let results = epochs.map { data.result(epoch: $0, c: c) }
    guard results.contains(where: { $0 != nil }) else { return [] }
    let colour = Colour.published[index % Colour.published.count]
    let marker = Marker.allCases[index % Marker.allCases.count]
    // Labels count from 1, as published.
    func curve(_ name: String, _ dash: Dash, _ value: (AttentionRawData.Result) -> Double) -> Line {
      Line(
        x: epochs.map(Double.init), y: results.map { $0.map(value) ?? .nan }, label: "*c* = \(c + 1)" + name,
        colour: colour, dash: dash, marker: marker)
    }
    switch quantity {
    case .difference: return [curve("", .solid, \.difference)]
    case .scores:
      return [
        curve(", frontier", .solid, \.meanFrontierAttention), curve(", other", .dotted, \.meanOtherAttention),
      ]
    }
  }
}

/// Attention across checkpoints, on a page with the two axes that the published script draws.
public func attentionEvolution(
  _ data: AttentionRawData, _ quantity: AttentionQuantity = .difference, page: FigurePage? = nil
) -> Figure {
  let page = page ?? quantity.publishedPage
  let epochs = data.epochsAnalyzed.sorted()
  return Figure(
    title: "Attention on frontier edges across checkpoints", width: page.size.width, height: page.size.height,
    theme: page.theme, showsTitle: false,
    panels: [
      Panel(
        // A tick for each checkpoint, as published, up to the 16 that the published page has.
        x: Axis(
          "Training Epoch", ticks: epochs.count > 16 ? nil : epochs.map { Tick(Double($0), "\($0)") },
          grid: true),
        y: Axis(
          quantity == .difference ? "Average Attention Difference" : "Average Attention", grid: true),
        marks: attentionCurves(data, quantity))
    ])
}
