// The theory beside itself: the trained key-query matrix over the flow of its two numbers, and the direction in which
// the prediction weights go. Theorem 1's flow is FlowFigure.swift.

import Plotting
import Theory

/// A panel per hop and loss: μ and ν of the coupled flow (lines), of the matrix trained with the smallest step (markers),
/// and μ of the flow that leaves out ν (dashed).
public func keyQueryFigure(_ data: KeyQueryReport) -> Figure {
  let panels = data.rows.map { row -> Panel in
    let trained = row.trainings.min { $0.step < $1.step }
    func points(_ values: [Double]?, _ colour: Colour, _ marker: Marker) -> [Line] {
      guard let values else { return [] }
      return [Line(x: row.times, y: values, label: "matrix", colour: colour, dash: .none, marker: marker)]
    }
    return Panel(
      title: "*c* = \(row.hop), \(row.loss.name)", x: Axis("Time *αt*"), y: Axis("*μ*, *ν*", grid: true),
      marks: [
        Line(x: row.times, y: row.mu, label: "*μ*, flow", colour: .palette[0]),
        Line(x: row.times, y: row.nu, label: "*ν*, flow", colour: .palette[1]),
        Line(
          x: row.times, y: row.oneNumberMu, label: "*μ*, flow without *ν*", colour: .palette[5], dash: .dashed
        ),
      ] + points(trained?.mu, .palette[0], .circle) + points(trained?.nu, .palette[1], .square))
  }
  return Figure(
    title: "The key-query matrix and the flow of its two numbers", width: Figure.pageWidth, height: 4.2,
    columns: 2, sharesX: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// Theorem 3 over log time, a colour per μ of the thoughts: the angle between lift and carry-over with its limit (dotted),
/// and the accuracy on the way.
public func predictionFlowFigure(_ data: PredictionReport) -> Figure {
  let rows = data.rows.enumerated().map { ($1, Colour.palette[$0 % Colour.palette.count]) }
  func curves(_ value: (PredictionRow) -> [Double]) -> [Line] {
    rows.map { row, colour in
      let name = row.indexMatchingLogit.map { "*μ* = \($0 == $0.rounded() ? number($0, 0) : number($0, 1))" }
      return Line(x: row.times, y: value(row), label: name ?? "uniform thoughts", colour: colour)
    }
  }
  let limits = rows.map { Guide(.horizontal, at: $0.limitAngle, colour: $1, dash: .dotted) }
  return Figure(
    title: "The direction of the prediction weights", width: Figure.pageWidth, height: 2.4, columns: 2,
    sharesX: true, isLettered: true, hasCommonLegend: true,
    panels: [
      Panel(
        x: Axis("Time *αt*", kind: .logarithmic), y: Axis("Angle (rad)", grid: true),
        marks: limits + curves(\.angle)),
      Panel(
        x: Axis("Time *αt*", kind: .logarithmic), y: Axis("Accuracy", range: 0...1, grid: true),
        marks: curves(\.accuracy)),
    ])
}
