// The paper's Figure 3 from a run's checkpoints: raw data in the published schema, the figure, and what it shows.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Plotting
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

  /// What the output's name ends in.
  private var kind: String { (output as NSString).pathExtension.lowercased() }

  func run() throws {
    // What is measured.
    let checkpoints = try CheckpointSeries(
      folder: series.checkpointDir, epochs: series.epochs.isEmpty ? nil : series.epochs)
    let testFile = options.testFile(of: series.checkpointDir)
    let problems = try options.problems(testFile)
    let terminal = options.terminal
    terminal.section("Attention on frontier edges: \(checkpoints.folder), \(problems.count) problems")
    terminal.say("Last layer, last position, q·k/√(head width) summed over heads, read at the edge tokens.")
    terminal.say("c counts thoughts made; frontier edges start exactly c hops from the root.\n")

    // The measurement, one checkpoint after another.
    var results: [Int: [Int: AttentionRawData.Result]] = [:]
    for epoch in checkpoints.epochs {
      let engine = try Engine(
        checkpoint: checkpoints.path(epoch), reading: problems, from: testFile,
        thoughts: steps.max(), threads: options.workers)
      results[epoch] = AttentionRawData.measure(engine, problems, steps: steps)
    }
    let data = AttentionRawData(
      results: results, epochs: checkpoints.epochs, steps: steps, checkpointDirectory: checkpoints.folder,
      testFile: testFile, maxSamples: options.maxSamples, generatedBy: "05-theorem1-attention")

    // Raw data first; the figure is drawn from them alone.
    let raw = kind == "json" ? output : (output as NSString).deletingPathExtension + "_raw_data.json"
    try data.write(to: raw)
    if kind != "json" {
      try writeAtomically(
        attentionEvolution(data).render(
          as: PageFormat(rawValue: kind) ?? .pdf, keywords: RawFiles(paths: [raw]).keywords()), to: output)
    }

    terminal.table(
      ["epoch"] + steps.map { "c = \($0)" },
      checkpoints.epochs.map { epoch in
        ["\(epoch)"] + steps.map { data.result(epoch: epoch, step: $0).map { number($0.difference) } ?? "–" }
      })
    terminal.say("")
    for trend in data.trends { terminal.say(sentence(trend)) }
    terminal.say("\nWrote \(raw)" + (kind == "json" ? "." : " and \(output)."))
  }

  private func sentence(_ trend: AttentionRawData.Trend) -> String {
    let late =
      abs(trend.lateChange) < 0.1 ? "level at the end" : trend.lateChange > 0 ? "still rising" : "falling"
    return "c = \(trend.step): \(number(trend.first)) at epoch \(trend.firstEpoch), \(number(trend.last)) at "
      + "\(trend.lastEpoch); largest \(number(trend.largest)) at \(trend.largestEpoch); \(late)."
  }
}
