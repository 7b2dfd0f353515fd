// The paper's Figure 4 from a run's checkpoints: scores from `[A]`, and effects on the answer's logits.

import ArgumentParser
import Chapter
import Coconut
import Inputs
import Records
import Superposition

struct Prediction: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prediction",
    abstract: "Measure carry-over and candidate lift across checkpoints (Theorem 3, Fig. 4).")

  @OptionGroup var series: SeriesOptions
  @OptionGroup var options: MeasurementOptions

  @Option(help: ArgumentHelp("Folder for probe-prediction-stage-series.json.", valueName: "dir"))
  var out = "."

  func run() throws {
    try measurePrediction(try series.find(), options.measurement, into: out)
  }
}

/// Measures the prediction stage at every checkpoint, prints it, writes it to `out`. Throws `InputError`.
func measurePrediction(
  _ checkpoints: CheckpointSeries, _ measurement: Measurement, into out: String
) throws {
  let (set, terminal) = (try measurement.problems(of: checkpoints.folder), measurement.terminal)
  let points = try checkpoints.epochs.map { epoch in
    let reader = try Reader.read(
      checkpoint: checkpoints.path(epoch), reading: set.problems, from: set.file, threads: measurement.workers
    )
    return PredictionStageSeries.Point(epoch: epoch, stage: PredictionStage.measure(reader, set.problems))
  }
  let run = try RunRecord.beside(checkpoints.folder)
  let path = try ProbeFile(
    .predictionStageSeries, definition: PredictionStage.definition, checkpoint: checkpoints.folder,
    testFile: set.file, commit: run?.parts.last?.commit, problems: set.problems.count,
    result: PredictionStageSeries(points: points, stepsPerEpoch: run?.stepsPerEpoch)
  ).write(into: out)
  terminal.section("The prediction stage: \(checkpoints.folder), \(set.problems.count) problems")
  terminal.table(
    ["epoch", "[A] → last thought", "[A] → [R]", "carry-over", "lift", "interaction", "accuracy"],
    points.map { point in
      let last = point.stage.layers.last
      return [
        "\(point.epoch)", number(last?.lastThought ?? 0), number(last?.root ?? 0),
        number(point.stage.carryOver), number(point.stage.candidateLift), number(point.stage.interaction),
        number(point.stage.accuracy, 3),
      ]
    })
  terminal.say("Attention: scores of the last layer. Effects: on the answer's logits.\n\nWrote \(path).")
}
