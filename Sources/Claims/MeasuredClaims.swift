// Every claim about trained models, with the raw data that decide it and the rule that judges it.

import Inputs
import Reachability
import Records

/// Claims about trained models, from arXiv 2509.23365 and from its predecessor, arXiv 2505.12514.
public let measuredClaims: [DeclaredClaim] = [
  DeclaredClaim(
    id: "accuracy", table: .paper,
    statement: "A two-layer model with continuous thoughts answers almost every problem",
    source: "§5",
    against: "a mean more than two standard errors below the paper's share",
    rawData: [RecordName.evaluation(.coconut)], command: report
  ) { files in
    let runs = try evaluations(files)
    let own = runs.compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let published = runs.compactMap(\.onPublished)
    let shares = [own, published].filter { !$0.isEmpty }.map { $0.map(\.accuracy) }
    return Finding(
      paper: percent(PaperNumbers.accuracy) + " right",
      ours: zip(shares, ["right on held-out problems", "on the published validation problems"])
        .map { "\(percentWithRange($0)) \($1)" }.joined(separator: ", "),
      inShort: zip(shares, ["", "of the published "])
        .map { "\($1)\(percent(mean($0)))" }.joined(separator: "; "),
      interval: [own, published].filter { !$0.isEmpty }.compactMap(overSeeds).joined(separator: ", "),
      seeds: runs.count, holds: shares.allSatisfy { mean($0) >= PaperNumbers.leastAccuracy })
  },
  DeclaredClaim(
    id: "without-thoughts", table: .after,
    statement: "Without its thoughts the same model does no better than a guess between the candidates",
    source: "2604.06374",
    against: "one seed that is right more often than a coin by more than two standard errors",
    rawData: [RecordName.evaluation(.coconut)], command: report
  ) { files in
    let own = try evaluations(files).compactMap(\.onOwn)
    guard !own.isEmpty else { return nil }
    let (with, without) = (mean(own.map(\.accuracy)), own.map(\.accuracyWithoutThoughts))
    // A coin is right half of the time; allow two standard errors above that.
    let isGuess = own.allSatisfy {
      $0.accuracyWithoutThoughts <= 0.5 + 1 / Double(max($0.count, 1)).squareRoot()
    }
    return Finding(
      paper: "94.5 % → 13.8 %",
      ours: "\(percent(with)) → \(without.map { percent($0) }.joined(separator: ", "))", seeds: own.count,
      verdict: with < solvedShare ? .notDecided : isGuess ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "answer-attends", table: .paper,
    statement: "[A] learns to attend to the last thought and to [R], both together",
    source: "Theorem 3, Fig. 4",
    against:
      "a score that does not rise, ends at 0 or below, or falls by more than a quarter from its peak, or the two against "
      + "each other",
    rawData: [ProbeName.predictionStageSeries.file], command: report
  ) { files in
    let points = try probe(PredictionStageSeries.self, files).points.sorted { $0.epoch < $1.epoch }
    guard points.count > 2, let thought = strongestLayer(points.map(\.stage), \.lastThought),
      let root = strongestLayer(points.map(\.stage), \.root)
    else { return nil }
    let together = correlation(thought.scores, root.scores)
    func shown(_ name: String, _ found: (layer: Int, scores: [Double])) -> String {
      "\(name) (layer \(found.layer + 1)) \(number(found.scores.first ?? 0, 1)) → \(number(found.scores.last ?? 0, 1))"
    }
    let rise = [thought.scores, root.scores].allSatisfy { scores in
      let last = scores.last ?? 0
      return last > max(scores.first ?? 0, 0) && last >= (1 - Course.largestChange) * (scores.max() ?? 0)
    }
    return Finding(
      paper: "both scores rise",
      ours: "above other positions: \(shown("last thought", thought)), \(shown("[R]", root)), correlation "
        + number(together, 2),
      seeds: 1, holds: rise && together > 0)
  },
  DeclaredClaim(
    id: "answer-adds", table: .paper,
    statement: "The answer's logits add what the thought carries over and a lift of the candidates",
    source: "Theorem 3",
    against:
      "a model that answers, and in which the rest at the right candidate (its logit minus the sum of both effects, without "
      + "sign) is as large as the smaller of the two effects",
    rawData: [RecordName.answerRegression], command: regression
  ) { files in
    let models = try readJSON(AnswerRegression.self, from: files.paths[0]).models
    let answering = models.filter { $0.epoch == nil && $0.accuracy >= solvedShare }
    guard !models.isEmpty else { return nil }
    let adds = answering.map(\.target).allSatisfy {
      abs($0.leftOver.mean) < min($0.carryOver.mean, $0.lift.mean)
    }
    return Finding(
      paper: "both positive; the candidate that has both gets their sum",
      ours: answering.isEmpty
        ? "no model here answers"
        : answering.map { model in
          let target = model.target
          return "\(model.name): carry-over \(number(target.carryOver.mean, 1)), lift "
            + "\(number(target.lift.mean, 1)), left over \(number(target.leftOver.mean, 1))"
        }.joined(separator: "; "),
      interval: answering.map { model in
        let left = model.target.leftOver
        return "\(model.name) left over \(number(left.low, 1)) to \(number(left.high, 1))"
      }.joined(separator: ", "),
      seeds: fewestSeeds(answering),
      verdict: answering.isEmpty ? .notDecided : adds ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "answer-equation", table: .paper,
    statement:
      "With a trained model's own thoughts and logits, an answer's logit is for the most part a multiple of λ_v and a lift "
      + "of the candidates",
    source: "Theorem 3",
    against:
      "a coefficient whose interval reaches 0, or an equation that explains less than half of the logits' variance",
    rawData: [RecordName.answerRegression], command: regression
  ) { files in
    let models = try readJSON(AnswerRegression.self, from: files.paths[0]).models
    let answering = models.filter { $0.epoch == nil && $0.accuracy >= solvedShare }
    guard !models.isEmpty else { return nil }
    func each(_ value: (AnswerRegression.Model) -> String) -> String {
      answering.map { "\($0.name) \(value($0))" }.joined(separator: ", ")
    }
    let holds = answering.allSatisfy {
      $0.carryOver.low > 0 && $0.lift.low > 0 && $0.explained.mean >= 0.5
    }
    return Finding(
      paper: "μ_A > 0, μ_R > 0; no other term",
      ours: answering.isEmpty
        ? "no model here answers"
        : each {
          "μ_A \(number($0.carryOver.mean)), μ_R \(number($0.lift.mean)), \(percent($0.explained.mean)) of the variance"
        },
      interval: each {
        "μ_A \(number($0.carryOver.low)) to \(number($0.carryOver.high)), μ_R \(number($0.lift.low)) to \(number($0.lift.high))"
      },
      seeds: fewestSeeds(answering),
      verdict: answering.isEmpty ? .notDecided : holds ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "layer-1-copies", table: .paper,
    statement: "In layer 1 each edge token attends most to its own source and target",
    source: "§3, assumption",
    against: "less than 90 % of edge tokens do",
    rawData: [ProbeName.firstLayerCopying.file], command: report
  ) { files in
    let copying = try probe(FirstLayerCopying.self, files)
    return Finding(
      paper: "copying assumed", ours: "\(percent(copying.copyingShare)) of edge tokens do", seeds: 1,
      holds: copying.copyingShare >= 0.9)
  },
  DeclaredClaim(
    id: "layer-2-order", table: .predecessor,
    statement: "Layer 2 attends to optimal edges before frontier (walks) edges before unreachable ones",
    source: "2505.12514, table",
    against: "another order after some number of thoughts",
    rawData: [ProbeName.edgeAttention.file], command: report
  ) { files in
    ordered(
      try probe(EdgeGroupAttention.self, files).reads.map { ("c = \($0.c)", $0.c, $0.groups) },
      PredecessorTables.edgeAttention)
  },
  DeclaredClaim(
    id: "thought-order", table: .predecessor,
    statement: "Thoughts hold optimal nodes before frontier (walks) nodes before unreachable ones",
    source: "2505.12514, table",
    against: "another order in some thought",
    rawData: [ProbeName.thoughtContent.file], command: report
  ) { files in
    ordered(
      try probe(ThoughtContent.self, files).thoughts.map { ("c = \($0.c)", $0.c - 1, $0.groups) },
      PredecessorTables.thoughtContent)
  },
  DeclaredClaim(
    id: "continuous-beats-discrete", table: .predecessor,
    statement: "On small graphs continuous thoughts beat a discrete chain of thought, which beats none",
    source: "2505.12514, Fig. 5",
    against: "another order of accuracies",
    rawData: [RecordName.controls], command: "./build.sh 03 controls"
  ) { files in
    let results = try readJSON(VariantResults.self, from: files.paths[0])
    let kinds = ["continuous", "discrete", "none"]
    let found = kinds.compactMap { kind in results.variants.first { $0.value == kind && !$0.runs.isEmpty } }
    guard found.count == kinds.count else { return nil }
    let isOrdered = zip(found, found.dropFirst()).allSatisfy { $0.accuracy > $1.accuracy }
    return Finding(
      paper: kinds.compactMap { PredecessorTables.accuracy[$0].map { "about \(percent($0, 0))" } }.joined(
        separator: ", "),
      ours: found.map { percent($0.accuracy) }.joined(separator: ", "),
      seeds: found.map(\.runs.count).min() ?? 0,
      verdict: found[0].accuracy < solvedShare ? .notDecided : isOrdered ? .reproduced : .notReproduced)
  },
  ablation(
    "layers",
    "Four and eight layers do as well as two (twelve, which do worse, are not trained here)",
    against: "models that solve the task and differ by 5 points or more", allAlike),
  ablation(
    "width", "Half the width fails (the paper's widths are six times ours)",
    against:
      "half the width that solves the task, or is less than 10 points below the unchanged width"
  ) { found in
    let (half, unchanged) = (found[0], found[1])
    if max(half, unchanged) < solvedShare { return .notDecided }
    return half < solvedShare && half <= unchanged - failingShare ? .reproduced : .notReproduced
  },
  ablation(
    "tied", "Tied or untied output heads do alike",
    against: "models that solve the task and differ by 5 points or more", allAlike),
]

/// The number of seeds of the loss that has the fewest.
private func fewestSeeds(_ models: [AnswerRegression.Model]) -> Int {
  Dictionary(grouping: models, by: \.loss).map { Set($0.value.map(\.seed)).count }.min() ?? 0
}

let report = "./build.sh 05 report"
let regression = "./build.sh 05 regression --out data --checkpoint …"

/// Accuracies closer than this, five percentage points, count as the same, because seeds differ by as much.
private let sameShare = 0.05
/// A model fails beside another from this distance of accuracies on.
private let failingShare = 0.1
/// A model has learned the task from this accuracy on. Below it, it shows nothing of what such a model does.
let solvedShare = 0.8

/// Whether models do alike; a model that has not learned the task shows nothing of what its shape could do.
private let allAlike: @Sendable ([Double]) -> Verdict = { found in
  guard let least = found.min(), let most = found.max(), least >= solvedShare else { return .notDecided }
  return most - least < sameShare ? .reproduced : .notReproduced
}

/// One setting of the paper's ablation. Only values that the paper published too are compared; `judge` gets our accuracy at each,
/// in the order of our record (widths: half, unchanged, twice).
private func ablation(
  _ setting: String, _ statement: String, against: String, _ judge: @escaping @Sendable ([Double]) -> Verdict
) -> DeclaredClaim {
  DeclaredClaim(
    id: "ablation-\(setting)", table: .paper, statement: statement, source: "App., ablation",
    against: against + ", on graphs of full size",
    rawData: [RecordName.smallAblations, RecordName.ablations],
    command: "./build.sh 03 ablate --profile laptop"
  ) { files in
    // The record of full size comes first.
    let records = try files.records(VariantResults.self).sorted { $1.isSmall && !$0.isSmall }
    guard let results = records.first(where: { $0.variants.contains { $0.setting == setting } }) else {
      return nil
    }
    let variants = results.variants.filter { $0.setting == setting }
    let rows = variants.indices.compactMap {
      place -> (paper: (value: String, accuracy: Double), here: VariantResults.Variant)? in
      results.published(setting, at: place).map { ($0, variants[place]) }
    }
    guard rows.count > 1, rows.allSatisfy({ !$0.here.runs.isEmpty }) else { return nil }
    func shown(_ value: String) -> String {
      setting == "tied" ? (value == "true" ? "tied" : "untied") : value
    }
    return Finding(
      paper: rows.map { "\(shown($0.paper.value)): \(percent($0.paper.accuracy))" }.joined(separator: ", "),
      ours: rows.map { "\(shown($0.here.value)): \(percent($0.here.accuracy))" }.joined(separator: ", ")
        + (results.isSmall ? " (small graphs)" : ""),
      seeds: rows.map(\.here.runs.count).min() ?? 0,
      // The paper's claims are about graphs of full size.
      verdict: results.isSmall ? .notDecided : judge(rows.map(\.here.accuracy)))
  }
}

/// Judges whether optimal > frontier (ends of walks, the predecessor's frontier) > not reachable at every c.
private func ordered(
  _ reads: [(name: String, place: Int, groups: [NodeGroup: Moments])], _ published: [NodeGroup: [Double]]
) -> Finding? {
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
  return Finding(
    paper: "\(last.name): " + theirs.map { number($0, 2) }.joined(separator: " > "),
    ours: "\(last.name): " + found.map { number($0, 2) }.joined(separator: ", "), seeds: 1,
    holds: rows.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 > $1 } })
}

private func records(_ files: RawFiles, _ loss: Loss) throws -> [RunRecord] {
  try files.records(RunRecord.self, RecordName.run(loss)).filter(\.isComplete)
}

private func evaluations(_ files: RawFiles) throws -> [RunEvaluation] {
  try files.records(RunEvaluation.self, RecordName.evaluation(.coconut))
}

private func probe<Result: Codable & Sendable>(_ type: Result.Type, _ files: RawFiles) throws -> Result {
  try ProbeFile<Result>.read(files.paths[0]).result
}

func of(_ holding: Int, _ count: Int) -> String { "in \(holding) of \(counted(count, "seed"))" }

/// The mean over seeds; for two or more seeds, the smallest and the largest follow in brackets.
private func percentWithRange(_ shares: [Double]) -> String {
  let shown = percent(mean(shares))
  guard shares.count > 1, let smallest = shares.min(), let largest = shares.max() else { return shown }
  return "\(shown) (\(number(100 * smallest, 1)) to \(number(100 * largest, 1)))"
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
