// The logit difference frontier − other over training, for several losses side by side, seeds as bands.

import Plotting
import Superposition

/// The raw files of one loss, one a seed.
public struct SeedRuns: Sendable {
  /// The loss, in markup.
  public let name: String
  /// One a seed.
  public let runs: [AttentionRawData]

  /// The runs of one loss.
  public init(_ name: String, _ runs: [AttentionRawData]) {
    self.name = name
    self.runs = runs
  }
}

/// A panel per loss and a curve per number of thoughts c (from 0): the mean over seeds, the band from the smallest to
/// the largest seed.
public func logitDifferencesFigure(_ losses: [SeedRuns]) -> Figure {
  let panels = losses.map { loss in
    let epochs = Set(loss.runs.flatMap(\.epochsAnalyzed)).sorted()
    let steps = Set(loss.runs.flatMap(\.steps)).sorted()
    return Panel(
      title: loss.name, x: Axis("Epoch"), y: Axis("Logit difference", grid: true),
      marks: steps.enumerated().compactMap { index, step -> Line? in
        let values = epochs.map { epoch in
          loss.runs.compactMap { $0.result(epoch: epoch, step: step)?.difference }
        }
        guard values.contains(where: { !$0.isEmpty }) else { return nil }
        return Line(
          x: epochs.map(Double.init),
          y: values.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) },
          band: loss.runs.count > 1
            ? (values.map { $0.min() ?? .nan }, values.map { $0.max() ?? .nan }) : nil,
          label: "*c* = \(step)", colour: .palette[index % Colour.palette.count],
          marker: Marker.allCases[index % Marker.allCases.count])
      })
  }
  return Figure(
    title: "Logit difference frontier − other across checkpoints", width: Figure.pageWidth,
    height: losses.count > 2 ? 3.8 : 2.2, columns: min(losses.count, 2), sharesX: true, sharesY: true,
    isLettered: losses.count > 1, hasCommonLegend: true, panels: panels)
}
