// The logit difference, frontier minus other, during training: losses side by side, seeds as bands.

import Plotting
import Records

/// The raw files of one loss, one for each seed.
public struct SeedRuns: Sendable {
  /// The loss, as markup.
  public let name: String
  /// One entry for each seed.
  public let runs: [AttentionRawData]

  /// The runs of one loss.
  public init(_ name: String, _ runs: [AttentionRawData]) {
    self.name = name
    self.runs = runs
  }
}

/// One panel for each loss, one curve for each number of thoughts c (from 0). The curve is the mean over
/// seeds, the band spans all seeds, at the training steps where every seed of the loss was measured.
public func logitDifferencesFigure(_ losses: [SeedRuns]) -> Figure {
  let panels = losses.map { loss in
    let time = TrainingTime(loss.runs.map(\.metadata.stepsPerEpoch))
    let thoughts = Set(loss.runs.flatMap(\.steps)).sorted()
    return Panel(
      title: loss.name + seedsSuffix(loss.runs.count), x: time.axis, y: Axis("Logit difference", grid: true),
      marks: thoughts.enumerated().compactMap { index, c -> Line? in
        let seeds = loss.runs.enumerated().map { number, run in
          run.epochsAnalyzed.reduce(into: [Double: Double]()) { values, epoch in
            values[time.position(epoch, ofRun: number)] = run.result(epoch: epoch, c: c)?.difference
          }
        }
        guard seeds.contains(where: { !$0.isEmpty }) else { return nil }
        return seedCurve(
          seeds, label: "*c* = \(c)", colour: .palette[index % Colour.palette.count],
          marker: Marker.allCases[index % Marker.allCases.count])
      })
  }
  return Figure(
    title: "Logit difference frontier − other across checkpoints", width: Figure.pageWidth,
    height: losses.count > 2 ? 3.8 : 2.2, columns: min(losses.count, 2), sharesX: true, sharesY: true,
    isLettered: losses.count > 1, hasCommonLegend: true, panels: panels)
}
