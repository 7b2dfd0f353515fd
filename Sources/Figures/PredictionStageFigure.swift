// The prediction stage in training (paper Fig. 4): scores from `[A]`, effects on the answer's logits.

import Inputs
import Plotting
import Records

/// Scores from `[A]` in each layer, then the effects on the answer's logits and the share of right answers, over training.
/// The theory links the last thought to the carry-over and `[R]` to the lift; each pair has one colour.
public func predictionStageFigure(_ data: PredictionStageSeries) -> Figure {
  let points = data.points.sorted { $0.epoch < $1.epoch }
  let time = TrainingTime([data.stepsPerEpoch])
  let positions = points.map { time.position($0.epoch) }
  func panel(_ title: String, _ y: Axis, _ lines: [(String, Int, Dash, (PredictionStage) -> Double)]) -> Panel
  {
    Panel(
      title: title, x: time.axis, y: y, legend: .direct,
      marks: lines.map { label, colour, dash, value in
        Line(
          x: positions, y: points.map { value($0.stage) }, label: label, colour: .palette[colour], dash: dash)
      })
  }
  let layers = points.map(\.stage.layers.count).min() ?? 0
  let scores = (0..<layers).map { layer in
    panel(
      "Layer \(layer + 1), from [A]", Axis("Attention score", grid: true),
      PredictionStage.Scores.groups.map { group in
        (group.name, group.colour, group.dash, { group.value($0.layers[layer]) })
      })
  }
  let effects = [
    panel(
      "Answer logits", Axis("Effect on the logit", grid: true),
      [
        ("carry-over", 0, .solid, \.carryOver), ("lift", 3, .longDashed, \.candidateLift),
        ("interaction", 2, .dashDotted, \.interaction),
      ]),
    panel("Answers", .share("Share right", upTo: 1.04), [("", 0, .solid, \.accuracy)]),
  ]
  let highest = (points.last?.stage.layers.prefix(layers) ?? []).enumerated().compactMap { layer, scores in
    PredictionStage.Scores.groups.max { $0.value(scores) < $1.value(scores) }.map {
      "\($0.name) in layer \(layer + 1) (\(number($0.value(scores), 0)))"
    }
  }
  return Figure(
    title: "In the end the scores from [A] are highest on: \(highest.joined(separator: ", "))",
    width: Figure.pageWidth, height: 4.1, columns: 2, isLettered: true, panels: scores + effects)
}

extension PredictionStage.Scores {
  /// What `[A]` may attend to, as the figure shows it.
  fileprivate static var groups: [(name: String, colour: Int, dash: Dash, value: (Self) -> Double)] {
    [
      ("last thought", 0, .solid, \.lastThought), ("[R]", 3, .longDashed, \.root),
      ("candidates", 1, .dashed, { ($0.reachableCandidate + $0.otherCandidate) / 2 }),
      ("other", 5, .dotted, \.other),
    ]
  }
}
