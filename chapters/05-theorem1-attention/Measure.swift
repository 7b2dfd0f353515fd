// The paper's Figure 3 from a run's checkpoints: raw data in the published schema, the figure, and a table.

import ArgumentParser
import Chapter
import Claims
import Coconut
import Figures
import Foundation
import Inputs
import Plotting
import Records
import Superposition

struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure attention on frontier edges across checkpoints (Theorem 1, Fig. 3).")

  @OptionGroup var series: SeriesOptions
  @OptionGroup var options: MeasurementOptions

  @Option(parsing: .upToNextOption, help: "Numbers of thoughts made, from 0.")
  var steps: [Int] = [0, 1]

  @Option(
    help: ArgumentHelp(
      "The figure; raw data go beside it, to NAME_raw_data.json. A .json file: raw data only.",
      valueName: "NAME.pdf"))
  var output = "attention_evolution.pdf"

  func validate() throws {
    guard !steps.isEmpty, Set(steps).count == steps.count, steps.allSatisfy({ 0...32 ~= $0 }) else {
      throw ValidationError("--steps must be different numbers from 0 to 32")
    }
    guard kind == "json" || PageFormat(rawValue: kind) != nil else {
      throw ValidationError("--output must end in .pdf, .svg, .png or .json, found \(output)")
    }
  }

  /// The extension of the output's name.
  private var kind: String { (output as NSString).pathExtension.lowercased() }

  func run() throws {
    let checkpoints = try series.find()
    let raw = kind == "json" ? output : (output as NSString).deletingPathExtension + "_raw_data.json"
    let measurement = options.measurement
    let data = try measureAttention(checkpoints, measurement, c: steps, to: raw)
    guard let format = PageFormat(rawValue: kind) else { return measurement.terminal.say("\nWrote \(raw).") }
    // Write the raw data first, because the figure is drawn from them alone.
    try writeAtomically(
      attentionEvolution(data).render(as: format, keywords: RawFiles(paths: [raw]).keywords()), to: output)
    measurement.terminal.say("\nWrote \(raw) and \(output).")
  }
}

/// Measures attention for each c, the numbers of thoughts made, at every checkpoint, prints the results and
/// writes them to `path`. Throws `InputError`.
@discardableResult
func measureAttention(
  _ checkpoints: CheckpointSeries, _ measurement: Measurement, c values: [Int], to path: String
) throws -> AttentionRawData {
  let (set, terminal) = (try measurement.problems(of: checkpoints.folder), measurement.terminal)
  terminal.section("Attention on frontier edges: \(checkpoints.folder), \(set.problems.count) problems")
  terminal.say("Last layer, last position, q·k/√(head width) summed over heads, read at the edge tokens.")
  terminal.say("c counts thoughts made; frontier edges start exactly c hops from the root.\n")
  var results: [Int: [Int: AttentionRawData.Result]] = [:]
  for epoch in checkpoints.epochs {
    let reader = try Reader.read(
      checkpoint: checkpoints.path(epoch), reading: set.problems, from: set.file, thoughts: values.max(),
      threads: measurement.workers)
    results[epoch] = AttentionRawData.measure(reader, set.problems, c: values)
  }
  let data = AttentionRawData(
    results: results, epochs: checkpoints.epochs, steps: values, checkpointDirectory: checkpoints.folder,
    testFile: set.file, maxSamples: measurement.limit, generatedBy: "05-theorem1-attention",
    run: try RunRecord.beside(checkpoints.folder))
  try writeJSON(data, to: path)
  terminal.evolution(data)
  terminal.say("")
  for trend in data.trends { terminal.say(sentence(trend)) }
  return data
}

private func sentence(_ trend: AttentionRawData.Trend) -> String {
  let isLevel = abs(trend.lateChange) < levelShare
  let late = isLevel ? "level at the end" : trend.lateChange > 0 ? "still rising" : "falling"
  return "c = \(trend.c): \(number(trend.first)) at epoch \(trend.firstEpoch), \(number(trend.last)) at "
    + "\(trend.lastEpoch); largest \(number(trend.largest)) at \(trend.largestEpoch); \(late)."
}
