// The paper's contrast: what Coconut and Coconut-BFS make of the first hop's logit difference, and how evenly they weigh
// the root's children. Seeds are curves of their own; those that have not learned the first hop, as claims judge that, are
// broken, and the title does not count them.

import Claims
import Inputs
import Plotting
import Reachability
import Records

/// The two losses of the contrast and their colours.
let contrastedLosses: [(loss: Loss, colour: Colour)] = [
  (.coconut, .palette[0]), (.bfsFrontier, .palette[1]),
]

/// Left, if there are such runs: stage 0 alone, one curve a seed. Right: the published recipe, stage by stage. Above the
/// logit difference at c = 0, below its evenness.
public func contrastFigure(_ runs: [HopSeries], _ published: [IndependentRun]) -> Figure {
  let grown = runs.first.map { fullSizeStep($0.configuration) }.flatMap { $0 > 0 ? Double($0) : nil }
  let settings = [
    Setting(
      title: "Stage 0 alone, width 128", time: Axis("Training step"),
      guides: grown.map { [($0, "full size")] } ?? [], courses: runs.compactMap(FirstHop.init)),
    Setting(
      title: "The published recipe, width 768", time: Axis("Epoch (dashed: stages 1 to 4 begin)"),
      guides: PaperNumbers.stageEnds.enumerated().map { (Double($1), "\($0 + 1)") },
      courses: published.map(FirstHop.init)),
  ].filter { !$0.courses.isEmpty }
  let learned = settings.first?.courses.filter(\.hasLearned) ?? []
  let ends = contrastedLosses.map { loss, _ in
    span(learned.filter { $0.loss == loss }.compactMap(\.differenceAfterStage0), 0) + " (\(loss.name))"
  }
  return Figure(
    title:
      "Models that learned the first hop end stage 0 (a) with a logit difference of \(ends.joined(separator: " and "))",
    width: Figure.pageWidth, height: 4.1, columns: settings.count, isLettered: true, hasCommonLegend: true,
    panels: settings.map {
      $0.panel(title: $0.title, Axis("Logit difference at *c* = 0", grid: true), \.difference)
    }
      + settings.map { $0.panel(title: "", .share("Evenness (1: all alike)", upTo: 1.04), \.evenness) })
}

/// A training whose courses share a pair of panels.
private struct Setting {
  let title: String
  let time: Axis
  /// What happens when.
  let guides: [(at: Double, name: String)]
  let courses: [FirstHop]

  /// One curve a seed, broken if it has not learned the first hop; guides have their names where the panel has a title.
  func panel(title: String, _ y: Axis, _ value: (FirstHop.Point) -> Double?) -> Panel {
    func curves(_ loss: Loss, _ colour: Colour, learned: Bool) -> [Line] {
      seedCurves(
        courses.filter { $0.loss == loss && $0.hasLearned == learned }.map { course in
          course.points.compactMap { point in value(point).map { (point.time, $0) } }
        }, label: learned ? loss.title : "\(loss.title): first hop not learned in time", colour: colour,
        dash: learned ? .solid : .dashed)
    }
    return Panel(
      title: title, x: time, y: y,
      marks: guides.map { Guide(.vertical, at: $0.at, label: title.isEmpty ? "" : $0.name) }
        + contrastedLosses.flatMap { loss, colour in
          curves(loss, colour, learned: true) + curves(loss, colour, learned: false)
        })
  }
}

/// What one run does at c = 0 in the course of its training.
private struct FirstHop {
  struct Point {
    let time: Double
    let difference, evenness: Double?
  }

  let loss: Loss
  let points: [Point]
  /// Whether it has learned the first hop, by the rule of the claims.
  let hasLearned: Bool
  /// The logit difference at the end of stage 0.
  let differenceAfterStage0: Double?

  /// The course of a run of stage 0 alone; nil where it is not known what the run was trained on.
  init?(_ run: HopSeries) {
    guard let loss = run.loss else { return nil }
    self.loss = loss
    points = run.checkpoints.map {
      Point(
        time: Double($0.step), difference: $0.hops.first?.logitDifference[.edgeToken]?.mean,
        evenness: $0.hops.first?.evenness?.mean)
    }
    hasLearned = run.hasLearnedFirstHop
    differenceAfterStage0 = points.last?.difference
  }

  /// The course of a run of the published recipe.
  init(_ run: IndependentRun) {
    loss = run.run.loss
    points = run.rows.map {
      Point(time: Double($0.epoch), difference: $0.atEdgeToken.first, evenness: $0.evenness.first)
    }
    hasLearned = run.hasLearnedFirstHop
    differenceAfterStage0 = run.endOfStage0?.atEdgeToken.first
  }
}
