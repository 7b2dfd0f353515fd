// The logit difference, frontier minus other, during training: losses side by side, a curve for each seed.

import Inputs
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

/// One panel for each loss, each with its own axis of y; one colour for each number of thoughts c (from 0), one curve for
/// each seed.
public func logitDifferencesFigure(_ losses: [SeedRuns]) -> Figure {
  let panels = losses.map { loss in
    let time = TrainingTime(loss.runs.map(\.metadata.stepsPerEpoch))
    return Panel(
      title: loss.name + seedsSuffix(loss.runs.count), x: time.axis, y: Axis("Logit difference", grid: true),
      marks: Set(loss.runs.flatMap(\.steps)).sorted().flatMap { c in
        let seeds = loss.runs.enumerated().map { number, run in
          run.epochsAnalyzed.sorted().compactMap { epoch in
            run.result(epoch: epoch, c: c).map { (time.position(epoch, ofRun: number), $0.difference) }
          }
        }
        return seedCurves(
          seeds.filter { !$0.isEmpty }, label: "*c* = \(c)", colour: thoughtColour(c), dash: thoughtDash(c))
      })
  }
  let ends = losses.map { loss in
    let last = loss.runs.compactMap { run in
      run.epochsAnalyzed.max().flatMap { run.result(epoch: $0, c: 0)?.difference }
    }
    return "\(loss.name) \(span(last, 0))"
  }
  return Figure(
    title: "The logit difference at *c* = 0 ends at: \(ends.joined(separator: "; "))",
    width: Figure.pageWidth, height: losses.count > 2 ? 4.1 : 2.4, columns: min(losses.count, 2),
    isLettered: losses.count > 1, hasCommonLegend: true, panels: panels)
}
