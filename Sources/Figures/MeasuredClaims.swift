// Every claim about trained models, with the raw data that decide it and the rule by which they do.

import Coconut
import Foundation
import Inputs
import Superposition

/// The claims of arXiv 2509.23365 about trained models, and those of its predecessor arXiv 2505.12514 that it builds on.
public let measuredClaims: [DeclaredClaim] = [
  DeclaredClaim(
    statement: "A two-layer model with continuous thoughts answers almost every problem",
    source: "§5", rawData: ["evaluation_coconut_seed*.json"], command: report
  ) { files in
    let runs = try evaluations(files)
    let own = runs.compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let published = runs.compactMap(\.onPublished)
    let shares = [own, published].filter { !$0.isEmpty }.map { mean($0.map(\.accuracy)) }
    // Within two standard errors of a share on as many problems as the paper's test set has.
    let error = (PaperNumbers.accuracy * (1 - PaperNumbers.accuracy) / 419).squareRoot()
    return (
      percent(PaperNumbers.accuracy) + " right",
      zip(shares, ["right on held-out problems", "on the published validation problems"])
        .map { "\(percent($0)) \($1)" }.joined(separator: ", ") + ", \(seedsText(runs.count))",
      shares.allSatisfy { $0 >= PaperNumbers.accuracy - 2 * error }
    )
  },
  DeclaredClaim(
    statement: "Without its thoughts the same model does no better than a guess between the candidates",
    source: "2604.06374", rawData: ["evaluation_coconut_seed*.json"], command: report
  ) { files in
    let own = try evaluations(files).compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let (with, without) = (mean(own.map(\.accuracy)), own.map(\.accuracyWithoutThoughts))
    return (
      "94.5 % → 13.8 %",
      "\(percent(with)) → \(without.map { percent($0) }.joined(separator: ", ")), \(seedsText(own.count))",
      // Within two standard errors of a coin.
      own.allSatisfy { $0.accuracyWithoutThoughts <= 0.5 + 1 / Double(max($0.count, 1)).squareRoot() }
        && with > solvedShare
    )
  },
  DeclaredClaim(
    statement: "Coconut: the logit difference at the first step (c = 0) rises, then levels off",
    source: "Theorem 1, Fig. 3", rawData: ["attention_coconut_seed*_raw_data.json"], command: report
  ) { files in
    guard let trends = try trends(files, "coconut", step: 0) else { return nil }
    return (
      "near 60 after 125 epochs, level",
      "\(number(mean(trends.map(\.last)), 1)) at the end, \(number(mean(trends.map(\.largest)), 1)) at most, "
        + "change over the last third \(percent(mean(trends.map(\.lateChange)))), \(seedsText(trends.count))",
      trends.allSatisfy { $0.last > 0 && $0.lateChange < levelShare }
    )
  },
  DeclaredClaim(
    statement:
      "Coconut: the second step (c = 1) gets to its level sooner within its stage than the first did",
    source: "Fig. 3", rawData: ["run_coconut_seed*.json"], command: report
  ) { files in
    let spans = try records(files).compactMap { record in
      stepsToLevel(record, c: 0).flatMap { first in
        stepsToLevel(record, c: 1).map { (first: Double(first), second: Double($0)) }
      }
    }
    guard !spans.isEmpty else { return nil }
    return (
      "few epochs against 125",
      "\(number(mean(spans.map(\.second)), 0)) training steps against \(number(mean(spans.map(\.first)), 0)) to 90 % "
        + "of the end, \(seedsText(spans.count))",
      spans.allSatisfy { $0.second < $0.first }
    )
  },
  DeclaredClaim(
    statement: "Coconut: later steps (c = 2, 3) follow while c = 1 is trained, before their own stages",
    source: "Fig. 3, length generalisation", rawData: ["run_coconut_seed*.json"], command: report
  ) { files in
    let known = try records(files).map { record in [2, 3].compactMap { untrainedRise(record, c: $0) } }
      .filter { $0.count == 2 }
    guard !known.isEmpty else { return nil }
    return (
      "both rise with c = 1's stage",
      [0, 1].map { at in
        func shown(_ value: (Rise) -> Double) -> String { number(mean(known.map { value($0[at]) }), 1) }
        return "c = \(at + 2): \(shown(\.before)) → \(shown(\.after)), \(shown(\.end)) at the end"
      }.joined(separator: "; ") + "; \(seedsText(known.count))",
      known.joined().allSatisfy { $0.after - $0.before > levelShare * abs($0.end) }
    )
  },
  unbounded("reachable", paper: "keeps growing"),
  unbounded("successors", paper: "(set not tried)"),
  DeclaredClaim(
    statement:
      "Coconut-BFS (frontier): the logit difference at c = 1 levels off, as Theorem 1's flow with this set",
    source: "Theorem 1, another set", rawData: ["attention_bfs-frontier_seed*_raw_data.json"],
    command: "./build.sh 04 compare and \(report)"
  ) { files in
    guard let trends = try trends(files, "bfs-frontier", step: 1) else { return nil }
    let late = mean(trends.map(\.lateChange))
    return (
      "(set not tried)",
      "\(number(mean(trends.map(\.last)), 1)) at the end, \(number(mean(trends.map(\.largest)), 1)) at most, "
        + "change over the last third \(percent(late))",
      late < levelShare
    )
  },
  DeclaredClaim(
    statement: "[A] learns to attend to the last thought and to [R], both together",
    source: "Theorem 3, Fig. 4", rawData: ["probe-prediction-stage-series.json"], command: report
  ) { files in
    let points = try probe(PredictionStageSeries.self, files).points.sorted { $0.epoch < $1.epoch }
    guard points.count > 2, let thought = strongestLayer(points.map(\.stage), \.lastThought),
      let root = strongestLayer(points.map(\.stage), \.root)
    else { return nil }
    let together = correlation(thought.scores, root.scores)
    func shown(_ name: String, _ found: (layer: Int, scores: [Double])) -> String {
      "\(name) (layer \(found.layer + 1)) \(number(found.scores.first ?? 0, 1)) → \(number(found.scores.last ?? 0, 1))"
    }
    return (
      "both scores rise",
      "above other positions: \(shown("last thought", thought)), \(shown("[R]", root)), correlation "
        + number(together, 2),
      [thought.scores, root.scores].allSatisfy { ($0.last ?? 0) > max($0.first ?? 0, 0) } && together > 0
    )
  },
  DeclaredClaim(
    statement: "The answer's logits add what the thought carries over and a lift of the candidates",
    source: "Theorem 3", rawData: ["probe-prediction-stage.json"], command: report
  ) { files in
    let stage = try probe(PredictionStage.self, files)
    return (
      "both positive; the candidate that has both gets their sum",
      "carry-over \(number(stage.carryOver, 1)), lift \(number(stage.candidateLift, 1)); the candidate that has both gets "
        + "\(number(stage.interaction, 1)) more than their sum",
      // In Theorem 3 the two add up: what is beyond the sum must be less than either.
      abs(stage.interaction) < min(stage.carryOver, stage.candidateLift)
    )
  },
  DeclaredClaim(
    statement: "Layer 1 copies source and target into each edge token", source: "§3, assumption",
    rawData: ["probe-first-layer-copying.json"], command: report
  ) { files in
    let copying = try probe(FirstLayerCopying.self, files)
    return ("assumed", "\(percent(copying.copyingShare)) of edge tokens", copying.copyingShare > 0.9)
  },
  DeclaredClaim(
    statement: "Layer 2 attends to optimal edges before frontier edges before unreachable ones",
    source: "2505.12514, table", rawData: ["probe-edge-attention.json"], command: report
  ) { files in
    ordered(
      try probe(EdgeGroupAttention.self, files).steps.map { ("c = \($0.c)", $0.c, $0.groups) },
      PredecessorTables.edgeAttention)
  },
  DeclaredClaim(
    statement: "Thoughts hold optimal nodes before frontier nodes before unreachable ones",
    source: "2505.12514, table", rawData: ["probe-thought-content.json"], command: report
  ) { files in
    ordered(
      try probe(ThoughtContent.self, files).steps.map { ("c = \($0.c)", $0.c - 1, $0.groups) },
      PredecessorTables.thoughtContent)
  },
  DeclaredClaim(
    statement: "Continuous thoughts beat a discrete chain of thought, which beats none",
    source: "2505.12514, Fig. 5", rawData: ["controls.json"], command: "./build.sh 03 controls"
  ) { files in
    let results = try readJSON(VariantResults.self, from: files.paths[0])
    let kinds = ["continuous", "discrete", "none"]
    let found = kinds.compactMap { kind in results.variants.first { $0.value == kind && !$0.runs.isEmpty } }
    guard found.count == kinds.count else { return nil }
    return (
      kinds.compactMap { PredecessorTables.accuracy[$0].map { "about \(percent($0, 0))" } }.joined(
        separator: ", "),
      found.map { percent($0.accuracy) }.joined(separator: ", "),
      zip(found, found.dropFirst()).allSatisfy { $0.accuracy > $1.accuracy }
    )
  },
  ablation("layers", "Deeper models are no better than two layers") { two, others in
    two > solvedShare && others.allSatisfy { $0 <= two + sameShare }
  },
  ablation("width", "Half the width fails, twice the width changes little") { half, others in
    others.allSatisfy { $0 > solvedShare && $0 > half + 0.1 } && abs(others[0] - others[1]) < sameShare
  },
  ablation("tied", "Tied or untied output heads do alike") { tied, others in
    tied > solvedShare && others.allSatisfy { abs($0 - tied) < sameShare }
  },
]

private let report = "./build.sh 05 report"

/// A change over the last third of the checkpoints below this share of the largest logit difference is level.
private let levelShare = 0.1
/// Accuracies closer than this, five points of a hundred, count as the same: seeds differ by as much.
private let sameShare = 0.05
/// Accuracy from which a model counts as having learned the task; below it, ablations say nothing.
private let solvedShare = 0.8

/// Coconut-BFS with a candidate set grows beyond Coconut and is still rising at the end.
private func unbounded(_ set: String, paper: String) -> DeclaredClaim {
  DeclaredClaim(
    statement: "Coconut-BFS (\(set)): the logit difference at c = 0 grows beyond Coconut's, on and on",
    source: "Theorem 1, App. E.2",
    rawData: ["attention_coconut_seed*_raw_data.json", "attention_bfs-\(set)_seed*_raw_data.json"],
    command: "./build.sh 04 compare and ./build.sh 05 report"
  ) { files in
    guard let coconut = try trends(files, "coconut", step: 0),
      let bfs = try trends(files, "bfs-\(set)", step: 0)
    else { return nil }
    let (bounded, grown) = (mean(coconut.map(\.last)), mean(bfs.map(\.last)))
    let late = mean(bfs.map(\.lateChange))
    return (
      paper, "\(number(grown, 1)) against \(number(bounded, 1)), change over the last third \(percent(late))",
      grown > bounded && late >= levelShare
    )
  }
}

/// One setting of the paper's ablation; `judge` gets the accuracy of the first value and those of the others that the paper
/// has too.
private func ablation(
  _ setting: String, _ statement: String, judge: @escaping @Sendable (Double, [Double]) -> Bool
) -> DeclaredClaim {
  DeclaredClaim(
    statement: statement, source: "App., ablation", rawData: ["ablations.json"],
    command: "./build.sh 03 ablate"
  ) { files in
    let results = try readJSON(VariantResults.self, from: files.paths[0])
    let variants = results.variants.filter { $0.setting == setting }
    let rows = variants.indices.compactMap {
      place -> (paper: (value: String, accuracy: Double), here: VariantResults.Variant)? in
      results.published(setting, at: place).map { ($0, variants[place]) }
    }
    guard rows.count > 1, rows.allSatisfy({ !$0.here.runs.isEmpty }) else { return nil }
    let found = rows.map(\.here.accuracy)
    return (
      rows.map { "\($0.paper.value): \(percent($0.paper.accuracy))" }.joined(separator: ", "),
      rows.map { "\($0.here.value): \(percent($0.here.accuracy))" }.joined(separator: ", "),
      judge(found[0], Array(found.dropFirst()))
    )
  }
}

/// Whether optimal > frontier (ends of walks, as in the predecessor) > not reachable at every step.
private func ordered(
  _ steps: [(name: String, place: Int, groups: [NodeGroup: Moments])], _ published: [NodeGroup: [Double]]
) -> (paper: String, here: String, holds: Bool)? {
  let groups = [NodeGroup.optimal, .walkFrontier, .notReachable]
  let rows = steps.compactMap { step -> [Double]? in
    let means = groups.compactMap { step.groups[$0]?.mean }
    return means.count == groups.count ? means : nil
  }
  guard rows.count == steps.count, let last = steps.last, let found = rows.last else { return nil }
  let theirs = groups.compactMap { group -> Double? in
    guard let row = published[group], row.indices.contains(last.place) else { return nil }
    return row[last.place]
  }
  return (
    "\(last.name): " + theirs.map { number($0, 2) }.joined(separator: " > "),
    "\(last.name): " + found.map { number($0, 2) }.joined(separator: ", "),
    rows.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 > $1 } }
  )
}

private func records(_ files: RawFiles) throws -> [RunRecord] {
  try files.matching("run_coconut_seed*.json").map { try readJSON(RunRecord.self, from: $0) }
}

private func evaluations(_ files: RawFiles) throws -> [RunEvaluation] {
  try files.matching("evaluation_coconut_seed*.json").map { try readJSON(RunEvaluation.self, from: $0) }
}

private func probe<Result: Codable & Sendable>(_ type: Result.Type, _ files: RawFiles) throws -> Result {
  try ProbeFile<Result>(file: files.paths[0]).result
}

/// Trends of one loss at one step, one a seed; nil if none was measured.
private func trends(_ files: RawFiles, _ loss: String, step: Int) throws -> [AttentionRawData.Trend]? {
  let found = try files.matching("attention_\(loss)_seed*_raw_data.json").compactMap {
    try AttentionRawData(file: $0).trends.first { $0.step == step }
  }
  return found.isEmpty ? nil : found
}

/// How many seeds a number is the mean of.
private func seedsText(_ count: Int) -> String { "\(count) seed\(count == 1 ? "" : "s")" }

/// Training steps from the start of stage c until the logit difference at c first has 90 % of its last value.
private func stepsToLevel(_ record: RunRecord, c: Int) -> Int? {
  let rows = record.metrics.evaluations
  // Without an evaluation in stage 1 its steps cannot be told from those of later stages.
  guard rows.contains(where: { $0.stage == 1 }) else { return nil }
  let values = rows.map { $0.logitDifference.indices.contains(c) ? $0.logitDifference[c] : nil }
  guard let last = values.last.flatMap({ $0 }), last > 0,
    let reached = values.indices.first(where: { (values[$0] ?? 0) >= 0.9 * last })
  else { return nil }
  let before = rows.last { $0.stage < c }?.step ?? 0
  return max(rows[reached].step - before, 0)
}

/// The logit difference at some c > 1 before stage 1, at its last evaluation, and at the end of the training.
private struct Rise {
  let before, after, end: Double
}

/// How the logit difference at c rose over stage 1, in which c > 1 is not trained.
private func untrainedRise(_ record: RunRecord, c: Int) -> Rise? {
  let rows = record.metrics.evaluations
  guard let before = rows.last(where: { $0.stage == 0 }), let after = rows.last(where: { $0.stage == 1 }),
    let last = rows.last, [before, after, last].allSatisfy({ $0.logitDifference.indices.contains(c) }),
    let start = before.logitDifference[c], let middle = after.logitDifference[c],
    let end = last.logitDifference[c]
  else { return nil }
  return Rise(before: start, after: middle, end: end)
}

/// The layer in which `[A]`'s score on one place is, in the end, furthest above that on other positions (softmax weighs
/// differences alone), and that difference at every checkpoint.
private func strongestLayer(
  _ stages: [PredictionStage], _ score: (PredictionStage.Scores) -> Double
) -> (layer: Int, scores: [Double])? {
  let layers = stages.map(\.layers.count).min() ?? 0
  return (0..<layers).map { layer in (layer, stages.map { score($0.layers[layer]) - $0.layers[layer].other })
  }
  .max { ($0.1.last ?? 0) < ($1.1.last ?? 0) }
}

/// Pearson's correlation; 0 where one of the two is constant.
private func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let (centreA, centreB) = (mean(a), mean(b))
  func sum(_ value: (Double, Double) -> Double) -> Double {
    zip(a, b).reduce(0) { $0 + value($1.0 - centreA, $1.1 - centreB) }
  }
  let scale = (sum { x, _ in x * x } * sum { _, y in y * y }).squareRoot()
  return scale > 0 ? sum { $0 * $1 } / scale : 0
}
