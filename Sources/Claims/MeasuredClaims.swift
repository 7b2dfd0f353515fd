// Every claim about trained models, with the raw data that decide it and the rule that judges it.

import Inputs
import Reachability
import Records

/// Claims about trained models, from arXiv 2509.23365 and from its predecessor, arXiv 2505.12514.
public let measuredClaims: [DeclaredClaim] = [
  DeclaredClaim(
    statement: "A two-layer model with continuous thoughts answers almost every problem",
    source: "§5", rawData: [RecordName.evaluation(.coconut)], command: report
  ) { files in
    let runs = try evaluations(files)
    let own = runs.compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let published = runs.compactMap(\.onPublished)
    let shares = [own, published].filter { !$0.isEmpty }.map { $0.map(\.accuracy) }
    // Agreement: within two standard errors of a share of 419 problems, the paper's test set.
    let error = (PaperNumbers.accuracy * (1 - PaperNumbers.accuracy) / 419).squareRoot()
    return (
      percent(PaperNumbers.accuracy) + " right",
      zip(shares, ["right on held-out problems", "on the published validation problems"])
        .map { "\(percentWithRange($0)) \($1)" }.joined(separator: ", ") + ", \(counted(runs.count, "seed"))",
      shares.allSatisfy { mean($0) >= PaperNumbers.accuracy - 2 * error }
    )
  },
  DeclaredClaim(
    statement: "Without its thoughts the same model does no better than a guess between the candidates",
    source: "2604.06374", rawData: [RecordName.evaluation(.coconut)], command: report
  ) { files in
    let own = try evaluations(files).compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let (with, without) = (mean(own.map(\.accuracy)), own.map(\.accuracyWithoutThoughts))
    return (
      "94.5 % → 13.8 %",
      "\(percent(with)) → \(without.map { percent($0) }.joined(separator: ", ")), \(counted(own.count, "seed"))",
      // A coin is right half of the time; allow two standard errors above that.
      own.allSatisfy { $0.accuracyWithoutThoughts <= 0.5 + 1 / Double(max($0.count, 1)).squareRoot() }
        && with > solvedShare
    )
  },
  DeclaredClaim(
    statement: "Coconut: the logit difference at c = 0 rises, then grows no more",
    source: "Theorem 1, Fig. 3", rawData: [RecordName.run(.coconut)], command: report
  ) { files in
    let found = try courses(files, .coconut, c: 0)
    guard !found.isEmpty else { return nil }
    let bounded = found.filter { $0.last > 0 && !$0.grows && $0.change < levelShare }
    return ("near 60 after 125 epochs, level", inWords(found, bounded.count), bounded.count == found.count)
  },
  DeclaredClaim(
    statement:
      "Coconut: the logit difference at c = 1, counted from the start of its stage, gets to its level sooner than that at c = 0",
    source: "Fig. 3", rawData: [RecordName.run(.coconut)], command: report
  ) { files in
    let spans = try records(files, .coconut).compactMap { record in
      stepsToLevel(record, c: 0).flatMap { first in
        stepsToLevel(record, c: 1).map { (first: Double(first), second: Double($0)) }
      }
    }
    guard !spans.isEmpty else { return nil }
    return (
      "few epochs against 125",
      "\(number(mean(spans.map(\.second)), 0)) training steps against \(number(mean(spans.map(\.first)), 0)) to 90 % "
        + "of the end, \(counted(spans.count, "seed"))",
      spans.allSatisfy { $0.second < $0.first }
    )
  },
  DeclaredClaim(
    statement:
      "Coconut: the logit differences at c = 2 and c = 3 follow while c = 1 is trained, before their own stages",
    source: "Fig. 3, length generalisation", rawData: [RecordName.run(.coconut)], command: report
  ) { files in
    let known = try records(files, .coconut).map { run in (1...3).compactMap { riseInStage1(run, c: $0) } }
      .filter { $0.count == 3 }
    guard !known.isEmpty else { return nil }
    // c = 2 and c = 3 follow if each rises by more than half of what c = 1, the trained one, rises by.
    let following = known.filter { rises in
      rises.dropFirst().allSatisfy { $0.after - $0.before > max(0, (rises[0].after - rises[0].before) / 2) }
    }
    return (
      "both rise with c = 1",
      (0...2).map { at in
        "c = \(at + 1): \(number(mean(known.map { $0[at].before }), 1)) → \(number(mean(known.map { $0[at].after }), 1))"
      }.joined(separator: ", ") + " over stage 1, \(of(following.count, known.count))",
      following.count == known.count
    )
  },
  unbounded(.bfsReachable, paper: "keeps growing"),
  unbounded(.bfsSuccessors, paper: "(set not tried)"),
  DeclaredClaim(
    statement:
      "Coconut-BFS (frontier): the logit difference at c = 1 grows no more in the end, as Theorem 1's flow with this set",
    source: "Theorem 1, another set", rawData: [RecordName.run(.bfsFrontier)],
    command: "./build.sh 04 compare and \(report)"
  ) { files in
    let found = try courses(files, .bfsFrontier, c: 1)
    guard !found.isEmpty else { return nil }
    let bounded = found.filter { !$0.grows && $0.change < levelShare }
    return ("(set not tried)", inWords(found, bounded.count), bounded.count == found.count)
  },
  DeclaredClaim(
    statement: "[A] learns to attend to the last thought and to [R], both together",
    source: "Theorem 3, Fig. 4", rawData: [ProbeName.predictionStageSeries.file], command: report
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
    source: "Theorem 3", rawData: [ProbeName.predictionStage.file], command: report
  ) { files in
    let stage = try probe(PredictionStage.self, files)
    return (
      "both positive; the candidate that has both gets their sum",
      "carry-over \(number(stage.carryOver, 1)), lift \(number(stage.candidateLift, 1)); the candidate that has both gets "
        + "\(number(stage.interaction, 1)) more than their sum",
      // Theorem 3 adds the two, so whatever exceeds their sum must be smaller than either.
      abs(stage.interaction) < min(stage.carryOver, stage.candidateLift)
    )
  },
  DeclaredClaim(
    statement: "Layer 1 copies source and target into each edge token", source: "§3, assumption",
    rawData: [ProbeName.firstLayerCopying.file], command: report
  ) { files in
    let copying = try probe(FirstLayerCopying.self, files)
    return ("assumed", "\(percent(copying.copyingShare)) of edge tokens", copying.copyingShare > 0.9)
  },
  DeclaredClaim(
    statement: "Layer 2 attends to optimal edges before frontier edges before unreachable ones",
    source: "2505.12514, table", rawData: [ProbeName.edgeAttention.file], command: report
  ) { files in
    ordered(
      try probe(EdgeGroupAttention.self, files).reads.map { ("c = \($0.c)", $0.c, $0.groups) },
      PredecessorTables.edgeAttention)
  },
  DeclaredClaim(
    statement: "Thoughts hold optimal nodes before frontier nodes before unreachable ones",
    source: "2505.12514, table", rawData: [ProbeName.thoughtContent.file], command: report
  ) { files in
    ordered(
      try probe(ThoughtContent.self, files).thoughts.map { ("c = \($0.c)", $0.c - 1, $0.groups) },
      PredecessorTables.thoughtContent)
  },
  DeclaredClaim(
    statement: "Continuous thoughts beat a discrete chain of thought, which beats none",
    source: "2505.12514, Fig. 5", rawData: [RecordName.controls], command: "./build.sh 03 controls"
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
  ablation("layers", "Deeper models learn it too, and are no better than two layers") { two, others in
    two > solvedShare && others.allSatisfy { $0 > solvedShare && $0 <= two + sameShare }
  },
  ablation("width", "Half the width fails, twice the width changes little") { half, others in
    others.allSatisfy { $0 > solvedShare && $0 > half + 0.1 } && abs(others[0] - others[1]) < sameShare
  },
  ablation("tied", "Tied or untied output heads do alike") { tied, others in
    tied > solvedShare && others.allSatisfy { abs($0 - tied) < sameShare }
  },
]

private let report = "./build.sh 05 report"

/// Accuracies closer than this, five percentage points, count as the same, because seeds differ by as much.
private let sameShare = 0.05
/// A model has learned the task from this accuracy on. Below it, an ablation shows nothing.
private let solvedShare = 0.8

/// With this loss, the logit difference ends above Coconut's and still grows at the full learning rate.
private func unbounded(_ loss: Loss, paper: String) -> DeclaredClaim {
  DeclaredClaim(
    statement:
      "Coconut-BFS (\(loss.candidateSet?.rawValue ?? "")): the logit difference at c = 0 grows beyond Coconut's, on and on",
    source: "Theorem 1, App. E.2",
    rawData: [RecordName.run(.coconut), RecordName.run(loss)],
    command: "./build.sh 04 compare and \(report)"
  ) { files in
    let (coconut, bfs) = (try courses(files, .coconut, c: 0), try courses(files, loss, c: 0))
    guard !coconut.isEmpty, !bfs.isEmpty else { return nil }
    let bounded = mean(coconut.map(\.last))
    let growing = bfs.filter { $0.last > bounded && $0.grows }
    return (
      paper, "\(inWords(bfs, growing.count)); Coconut \(number(bounded, 1))", growing.count == bfs.count
    )
  }
}

/// One setting of the paper's ablation. Only values that the paper published too are compared; `judge` gets
/// our accuracy at the first of them, then those at the others.
private func ablation(
  _ setting: String, _ statement: String, judge: @escaping @Sendable (Double, [Double]) -> Bool
) -> DeclaredClaim {
  DeclaredClaim(
    statement: statement, source: "App., ablation", rawData: [RecordName.ablations],
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

/// Judges whether optimal > frontier (ends of walks, the predecessor's frontier) > not reachable at every c.
private func ordered(
  _ reads: [(name: String, place: Int, groups: [NodeGroup: Moments])], _ published: [NodeGroup: [Double]]
) -> (paper: String, here: String, holds: Bool)? {
  let groups = [NodeGroup.optimal, .walkFrontier, .notReachable]
  let rows = reads.compactMap { read -> [Double]? in
    let means = groups.compactMap { read.groups[$0]?.mean }
    return means.count == groups.count ? means : nil
  }
  guard rows.count == reads.count, let last = reads.last, let found = rows.last else { return nil }
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

private func records(_ files: RawFiles, _ loss: Loss) throws -> [RunRecord] {
  try files.matching(RecordName.run(loss)).map { try readJSON(RunRecord.self, from: $0) }
}

private func evaluations(_ files: RawFiles) throws -> [RunEvaluation] {
  try files.matching(RecordName.evaluation(.coconut)).map { try readJSON(RunEvaluation.self, from: $0) }
}

private func probe<Result: Codable & Sendable>(_ type: Result.Type, _ files: RawFiles) throws -> Result {
  try ProbeFile<Result>.read(files.paths[0]).result
}

/// How one run's logit difference changed at one number of thoughts. Any curve levels off when the learning
/// rate falls, so the change at the highest rate is kept separately.
private struct Course {
  /// The last and the largest value.
  let last, largest: Double
  /// The change over the last third of the evaluations, as a share of `largest`: over all evaluations, and
  /// over those at the highest learning rate.
  let change, changeAtFullRate: Double

  /// Whether the logit difference was still growing while the learning rate was at its highest.
  var grows: Bool { changeAtFullRate >= levelShare }
}

/// The courses of one loss at c: one for each seed with enough evaluations.
private func courses(_ files: RawFiles, _ loss: Loss, c: Int) throws -> [Course] {
  try records(files, loss).compactMap { record in
    let points = record.metrics.evaluations.compactMap { row -> (step: Int, value: Double)? in
      guard row.logitDifference.indices.contains(c), let value = row.logitDifference[c] else { return nil }
      return (row.step, value)
    }
    let rows = record.metrics.training
    let rate = rows.map(\.learningRate).max() ?? 0
    let end = rows.last { $0.learningRate > 0.999 * rate }?.step ?? .max
    let full = points.filter { $0.step <= end }
    guard full.count > 3, let last = points.last, let largest = points.map(\.value).max(), largest > 0 else {
      return nil
    }
    return Course(
      last: last.value, largest: largest, change: lateChange(points.map(\.value), unit: largest),
      changeAtFullRate: lateChange(full.map(\.value), unit: largest))
  }
}

/// The courses as means over seeds, followed by the number of seeds in which the claim holds.
private func inWords(_ courses: [Course], _ holding: Int) -> String {
  func shown(_ value: (Course) -> Double) -> String { number(mean(courses.map(value)), 1) }
  func change(_ value: (Course) -> Double) -> String { signedPercent(mean(courses.map(value))) }
  return "\(shown(\.last)) at the end, \(shown(\.largest)) at most; over the last third \(change(\.change)), "
    + "of the steps at the full learning rate \(change(\.changeAtFullRate)); \(of(holding, courses.count))"
}

private func of(_ holding: Int, _ count: Int) -> String { "in \(holding) of \(counted(count, "seed"))" }

/// The mean over seeds; for two or more seeds, the smallest and the largest follow in brackets.
private func percentWithRange(_ shares: [Double]) -> String {
  let shown = percent(mean(shares))
  guard shares.count > 1, let smallest = shares.min(), let largest = shares.max() else { return shown }
  return "\(shown) (\(number(100 * smallest, 1)) to \(number(100 * largest, 1)))"
}

/// Training steps from the start of stage c until the logit difference at c first has 90 % of its last value.
private func stepsToLevel(_ record: RunRecord, c: Int) -> Int? {
  let rows = record.metrics.evaluations
  // Stage 1 must have an evaluation; without it, its steps cannot be told from those of later stages.
  guard rows.contains(where: { $0.stage == 1 }) else { return nil }
  let values = rows.map { $0.logitDifference.indices.contains(c) ? $0.logitDifference[c] : nil }
  guard let last = values.last.flatMap({ $0 }), last > 0,
    let reached = values.indices.first(where: { (values[$0] ?? 0) >= 0.9 * last })
  else { return nil }
  let before = rows.last { $0.stage < c }?.step ?? 0
  return max(rows[reached].step - before, 0)
}

/// The logit difference at c when stage 0 and stage 1 end; stage 1 trains c = 1 and no later thought.
private func riseInStage1(_ record: RunRecord, c: Int) -> (before: Double, after: Double)? {
  let rows = record.metrics.evaluations
  guard let before = rows.last(where: { $0.stage == 0 }), let after = rows.last(where: { $0.stage == 1 }),
    [before, after].allSatisfy({ $0.logitDifference.indices.contains(c) }),
    let start = before.logitDifference[c], let end = after.logitDifference[c]
  else { return nil }
  return (start, end)
}

/// The layer that in the end prefers one place most, and that preference at every checkpoint: `[A]`'s score
/// on the place minus its score on other positions. Softmax depends on differences alone.
private func strongestLayer(
  _ stages: [PredictionStage], _ score: (PredictionStage.Scores) -> Double
) -> (layer: Int, scores: [Double])? {
  let layers = stages.map(\.layers.count).min() ?? 0
  return (0..<layers).map { layer in (layer, stages.map { score($0.layers[layer]) - $0.layers[layer].other })
  }
  .max { ($0.1.last ?? 0) < ($1.1.last ?? 0) }
}

/// Pearson's correlation; 0 if either list is constant.
private func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let (centreA, centreB) = (mean(a), mean(b))
  func sum(_ value: (Double, Double) -> Double) -> Double {
    zip(a, b).reduce(0) { $0 + value($1.0 - centreA, $1.1 - centreB) }
  }
  let scale = (sum { x, _ in x * x } * sum { _, y in y * y }).squareRoot()
  return scale > 0 ? sum { $0 * $1 } / scale : 0
}
