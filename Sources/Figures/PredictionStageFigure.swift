// The prediction stage in training (paper Fig. 4): scores from `[A]`, effects on the answer's logits.

import Plotting
import Records

/// Scores from `[A]` in each layer, then the effects on the answer's logits, over training. The theory links
/// the last thought to the carry-over and `[R]` to the lift; each pair has one colour.
public func predictionStageFigure(_ data: PredictionStageSeries) -> Figure {
  let points = data.points.sorted { $0.epoch < $1.epoch }
  let time = TrainingTime([data.stepsPerEpoch])
  let positions = points.map { time.position($0.epoch) }
  func line(_ label: String, _ index: Int, _ value: (PredictionStage) -> Double) -> Line {
    Line(
      x: positions, y: points.map { value($0.stage) }, label: label, colour: .palette[index],
      marker: Marker.allCases[index])
  }
  let layers = points.map(\.stage.layers.count).min() ?? 0
  let scores = (0..<layers).map { layer in
    Panel(
      title: "layer \(layer + 1), from [A]", x: time.axis, y: Axis("Attention score", grid: true),
      marks: [
        line("last thought", 0) { $0.layers[layer].lastThought },
        line("[R]", 3) { $0.layers[layer].root },
        line("candidates", 1) {
          ($0.layers[layer].reachableCandidate + $0.layers[layer].otherCandidate) / 2
        },
        line("other", 4) { $0.layers[layer].other },
      ])
  }
  let effects = Panel(
    title: "answer logits", x: time.axis, y: Axis("Effect on the logit", grid: true),
    marks: [
      line("carry-over", 0, \.carryOver), line("lift", 3, \.candidateLift),
      line("interaction", 2, \.interaction),
    ])
  return Figure(
    title: "Prediction stage across checkpoints", width: Figure.pageWidth, height: 2.2, columns: layers + 1,
    isLettered: true, panels: scores + [effects])
}
