// Runs every probe on one checkpoint; each writes its own raw data file and prints its main numbers.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Inputs
import Reachability
import Records
import Superposition

struct Probes: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run every probe of the book on one checkpoint.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: ArgumentHelp("Checkpoint folder.", valueName: "dir"))
  var checkpoint: String

  @Option(help: ArgumentHelp("Folder for probe-<name>.json files.", valueName: "dir"))
  var out: String

  func run() throws {
    try probe(checkpoint, options.measurement, into: out)
  }
}

/// Runs every probe on the checkpoint, prints the results, writes them to `out`. Throws `InputError`.
func probe(_ checkpoint: String, _ measurement: Measurement, into out: String) throws {
  let set = try measurement.problems(of: parentFolder(of: checkpoint))
  let (terminal, problems) = (measurement.terminal, set.problems)
  let reader = try Reader.read(
    checkpoint: checkpoint, reading: problems, from: set.file, threads: measurement.workers)
  let commit = try RunRecord.beside(checkpoint)?.parts.last?.commit
  func write<Result: Codable & Sendable>(_ probe: ProbeName, _ definition: String, _ result: Result) throws {
    let file = ProbeFile(
      probe, definition: definition, checkpoint: checkpoint, testFile: set.file, commit: commit,
      problems: problems.count, result: result)
    terminal.say("→ \(try file.write(into: out))")
  }

  terminal.section("Layer 1: do edge tokens read their own source and target?")
  let copying = try FirstLayerCopying.measure(reader, problems)
  terminal.copying(copying)
  try write(.firstLayerCopying, FirstLayerCopying.definition, copying)

  terminal.section("Layer 2: attention mass per edge, by group")
  let attention = EdgeGroupAttention.measure(reader, problems)
  terminal.show(edgeAttentionTable(attention))
  try write(.edgeAttention, EdgeGroupAttention.definition, attention)

  terminal.section("What thoughts hold: inner product with node embeddings, by group")
  let content = ThoughtContent.measure(reader, problems)
  terminal.show(thoughtContentTable(content))
  try write(.thoughtContent, ThoughtContent.definition, content)

  terminal.section("The answer: carry-over and candidate lift")
  let stage = PredictionStage.measure(reader, problems)
  terminal.effects(stage)
  try write(.predictionStage, PredictionStage.definition, stage)

  terminal.section("Accuracy by difficulty")
  let breakdown = AccuracyBreakdown.measure(reader, problems)
  for (name, bins) in [
    ("path length", breakdown.byPathLength), ("widest frontier", breakdown.byWidestFrontier),
    ("nodes", breakdown.byNodes),
  ] {
    terminal.say("")
    terminal.table(
      [name, "problems", "accuracy"], bins.map { ["\($0.value)", "\($0.count)", percent($0.accuracy)] })
  }
  try write(.accuracy, AccuracyBreakdown.definition, breakdown)

  terminal.section("Are the thoughts used?")
  let controls = ThoughtControls.measure(reader, problems)
  terminal.show(controlsTable(controls, trained: nil))
  try write(.thoughtControls, ThoughtControls.definition, controls)

  terminal.section("One problem, thought by thought")
  let solved = SolvedProblem.measure(reader, problems)
  terminal.table(
    ["thought", "nodes of the largest inner products"],
    solved.weights.enumerated().map { index, weights in
      let first = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(6)
      return ["\(index + 1)", first.map { "\($0) (\(number(weights[$0], 1)))" }.joined(separator: ", ")]
    })
  terminal.say("root \(solved.root), target \(solved.target), answered \(solved.answer)")
  try write(.solvedProblem, SolvedProblem.definition, solved)
}
