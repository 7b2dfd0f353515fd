// The trained key-query matrix beside the flow of its two numbers.

import Inputs
import Plotting
import Records

/// One panel for each c and loss: μ and ν of the coupled flow (lines), of the matrix trained with the
/// smallest step length (markers), and μ of the flow without ν (dashed).
public func keyQueryFigure(_ data: KeyQueryReport) -> Figure {
  let panels = data.rows.map { row -> Panel in
    let trained = row.trainings.min { $0.stepLength < $1.stepLength }
    func points(_ values: [Double]?, _ name: String, _ colour: Colour, _ marker: Marker) -> [Line] {
      guard let values else { return [] }
      return [
        Line(x: row.times, y: values, label: "\(name), matrix", colour: colour, dash: .none, marker: marker)
      ]
    }
    return Panel(
      title: "*c* = \(row.c), \(row.loss.title)", x: Axis("Time *αt*"), y: Axis("*μ*, *ν*", grid: true),
      marks: [
        Line(x: row.times, y: row.mu, label: "*μ*, flow", colour: .palette[0]),
        Line(x: row.times, y: row.nu, label: "*ν*, flow", colour: .palette[1]),
        Line(
          x: row.times, y: row.oneNumberMu, label: "*μ*, flow without *ν*", colour: .palette[5], dash: .dashed
        ),
      ] + points(trained?.mu, "*μ*", .palette[0], .circle) + points(trained?.nu, "*ν*", .palette[1], .square))
  }
  let furthest =
    data.rows.compactMap { row in
      row.trainings.min { $0.stepLength < $1.stepLength }.map { max($0.muDeviation, $0.nuDeviation) }
    }.max() ?? .nan
  return Figure(
    title: "*μ* and *ν* of the trained matrix stay within \(percent(furthest)) of their flow",
    width: Figure.pageWidth, height: 4.2,
    columns: 2, sharesX: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// How the trained matrix approaches the flow as its step length shrinks, one colour for each c and loss.
/// Left: the largest distance of its (μ, ν) from the coupled flow's, with a line at 1 %. Right: its distance
/// from the form `μ I + ν (1 1ᵀ − I)`.
public func keyQueryConvergenceFigure(_ data: KeyQueryReport) -> Figure {
  func curves(_ value: (KeyQueryRow.Training) -> Double) -> [Line] {
    data.rows.enumerated().map { index, row in
      Line(
        x: row.trainings.map(\.stepLength), y: row.trainings.map(value),
        label: "*c* = \(row.c), \(row.loss.title)", colour: .palette[index % Colour.palette.count],
        dash: row.loss == .coconut ? .solid : .dashed, marker: Marker.allCases[index % Marker.allCases.count])
    }
  }
  let length = Axis("Step length of gradient descent *α*Δ*t*", kind: .logarithmic)
  return Figure(
    title: "Shorter steps bring the trained matrix closer to the flow of its two numbers",
    width: Figure.pageWidth,
    height: 2.4,
    columns: 2, sharesX: true, isLettered: true, hasCommonLegend: true,
    panels: [
      Panel(
        x: length, y: Axis("Distance from the flow", kind: .logarithmic, grid: true),
        marks: [Guide(.horizontal, at: 0.01, label: "1 %")] + curves { max($0.muDeviation, $0.nuDeviation) }),
      Panel(
        x: length, y: Axis("Share left over", kind: .logarithmic, grid: true),
        marks: curves(\.asymmetry)),
    ])
}
