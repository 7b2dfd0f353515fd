// What others have said since the paper of what thoughts cause, with the records of chapter 07 that decide it. The numbers
// beside ours are their authors', for their own models.

import Inputs
import Reachability
import Records

/// Claims made after the paper. RRR is *Read, Replace, Never Rewrite* (https://github.com/star2vec/RRR); Curriculum is *The
/// Curriculum Is the Mechanism* (https://huggingface.co/bmarti44/coconut-curriculum-checkpoints).
public let causalClaims: [DeclaredClaim] = [
  causal(
    "read-probe", "Read: a linear probe finds the frontier in a thought", "RRR", .read, paper: "AUC .9979",
    against: "a model with a thought whose AUC is not surely above .95"
  ) {
    (models: [Trained<ReadThoughts>]) in
    all(models) { found in
      let means = (1...4).compactMap { found.row($0, .frontier, .probe) }.compactMap { Estimate($0.values) }
      guard means.count == 4 else { return nil }
      return Shown(
        "AUC " + means.map { number($0.mean, 3) }.joined(separator: ", "),
        holds: means.allSatisfy { $0.low > 0.95 })
    }
  },
  causal(
    "needed-removed", "Needed: without its thoughts a model answers worse", "RRR", .needed,
    paper: "−42.9 points", against: noFall
  ) {
    (models: [Trained<NeededThoughts>]) in
    all(models) { found in
      guard let removed = found.row(.remove, c: 0)?.outcome.answer else { return nil }
      return fall(own: found.own.answer, to: removed, of: "1", isThere: true)
    }
  },
  causal(
    "rewrite-branch",
    "Removing one branch from any thought but the last changes no answer", "RRR, rewrite", .rewrite,
    paper: "no change", against: aFall
  ) { (models: [Trained<RewrittenThoughts>]) in
    all(models) { found in
      let falls = (1...3).compactMap { left -> Shown? in
        guard let own = found.row(.none, nil, left: left),
          let removed = found.row(.remove, .embedding, left: left)
        else { return nil }
        return fall(own: own.answer, to: removed.answer, of: "t", isThere: false)
      }
      guard falls.count == 3 else { return nil }
      return Shown(
        falls.enumerated().map { "\($1.here) with \($0 + 1) to go" }.joined(separator: ", "),
        holds: together(falls), points: falls.flatMap(\.points))
    }
  },
  causal(
    "replace-graph", "Replace: thoughts of a graph with the other answer take the answer with them", "RRR",
    .replace,
    paper: "−91.7 points", against: noFall
  ) { (models: [Trained<ReplacedThoughts>]) in
    all(models) { found in
      guard let donated = found.row(.mirror)?.answer else { return nil }
      return fall(own: found.own, to: donated, of: "h", isThere: true)
    }
  },
  causal(
    "replace-question",
    "Replace: thoughts of the same graph and root, made under another question, leave the answer as it is",
    "RRR", .replace, paper: "no change", against: aFall
  ) { (models: [Trained<ReplacedThoughts>]) in
    all(models) { found in
      guard let donated = found.row(.question)?.answer else { return nil }
      return fall(own: found.own, to: donated, of: "h", isThere: false)
    }
  },
  causal(
    "order-pause",
    "Pause tokens computed one after another give other results than pause tokens computed at once",
    "Curriculum", .order, paper: "94.8 % against 96.6 %, two trainings",
    against: "logits that differ by no more than rounding (chapter 7 shows why they cannot differ)"
  ) { (models: [Trained<PositionOrder>]) in
    all(models) { found in
      Shown(
        "largest difference of a logit \(significant(found.readable, 1)) in double precision, \(number(found.fast, 6)) in single",
        // More than the rounding of sums in double precision would be a difference.
        holds: found.readable > 1e-12)
    }
  },
  pauses(
    "order-pause-trained", "Trained with pause tokens, a model answers as well as with thoughts", .chain,
    paper: "96.6 % against 97.0 %, p = .845",
    against:
      "a pair of models of one seed in which pauses answer 5 points or more below thoughts, with p < .05"
  ) { (thinking: ForcedChain, pausing: ForcedChain) in
    fall(own: thinking.own, to: pausing.own, of: "1", isThere: false)
  },
  pauses(
    "distribution-pause", "On longer paths than in training, thoughts do worse than pause tokens",
    .distribution, paper: "66.0 % against 75.4 % (7 hops)",
    against:
      "a pair of models of one seed in which thoughts answer less than 5 points below pauses, or with p ≥ .05"
  ) { (thinking: OutOfDistribution, pausing: OutOfDistribution) in
    guard let with = thinking.family(.published)?.answers().share("t").value,
      let without = pausing.family(.published)?.answers().share("t").value,
      let thinking = thinking.family(.sevenHops), let pausing = pausing.family(.sevenHops)
    else { return nil }
    return min(with, without) < solvedShare
      ? Shown("of problems of published size \(percent(with)) with thoughts, \(percent(without)) with pauses")
      : fall(from: pausing.answers(), to: thinking.answers(), of: "t", isThere: true)
  },
  causal(
    "distribution-seven-hops",
    "Paths of 7 hops, longer than any in training, are answered better than by a guess", "Curriculum",
    .distribution,
    paper: "66.0 % (7 hops), 67.5 % (8 hops)", against: noGuess
  ) { (models: [Trained<OutOfDistribution>]) in
    all(models) { found in
      guard let share = found.family(.sevenHops)?.answers().share("t"), share.count > 0 else { return nil }
      return Shown("\(percent(share.value)) with 7 thoughts", holds: share.interval?.lowerBound ?? 0 > 0.5)
    }
  },
  causal(
    "distribution-more-thoughts", "More thoughts than hops help, or do no harm (problems of published size)",
    "facebookresearch/coconut, question 17", .distribution, paper: "asked", against: aFall
  ) { (models: [Trained<OutOfDistribution>]) in
    all(models) { found in
      guard let family = found.family(.published) else { return nil }
      let falls = [1, 2].map {
        fall(own: family.answers(), to: family.answers(withHops: $0), of: "t", isThere: false)
      }
      return Shown(
        "one more: \(falls[0].here); two more: \(falls[1].here)", holds: together(falls))
    }
  },
  causal(
    "chain-path", "Read out token by token, thoughts spell a path to the target",
    "facebookresearch/coconut, question 29", .chain, paper: "asked", against: noGuess
  ) { (models: [Trained<ForcedChain>]) in
    all(models) { found in
      let share = found.greedy.share("v")
      return Shown("\(percent(share.value)) of problems", holds: share.interval?.lowerBound ?? 0 > 0.5)
    }
  },
  causal(
    "chain-norms", "Thoughts are much longer than embeddings", "facebookresearch/coconut, question 29",
    .chain, paper: "observed", against: "a model with a thought that is at most twice as long as an embedding"
  ) { (models: [Trained<ForcedChain>]) in
    all(models) { found in
      guard let least = found.norms.min() else { return nil }
      return Shown(
        "norms \(found.norms.map { number($0, 1) }.joined(separator: ", ")); embeddings \(number(found.embeddings, 1))",
        holds: least > 2 * found.embeddings)
    }
  },
]

/// What counts against a claim that a share falls, against one that it does not, and against one that a model does better than guess.
private let noFall = "a model whose share falls by less than 5 points, or with p ≥ .05"
private let aFall = "a model whose share falls by 5 points or more, with p < .05"
private let noGuess = "a model whose share is not surely above one half"

/// What one trained model showed.
private typealias Trained<Result: Codable & Sendable> = CausalFile<Result>.Measured

/// What one model or several showed, and whether that supports the claim.
private struct Shown {
  /// In words and numbers.
  let here: String
  /// Whether it supports the claim; nil if it does not decide it, because a model has not learned what the claim is about.
  let holds: Bool?
  /// By how many percentage points shares changed, where that decides.
  let points: [Double]

  init(_ here: String, holds: Bool? = nil, points: [Double] = []) {
    (self.here, self.holds, self.points) = (here, holds, points)
  }
}

/// The finding that a table shows of what models showed.
private func finding(_ shown: Shown, paper: String, seeds: [UInt64?]) -> Finding {
  Finding(
    paper: paper, ours: shown.here,
    inShort: shown.points.isEmpty ? nil : "\(span(shown.points, 0)) points of accuracy",
    seeds: Set(seeds).count,
    verdict: shown.holds.map { $0 ? .reproduced : .notReproduced } ?? .notDecided)
}

/// Whether all support the claim; false if one speaks against it, nil if none does and one does not decide it.
private func together(_ shown: [Shown]) -> Bool? {
  if shown.contains(where: { $0.holds == false }) { return false }
  return shown.contains { $0.holds == nil } ? nil : true
}

/// A claim about pause tokens, which is decided by each control that reads them beside the first model with thoughts of the
/// same loss and seed.
private func pauses<Result: Codable & Sendable>(
  _ id: String, _ statement: String, _ test: CausalName, paper: String, against: String,
  _ judge: @escaping @Sendable (_ thinking: Result, _ pausing: Result) -> Shown?
) -> DeclaredClaim {
  DeclaredClaim(
    id: id, table: .after, statement: statement, source: "Curriculum",
    against: against, rawData: [test.file],
    command: "./build.sh 07 --out data"
  ) { files in
    let models = try CausalFile<Result>.read(files.paths[0]).models
    let pausing = models.filter { $0.feedback == "pause" }
    let shown = pausing.compactMap { pause -> Shown? in
      models.first { $0.thinks && $0.loss == pause.loss && $0.seed == pause.seed }
        .flatMap { judge($0.result, pause.result) }
    }
    guard !shown.isEmpty, shown.count == pausing.count else { return nil }
    let all = Shown(
      shown.map(\.here).joined(separator: "; "), holds: together(shown), points: shown.flatMap(\.points))
    return finding(all, paper: paper, seeds: pausing.map(\.seed))
  }
}

/// A claim that the record of one causal test decides, on every trained model in it.
private func causal<Result: Codable & Sendable>(
  _ id: String, _ statement: String, _ source: String, _ test: CausalName, paper: String, against: String,
  _ judge: @escaping @Sendable ([Trained<Result>]) -> Shown?
) -> DeclaredClaim {
  DeclaredClaim(
    id: id, table: .after, statement: statement, source: source,
    against: against, rawData: [test.file],
    command: "./build.sh 07 --out data"
  ) { files in
    let models = try CausalFile<Result>.read(files.paths[0]).models.filter {
      $0.checkpoint != nil && $0.thinks
    }
    return judge(models).map { finding($0, paper: paper, seeds: models.map(\.seed)) }
  }
}

/// The finding of each model by name; the claim holds if it does for all. Nil if a record says nothing of one.
private func all<Result>(_ models: [Trained<Result>], _ judge: (Result) -> Shown?) -> Shown? {
  let found = models.compactMap { model in judge(model.result).map { (model.name, $0) } }
  guard !models.isEmpty, found.count == models.count else { return nil }
  return Shown(
    found.map { "\($0): \($1.here)" }.joined(separator: "; "), holds: together(found.map(\.1)),
    points: found.flatMap { $1.points })
}

/// How a share falls from a model's own answers to others; a model that does not answer decides nothing.
private func fall(own: Outcomes, to: Outcomes, of wanted: String, isThere: Bool) -> Shown {
  let share = own.share(wanted).value
  return share < solvedShare
    ? Shown("the model answers \(percent(share))") : fall(from: own, to: to, of: wanted, isThere: isThere)
}

/// How a share falls from one set of answers to another on the problems that both have. `isThere` says whether a fall is
/// claimed: then at least 5 points and p below .05; else neither of them. p is McNemar's mid-p.
private func fall(from: Outcomes, to: Outcomes, of wanted: String, isThere: Bool) -> Shown {
  let pairs = zip(from.isAmong(wanted), to.isAmong(wanted)).compactMap { before, after in
    before.flatMap { before in after.map { (before, $0) } }
  }
  let test = McNemar(pairs.map(\.0), pairs.map(\.1))
  let points = 100 * Double(test.onlySecond - test.onlyFirst) / Double(max(pairs.count, 1))
  let isFall = points <= -5 && test.midP < 0.05
  let p = test.midP < 0.001 ? "p < .001" : "p = \(number(test.midP, 3))"
  return Shown(
    "\(points < 0 ? "−" : "+")\(number(abs(points), 1)) points (\(p))", holds: isFall == isThere,
    points: [points])
}
