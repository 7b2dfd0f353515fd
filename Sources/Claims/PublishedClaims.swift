// The paper's contrast in its own recipe: claims judged on the independent runs, which another program trained on a GPU.

import Inputs
import Reachability
import Records

/// Claims about the published recipe.
let publishedClaims: [DeclaredClaim] = [
  DeclaredClaim(
    id: "published-coconut-level", table: .paper,
    statement: "Published recipe, Coconut: the difference levels off in stage 0",
    source: "Fig. 3, an independent run",
    against: "in stage 0, once the first hop is found: " + Course.notLevel,
    rawData: [RecordName.independent(.coconut)], command: gpu
  ) { files in
    try judgeStage0(files, .coconut, paper: "near 60 after 125 epochs, level", \.levels)
  },
  DeclaredClaim(
    id: "published-bfs-grows", table: .ours,
    statement:
      "Published recipe, Coconut-BFS accepting the frontier: the difference keeps growing in stage 0, past Coconut's",
    source: "App. E.2, an independent run",
    against:
      "a level course over the last third of stage 0 (a slope surely above 0 that adds 5 % of the peak or less decides nothing), a fall of more than a quarter, or an end below Coconut's",
    rawData: [RecordName.independent(.bfsFrontier), RecordName.independent(.coconut)], command: gpu
  ) { files in
    let coconut = try independent(files, .coconut, until: PaperNumbers.stageEnds[0]).filter(
      \.hasLearnedFirstHop)
    guard let most = coconut.compactMap({ ownStage($0, c: 0).points.last?.value }).max() else { return nil }
    return try judgeStage0(files, .bfsFrontier, paper: "keeps growing (with N_{c+1})", \.keepsGrowing) {
      ($0.last.min() ?? 0) > most
    }
  },
  DeclaredClaim(
    id: "published-accuracy", table: .paper,
    statement: "Published recipe, Coconut: almost every problem is answered",
    source: "§5, an independent run", against: "an accuracy more than two standard errors below the paper's",
    rawData: [RecordName.independent(.coconut)], command: gpu, isDrawn: false
  ) { files in
    let runs = try independent(files, .coconut, until: PaperNumbers.epochs)
    let shares = runs.compactMap { $0.rows.last?.answerAccuracy }
    guard !shares.isEmpty else { return nil }
    return Finding(
      paper: percent(PaperNumbers.accuracy), ours: shares.map { percent($0) }.joined(separator: ", "),
      seeds: runs.count, holds: shares.allSatisfy { $0 >= PaperNumbers.leastAccuracy })
  },
  DeclaredClaim(
    id: "published-second-hop-sooner", table: .paper,
    statement:
      "Published recipe, Coconut: counted from the start of its stage, c = 1 gets to its level sooner than c = 0",
    source: "Fig. 3, an independent run",
    against:
      "in models that find both hops: as many epochs or more for c = 1, or a difference that ends its own stage at 0 or "
      + "below, or more than a quarter below its peak",
    rawData: [RecordName.independent(.coconut)], command: gpu, isDrawn: false
  ) { files in
    let runs = try independent(files, .coconut, until: PaperNumbers.stageEnds[1])
    guard !runs.isEmpty else { return nil }
    let isLearned = runs.allSatisfy { $0.hasLearnedFirstHop && ownStage($0, c: 1).found >= learnedShare }
    let spans = runs.map { (first: epochsToLevel($0, c: 0), second: epochsToLevel($0, c: 1)) }
    let isSooner = spans.allSatisfy { first, second in
      if let first, let second { second < first } else { false }
    }
    func shown(_ epochs: Int?) -> String { epochs.map { "after \($0) epochs" } ?? "never" }
    return Finding(
      paper: "few epochs against 125",
      ours: spans.map { "c = 1 \(shown($0.second)), c = 0 \(shown($0.first))" }.joined(separator: ", ")
        + " (at 90 % of what they have at the end of their own stage)",
      seeds: runs.count, verdict: !isLearned ? .notDecided : isSooner ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "published-later-hops-follow", table: .paper,
    statement:
      "Published recipe, Coconut: c = 2 and c = 3 rise together with c = 1, before their own stages",
    source: "Fig. 3, length generalisation; an independent run",
    against:
      "at the end of stage 1, a logit difference that is not above all it had over the last third of stage 0",
    rawData: [RecordName.independent(.coconut)], command: gpu, isDrawn: false
  ) { files in
    let runs = try independent(files, .coconut, until: PaperNumbers.stageEnds[1])
    let rises = runs.flatMap { run in (1...3).compactMap { riseInStage1(run, c: $0) } }
    guard !runs.isEmpty, rises.count == 3 * runs.count else { return nil }
    return Finding(
      paper: "both rise with c = 1",
      ours: rises.map {
        "c = \($0.c): at most \(number($0.before, 1)) before → \(number($0.after, 1)), hop found \(number($0.found))"
      }
      .joined(separator: "; "),
      seeds: runs.count, holds: rises.allSatisfy { $0.after > $0.before })
  },
  laterHopsLevel(
    "published-later-hops-level", .coconut, .paper, judged: [1, 2, 3],
    statement:
      "Published recipe, Coconut: in its own stage the difference of each later hop levels off (c = 1, 2, 3)",
    source: "Theorem 1 where it applies; an independent run", paper: "bounded"),
  laterHopsLevel(
    "bfs-frontier-second-hop-level", .bfsFrontier, .ours, judged: [1],
    statement:
      "Published recipe, Coconut-BFS (frontier): at c = 1 the difference levels off, as Theorem 1's flow predicts for this set",
    source: "Theorem 1, another set; an independent run", paper: "(set not tried)"),
  DeclaredClaim(
    id: "contrast-narrows", table: .ours,
    statement: "Later hops share the weights: Coconut-BFS's difference falls, its evenness rises",
    source: "the published recipe, an independent run",
    against:
      "a model that still finds the first hop and answers, and whose difference ends less than a quarter below its value "
      + "at the end of stage 0, or whose evenness does not rise",
    rawData: [RecordName.independent(.bfsFrontier), RecordName.independent(.coconut)], command: gpu
  ) { files in
    let bfs = try independent(files, .bfsFrontier, until: PaperNumbers.epochs)
    let coconut = try independent(files, .coconut, until: PaperNumbers.epochs).map(\.narrowing)
    guard !bfs.isEmpty else { return nil }
    let judged = bfs.filter(\.findsFirstHopAndAnswers).map(\.narrowing)
    let all = Narrowing.text(bfs.map(\.narrowing))
    return Finding(
      paper: Claim.notStated,
      ours: "Coconut-BFS \(all); Coconut \(Narrowing.text(coconut)) (means of five checkpoints)",
      inShort: all, seeds: bfs.count,
      verdict: judged.contains { !$0.holds }
        ? .notReproduced : judged.count < bfs.count ? .notDecided : .reproduced)
  },
]

/// Whether the difference of later hops levels off in the stage that trains each last. `judged` are the c that decide; the others
/// are shown beside them, and so is what the rule says of each until the end of training.
private func laterHopsLevel(
  _ id: String, _ loss: Loss, _ table: ClaimSource, judged: [Int], statement: String, source: String,
  paper: String
) -> DeclaredClaim {
  DeclaredClaim(
    id: id, table: table, statement: statement, source: source,
    against: "in the stage of a hop that is found: " + Course.notLevel,
    rawData: [RecordName.independent(loss)], command: gpu, isDrawn: false
  ) { files in
    let runs = try independent(files, loss, until: PaperNumbers.epochs)
    let stages = runs.flatMap { run in (1...3).map { ownStage(run, c: $0) } }
    let courses = stages.compactMap { stage in
      Course([stage.points]).map { (c: stage.c, found: stage.found, course: $0) }
    }
    guard !runs.isEmpty, judged.allSatisfy({ c in courses.count { $0.c == c } == runs.count }) else {
      return nil
    }
    let verdicts = courses.filter { judged.contains($0.c) }.map {
      $0.found >= learnedShare ? $0.course.levels : .notDecided
    }
    let levelToTheEnd = runs.flatMap { run in
      (1...3).filter { c in Course([points(run, c: c, until: PaperNumbers.epochs)])?.levelsOff == true }
    }
    return Finding(
      paper: paper,
      ours: courses.map { "c = \($0.c): \(numbers($0.course.last, 1)), hop found \(number($0.found))" }
        .joined(separator: "; ") + "; to the end of training level at c = "
        + (levelToTheEnd.isEmpty ? "none" : levelToTheEnd.map(String.init).joined(separator: ", ")),
      interval: courses.map { "c = \($0.c): \(slope($0.course, per: 10, "10 epochs"))" }
        .joined(separator: "; "),
      seeds: runs.count,
      verdict: [.notReproduced, .notDecided].first(where: verdicts.contains) ?? .reproduced)
  }
}

private let gpu = "python3 paper_recipe.py on a GPU and ./build.sh 05 independent"

extension IndependentRun {
  /// What was measured last in stage 0.
  package var endOfStage0: Row? { rows.last { $0.epoch <= PaperNumbers.stageEnds[0] } }

  /// Whether the first hop is learned by the end of stage 0.
  package var hasLearnedFirstHop: Bool {
    endOfStage0?.frontierShare.first.map { $0 >= learnedShare } ?? false
  }

  /// Whether the first hop is found before later hops are trained and at the end, and problems are answered there.
  fileprivate var findsFirstHopAndAnswers: Bool {
    guard hasLearnedFirstHop, let last = rows.last else { return false }
    return (last.frontierShare.first ?? 0) >= learnedShare && last.answerAccuracy >= solvedShare
  }

  /// The first hop before later hops are trained, and at the end: means of five checkpoints, because one alone is noisy.
  fileprivate var narrowing: Narrowing {
    func last(until epoch: Int, _ value: (Row) -> Double?) -> Double {
      mean(Array(rows.filter { $0.epoch <= epoch }.compactMap(value).suffix(5)))
    }
    let ends = (PaperNumbers.stageEnds[0], PaperNumbers.epochs)
    return Narrowing(
      difference: (last(until: ends.0, \.atEdgeToken.first), last(until: ends.1, \.atEdgeToken.first)),
      evenness: (last(until: ends.0, \.evenness.first), last(until: ends.1, \.evenness.first)))
  }
}

/// The runs of a loss; none if one of them has not got to `epoch`.
private func independent(_ files: RawFiles, _ loss: Loss, until epoch: Int) throws -> [IndependentRun] {
  let runs = try files.records(IndependentRun.self, RecordName.independent(loss))
  return runs.allSatisfy { ($0.rows.last?.epoch ?? 0) >= epoch } ? runs : []
}

/// Judges stage 0 of independent runs that have learned the first hop by its end.
private func judgeStage0(
  _ files: RawFiles, _ loss: Loss, paper: String, _ shape: (Course) -> Verdict,
  isPlaced: (Course) -> Bool = { _ in true }
) throws -> Finding? {
  let runs = try independent(files, loss, until: PaperNumbers.stageEnds[0])
  guard let course = Course(runs.map { ownStage($0, c: 0).points }) else { return nil }
  let found = runs.compactMap { $0.endOfStage0?.frontierShare.first }
  return Finding(
    paper: paper,
    ours:
      "\(numbers(course.last, 1)) at the end of stage 0, \(numbers(course.peak, 1)) at most; first hop \(numbers(found))",
    inShort: ending(course, per: 10),
    interval: slope(course, per: 10, "10 epochs")
      + ", gain of the last third \(course.gain.map { percent($0) }.joined(separator: ", "))",
    seeds: runs.count,
    verdict: !runs.allSatisfy(\.hasLearnedFirstHop)
      ? .notDecided : isPlaced(course) ? shape(course) : .notReproduced)
}

/// The epoch after which the stage begins that trains hop c + 1 last.
private func stageStart(_ c: Int) -> Int { c == 0 ? 0 : PaperNumbers.stageEnds[c - 1] }

/// The logit difference at c by epoch, from the beginning of the stage that trains hop c + 1 last.
private func points(_ run: IndependentRun, c: Int, until end: Int) -> [(time: Double, value: Double)] {
  run.rows.filter { $0.epoch > stageStart(c) && $0.epoch <= end && $0.atEdgeToken.indices.contains(c) }
    .map { (Double($0.epoch), $0.atEdgeToken[c]) }
}

/// The points of that stage alone, and how often the hop is found at its end.
private func ownStage(_ run: IndependentRun, c: Int) -> (
  c: Int, points: [(time: Double, value: Double)], found: Double
) {
  let end = run.rows.last { $0.epoch <= PaperNumbers.stageEnds[c] }
  let found = end.flatMap { $0.frontierShare.indices.contains(c) ? $0.frontierShare[c] : nil }
  return (c, points(run, c: c, until: PaperNumbers.stageEnds[c]), found ?? 0)
}

/// Epochs of its own stage until the logit difference at c first has 90 % of what it has at the stage's end; nil if it ends at 0
/// or below, or more than `Course.largestChange` below its peak.
private func epochsToLevel(_ run: IndependentRun, c: Int) -> Int? {
  let points = ownStage(run, c: c).points
  guard let last = points.last?.value, let peak = points.map(\.value).max(), last > 0,
    last >= (1 - Course.largestChange) * peak
  else { return nil }
  return points.first { $0.value >= 0.9 * last }.map { Int($0.time) - stageStart(c) }
}

/// The largest logit difference at c over the last third of stage 0, that at the end of stage 1, which trains c = 1 alone, and
/// the share of predictions of hop c + 1 in the frontier there.
private func riseInStage1(_ run: IndependentRun, c: Int) -> (
  c: Int, before: Double, after: Double, found: Double
)? {
  let (stage0, stage1) = (PaperNumbers.stageEnds[0], PaperNumbers.stageEnds[1])
  let before = run.rows.filter {
    3 * $0.epoch >= 2 * stage0 && $0.epoch <= stage0 && $0.atEdgeToken.indices.contains(c)
  }.map { $0.atEdgeToken[c] }.max()
  guard let before, let row = run.rows.last(where: { $0.epoch <= stage1 }), row.epoch > stage0,
    row.atEdgeToken.indices.contains(c), row.frontierShare.indices.contains(c)
  else { return nil }
  return (c, before, row.atEdgeToken[c], row.frontierShare[c])
}
