// The paper's Figure 4 from a run's checkpoints: what [A] attends to, and what the answer's logits owe to it.

import ArgumentParser
import Chapter
import Coconut
import Inputs
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
    let checkpoints = try CheckpointSeries(
      folder: series.checkpointDir, epochs: series.epochs.isEmpty ? nil : series.epochs)
    let testFile = options.testFile(of: series.checkpointDir)
    let problems = try options.problems(testFile)
    let points = try checkpoints.epochs.map { epoch in
      let engine = try Engine(
        checkpoint: checkpoints.path(epoch), reading: problems, from: testFile,
        threads: options.workers)
      return PredictionStageSeries.Point(epoch: epoch, stage: PredictionStage(engine, problems))
    }
    let file = ProbeFile(
      probe: "prediction-stage-series", definition: PredictionStage.definition,
      checkpoint: checkpoints.folder, testFile: testFile, problems: problems.count,
      result: PredictionStageSeries(points: points, ofRun: checkpoints.folder))
    let path = try file.write(into: out)
    options.terminal.section("The prediction stage: \(checkpoints.folder), \(problems.count) problems")
    options.terminal.table(
      ["epoch", "[A] → last thought", "[A] → [R]", "carry-over", "lift", "interaction", "accuracy"],
      points.map { point in
        let last = point.stage.layers.last
        return [
          "\(point.epoch)", number(last?.lastThought ?? 0), number(last?.root ?? 0),
          number(point.stage.carryOver), number(point.stage.candidateLift), number(point.stage.interaction),
          number(point.stage.accuracy, 3),
        ]
      })
    options.terminal.say(
      "Attention: scores of the last layer. Effects: on the answer's logits.\n\nWrote \(path).")
  }
}
