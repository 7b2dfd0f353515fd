// Theorem 3 from PredictionReport: when the answer is right, how the prediction weights grow, which direction they approach.

import Foundation
import Inputs
import Plotting
import Records

/// One curve for each μ of the thoughts, over log time. Above, early: the angle of (μ_A, μ_R), which is beyond π/2 where the
/// carry-over μ_A is negative, and the share of problems in which c* has the largest logit. Below, to the end: the length of
/// (μ_A, μ_R), and how far its angle is from that of the largest margin.
public func predictionFlowFigure(_ data: PredictionReport) -> Figure {
  func name(_ row: PredictionRow) -> String {
    row.indexMatchingLogit.map { "*μ* = \(significant($0, 3))" } ?? "equal weights"
  }
  func panel(_ time: Axis, _ y: Axis, _ value: (PredictionRow) -> [Double]) -> Panel {
    Panel(
      x: time, y: y,
      marks: data.rows.enumerated().map { index, row in
        Line(
          x: row.times, y: value(row), label: name(row), colour: .palette[index % Colour.palette.count],
          dash: [.solid, .dashed, .dashDotted, .longDashed][index % 4])
      })
  }
  let early = Axis("Time *αt*", kind: .logarithmic, range: 1e-3...1e6)
  let whole = Axis("Time *αt*", kind: .logarithmic)
  var angle = panel(early, Axis("Angle (rad)", range: 0...1.8, grid: true), \.angle)
  angle.marks.insert(Guide(.horizontal, at: .pi / 2, label: "above: *μ*_A < 0"), at: 0)
  let late = data.rows.compactMap { row -> String? in
    guard let first = row.accuracy.first, first < 0.5 else { return nil }
    let right = zip(row.times, row.accuracy).first { $0.1 >= 0.5 }?.0
    return
      "\(name(row)) (\(right.map { "right from *t* = \(Inputs.whole(Int($0.rounded()))) on" } ?? "never right"))"
  }
  return Figure(
    title: late.isEmpty
      ? "The answer is right from the start"
      : "The answer is right from the start, except for thoughts made with \(late.joined(separator: " and "))",
    width: Figure.pageWidth, height: 4.1, columns: 2, isLettered: true, hasCommonLegend: true,
    panels: [
      angle, panel(early, .accuracy, \.accuracy),
      panel(whole, Axis("Length of (*μ*_A, *μ*_R)", kind: .logarithmic, grid: true)) { row in
        zip(row.carryOver, row.lift).map { ($0 * $0 + $1 * $1).squareRoot() }
      },
      panel(whole, Axis("|Angle − its limit| (rad)", kind: .logarithmic, grid: true)) { row in
        row.angle.map { abs($0 - row.limitAngle) }
      },
    ])
}
