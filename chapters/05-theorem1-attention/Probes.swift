// Every probe of one checkpoint, each to its own raw data file, with the numbers that matter on the terminal.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Superposition

struct Probes: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Probe one checkpoint in every way of the book.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: ArgumentHelp("Checkpoint folder.", valueName: "dir"))
  var checkpoint: String

  @Option(help: ArgumentHelp("Folder for probe-<name>.json files.", valueName: "dir"))
  var out: String

  func run() throws {
    let testFile = options.testFile(of: parentFolder(of: checkpoint))
    let problems = try options.problems(testFile)
    let engine = try Engine(
      checkpoint: checkpoint, reading: problems, from: testFile, threads: options.workers)
    let terminal = options.terminal
    func write<Result: Codable & Sendable>(_ probe: String, _ definition: String, _ result: Result) throws {
      let file = ProbeFile(
        probe: probe, definition: definition, checkpoint: checkpoint, testFile: testFile,
        problems: problems.count, result: result)
      terminal.say("→ \(try file.write(into: out))")
    }

    terminal.section("Layer 1: do edge tokens read their own source and target?")
    let copying = try FirstLayerCopying(engine, problems)
    terminal.table(
      ["head", "source", "target", "other"],
      copying.heads.enumerated().map { index, head in
        ["\(index)", number(head.source.mean), number(head.target.mean), number(head.other.mean)]
      })
    terminal.say(
      "most read of all: own source and target for \(percent(copying.copyingShare)) of edge tokens")
    try write("first-layer-copying", FirstLayerCopying.definition, copying)

    terminal.section("Layer 2: attention mass per edge, by group")
    let attention = EdgeGroupAttention(engine, problems)
    terminal.table(
      ["group"] + attention.steps.map { "c = \($0.c)" },
      rows(attention.steps.map(\.groups), PredecessorTables.edgeAttention))
    terminal.say("mean ± deviation; in brackets the means of arXiv 2505.12514")
    try write("edge-attention", EdgeGroupAttention.definition, attention)

    terminal.section("What thoughts hold: inner product with node embeddings, by group")
    let content = ThoughtContent(engine, problems)
    terminal.table(
      ["group"] + content.steps.map { "c = \($0.c)" },
      rows(content.steps.map(\.groups), PredecessorTables.thoughtContent))
    terminal.say(
      "frontier first: " + content.steps.map { percent($0.frontierFirst) }.joined(separator: ", "))
    try write("thought-content", ThoughtContent.definition, content)

    terminal.section("The answer: carry-over and candidate lift")
    let stage = PredictionStage(engine, problems)
    terminal.say(
      "carry-over \(number(stage.carryOver)), lift \(number(stage.candidateLift)), "
        + "interaction \(number(stage.interaction)) in the answer's logits")
    try write("prediction-stage", PredictionStage.definition, stage)

    terminal.section("Accuracy by difficulty")
    let breakdown = AccuracyBreakdown(engine, problems)
    for (name, bins) in [
      ("path length", breakdown.byPathLength), ("widest frontier", breakdown.byWidestFrontier),
      ("nodes", breakdown.byNodes),
    ] {
      terminal.say("")
      terminal.table(
        [name, "problems", "accuracy"], bins.map { ["\($0.value)", "\($0.count)", percent($0.accuracy)] })
    }
    try write("accuracy", AccuracyBreakdown.definition, breakdown)

    terminal.section("Are the thoughts used?")
    let controls = ThoughtControls(engine, problems)
    terminal.table(
      ["thoughts", "problems", "accuracy"],
      [
        ("own", controls.own), ("removed", controls.removed), ("zeroed", controls.zeroed),
        ("swapped", controls.swapped), ("mean", controls.mean),
      ].map { [$0, "\($1.count)", percent($1.accuracy)] })
    try write("thought-controls", ThoughtControls.definition, controls)

    terminal.section("One problem, thought by thought")
    let solved = SolvedProblem(engine, problems)
    terminal.table(
      ["thought", "nodes of the largest inner products"],
      solved.weights.enumerated().map { index, weights in
        let first = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(6)
        return ["\(index + 1)", first.map { "\($0) (\(number(weights[$0], 1)))" }.joined(separator: ", ")]
      })
    terminal.say("root \(solved.root), target \(solved.target), answered \(solved.answer)")
    try write("solved-problem", SolvedProblem.definition, solved)
  }
}

/// Mean ± deviation per group and step; in brackets the mean that arXiv 2505.12514 published.
private func rows(_ steps: [[NodeGroup: Moments]], _ published: [NodeGroup: [Double]]) -> [[String]] {
  NodeGroup.allCases.map { group in
    [group.rawValue]
      + steps.enumerated().map { index, groups in
        let ours = groups[group].map { "\(number($0.mean)) ± \(number($0.deviation))" } ?? "–"
        let theirs = published[group].flatMap { index < $0.count ? " (\(number($0[index])))" : nil } ?? ""
        return ours + theirs
      }
  }
}
