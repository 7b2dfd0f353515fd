// Training curves of runs, from their `run.json`. Only what is drawn is read of it.

import Plotting

/// What a run recorded of its training.
public struct TrainingCurves: Decodable, Sendable {
  /// Rows of the run.
  public struct Metrics: Decodable, Sendable {
    /// Means over training steps.
    public var training: [TrainingRow]
    /// Evaluations on held-out problems.
    public var evaluations: [EvaluationRow]
  }
  /// One row of training.
  public struct TrainingRow: Decodable, Sendable {
    /// Epochs finished, the stage trained, cross-entropy in nats.
    public var epoch: Double
    public var stage: Int
    public var loss: Double
  }
  /// One evaluation.
  public struct EvaluationRow: Decodable, Sendable {
    /// Epochs finished; problems, right answers, right answers with the thoughts removed.
    public var epoch, count, correct, correctWithoutThoughts: Int
    /// Per hop, from hop 1: share of greedy predictions inside the frontier.
    public var frontierShare: [Double]
  }

  /// The loss and the seed.
  public var loss: String
  public var seed: UInt64
  /// The rows.
  public var metrics: Metrics
}

/// Loss, answer accuracy with (solid) and without thoughts (dotted), and the frontier share averaged over hops; a colour
/// per run, dotted lines where a stage of the first run begins.
public func trainingCurvesFigure(_ runs: [TrainingCurves]) -> Figure {
  let training = runs.first?.metrics.training ?? []
  let boundaries = zip(training, training.dropFirst()).filter { $0.stage != $1.stage }.map {
    Guide(.vertical, at: $0.0.epoch, dash: .dotted)
  }
  func panel(
    _ label: String, _ range: ClosedRange<Double>?, _ curves: (TrainingCurves, String, Colour) -> [Line]
  )
    -> Panel
  {
    Panel(
      x: Axis("Epoch"), y: Axis(label, range: range, grid: true),
      marks: boundaries
        + runs.enumerated().flatMap { index, run in
          curves(
            run, MathMarkup.escape("\(run.loss), seed \(run.seed)"),
            .palette[index % Colour.palette.count])
        })
  }
  let loss = panel("Training loss (nats)", nil) { run, name, colour in
    let rows = run.metrics.training
    return [Line(x: rows.map(\.epoch), y: rows.map(\.loss), label: name, colour: colour)]
  }
  let accuracy = panel("Answer accuracy", 0...1) { run, name, colour in
    let rows = run.metrics.evaluations
    let epochs = rows.map { Double($0.epoch) }
    func share(_ part: (TrainingCurves.EvaluationRow) -> Int) -> [Double] {
      rows.map { $0.count > 0 ? Double(part($0)) / Double($0.count) : .nan }
    }
    return [
      Line(x: epochs, y: share(\.correct), label: name, colour: colour),
      Line(
        x: epochs, y: share(\.correctWithoutThoughts), label: name + ", no thoughts", colour: colour,
        dash: .dotted),
    ]
  }
  let frontier = panel("Predictions in the frontier", 0...1) { run, name, colour in
    let rows = run.metrics.evaluations
    return [
      Line(
        x: rows.map { Double($0.epoch) },
        y: rows.map { row in
          row.frontierShare.isEmpty ? .nan : row.frontierShare.reduce(0, +) / Double(row.frontierShare.count)
        }, label: name, colour: colour)
    ]
  }
  return Figure(
    title: "Training curves", width: Figure.pageWidth, height: 2.3, columns: 3, sharesX: true,
    isLettered: true,
    hasCommonLegend: true, panels: [loss, accuracy, frontier])
}
