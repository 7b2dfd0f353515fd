// The paper's contrast, and why it is there: claims judged on models that solve their hop. The runs of the profile `contrast`
// train stage 0 alone.

import Inputs
import Reachability
import Records

/// The headline: claims about what bounds the logit difference and what does not.
public let contrastClaims: [DeclaredClaim] = [
  DeclaredClaim(
    id: "contrast-coconut-level", table: .paper,
    statement: "Coconut: the first hop's logit difference rises, then levels off",
    source: "Fig. 3",
    against:
      "in models that find the first hop: " + Course.notLevel
      + " (the 5 % were added after the runs: NOTES.md of chapter 4)",
    rawData: [hops("coconut")], command: contrast
  ) { files in
    try judge(files, "coconut", paper: "near 60, level", \.levels)
  },
  DeclaredClaim(
    id: "contrast-bfs-grows", table: .ours,
    statement:
      "Coconut-BFS, accepting the frontier in place of N_{c+1}: the difference keeps growing, past Coconut's",
    source: "App. E.2",
    against:
      "in models that find the first hop: a level course, a seed that falls by more than a quarter, or a seed that ends "
      + "below a seed of Coconut (a slope surely above 0 that adds 5 % of the peak or less decides nothing)",
    rawData: [hops("bfs-frontier"), hops("coconut")], command: contrast
  ) { files in
    guard let coconut = try Course(course(files, "coconut")) else { return nil }
    return try judge(
      files, "bfs-frontier", paper: "keeps growing (with N_{c+1}); here the frontier",
      also: "Coconut \(shown(coconut.last))", \.keepsGrowing
    ) { ($0.last.min() ?? 0) > (coconut.last.max() ?? 0) }
  },
  DeclaredClaim(
    id: "contrast-bfs-reachable", table: .paper,
    statement:
      "Coconut-BFS with the published set, N_{c+1} and its root, finds the first hop (stage 0 alone, width 128)",
    source: "App. E.2",
    against:
      "a model that satisfies the loss (.98 of the probability is accepted) and finds the first hop in less than .98 of "
      + "the problems",
    rawData: [hops("bfs-reachable")], command: ContrastRun.record("bfs-reachable")
  ) { files in
    let runs = try series(files, "bfs-reachable")
    let all = runs.compactMap { $0.checkpoints.last?.hops.first }
    guard !all.isEmpty else { return nil }
    let accepted = all.compactMap { $0.probability[.bfsReachable]?.mean }
    let found = all.compactMap { $0.inFrontier?.mean }
    let judged = all.filter { ($0.probability[.bfsReachable]?.mean ?? 0) >= learnedShare }
    let scores = EdgePart.allCases.map { part in
      "\(part.shown) \(numbers(all.compactMap { $0.logitDifference[part]?.mean }, 1))"
    }
    return Finding(
      paper: "keeps growing",
      ours:
        "accepted \(numbers(accepted)), first hop \(numbers(found)), logit difference at \(scores.joined(separator: "; "))",
      inShort: found.isEmpty ? nil : "in \(span(found, 2)) of the problems",
      seeds: all.count,
      verdict: judged.count < 3
        ? .notDecided
        : judged.allSatisfy { ($0.inFrontier?.mean ?? 0) >= learnedShare } ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "contrast-evenness", table: .ours,
    statement:
      "Coconut weighs the root's children more evenly than Coconut-BFS (frontier), which commits to one of them",
    source: "discussion of Theorem 1",
    against:
      "in models that find the first hop: a seed of Coconut-BFS whose interval is not below the intervals of all seeds of "
      + "Coconut",
    rawData: [hops("coconut"), hops("bfs-frontier")], command: contrast
  ) { files in
    func evenness(_ name: String) throws -> [Estimate] {
      try series(files, name).filter(\.hasLearnedFirstHop).compactMap {
        $0.checkpoints.last?.hops.first?.evenness
      }
    }
    let (coconut, bfs) = (try evenness("coconut"), try evenness("bfs-frontier"))
    guard let least = coconut.map(\.low).min(), let most = bfs.map(\.high).max(),
      let overall = overSeeds(coconut), let other = overSeeds(bfs)
    else { return nil }
    let seeds = min(coconut.count, bfs.count)
    return Finding(
      paper: "stated in words",
      ours: "Coconut \(numbers(coconut.map(\.mean))), Coconut-BFS \(numbers(bfs.map(\.mean)))",
      interval: "Coconut \(overall), Coconut-BFS \(other)", seeds: seeds,
      verdict: seeds < 3 ? .notDecided : most < least ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "scale-coconut", table: .ours,
    statement: "Coconut stops where its loss has its minimum; Coconut-BFS's loss asks for more",
    source: "scale test",
    against:
      "in models that find the first hop: a seed whose Coconut loss has its minimum outside ¾ … 4/3, or whose Coconut-BFS "
      + "loss does not have it surely above the Coconut loss's (intervals apart)",
    rawData: [scale("coconut")], command: contrast
  ) { files in
    let tests = try scaleTests(files, "coconut").filter { $0.found >= learnedShare }
    let pairs = tests.compactMap {
      test -> (own: ScaleTest.Minimum, bfs: ScaleTest.Minimum, largest: Double?)? in
      guard let own = test.curve.best[.coconut], let bfs = test.curve.best[.bfsFrontier] else { return nil }
      return (own, bfs, test.largest)
    }
    guard !pairs.isEmpty else { return nil }
    let (own, bfs) = (pairs.map(\.own), pairs.map(\.bfs))
    let agrees = pairs.allSatisfy { (0.75...4 / 3).contains($0.own.scale) && $0.bfs.low > $0.own.high }
    // A minimum at the end of the grid may lie beyond it.
    let beyond = pairs.allSatisfy { $0.bfs.scale == $0.largest } ? " or more" : ""
    return Finding(
      paper: Claim.notStated,
      ours: "Coconut loss has its minimum at \(scales(own)), Coconut-BFS loss at \(scales(bfs))\(beyond)",
      inShort: "\(span(own.map(\.scale), 2)) times its strength",
      interval: [intervals(own), meanOverSeeds(own)].compactMap { $0 }.joined(
        separator: "; mean over seeds "), seeds: own.count,
      verdict: own.count < 3 ? .notDecided : agrees ? .reproduced : .notReproduced)
  },
  DeclaredClaim(
    id: "scale-bfs", table: .ours,
    statement: "Scale test: on a Coconut-BFS model its own loss still asks for a stronger match",
    source: "why Coconut-BFS is not bounded",
    against: "in models that find the first hop: a seed whose loss may have its minimum at 1 or below",
    rawData: [scale("bfs-frontier")], command: contrast
  ) { files in
    let own = try scaleTests(files, "bfs-frontier").filter { $0.found >= learnedShare }
      .compactMap { $0.curve.best[.bfsFrontier] }
    guard !own.isEmpty else { return nil }
    return Finding(
      paper: Claim.notStated, ours: "Coconut-BFS loss has its minimum at \(scales(own))",
      interval: intervals(own),
      seeds: own.count,
      verdict: own.count < 3 ? .notDecided : own.allSatisfy { $0.low > 1 } ? .reproduced : .notReproduced)
  },
  single(
    "soft-coconut-level", "soft-coconut", "Soft Coconut, whose label has no noise, levels off too"),
  single(
    "uniform-frontier-level", "uniform-frontier",
    "A label drawn uniformly from the frontier levels off too"),
  single(
    "uniform-level", "uniform",
    "A uniform label on root and children levels off too, and not above Coconut", isBelow: true),
  single("coconut-no-decay-level", "coconut-no-decay", "Without weight decay Coconut levels off too"),
  singleGrowing(
    "bfs-no-decay-grows", "bfs-frontier-no-decay", "Without weight decay Coconut-BFS grows past Coconut too"),
  single("coconut-dropout-level", "coconut-dropout", "With the published dropout Coconut levels off too"),
  singleGrowing(
    "bfs-dropout-grows", "bfs-frontier-dropout",
    "With the published dropout Coconut-BFS grows past Coconut too"),
  DeclaredClaim(
    id: "second-hop-before-its-stage", table: .ours,
    statement: "Trained on the first hop alone, Coconut-BFS finds the second more often than Coconut",
    source: "length generalisation",
    against:
      "in models that find the first hop: a seed of Coconut-BFS that finds the second no more often than some seed of Coconut",
    rawData: [hops("coconut"), hops("bfs-frontier")], command: contrast, isDrawn: false
  ) { files in
    func second(_ name: String) throws -> [Estimate] {
      try series(files, name).filter(\.hasLearnedFirstHop).compactMap { run in
        run.checkpoints.last.flatMap { $0.hops.count > 1 ? $0.hops[1].inFrontier : nil }
      }
    }
    let (coconut, bfs) = (try second("coconut"), try second("bfs-frontier"))
    guard let most = coconut.map(\.mean).max(), let least = bfs.map(\.mean).min(),
      let overall = overSeeds(coconut), let other = overSeeds(bfs)
    else { return nil }
    let seeds = min(coconut.count, bfs.count)
    return Finding(
      paper: Claim.notStated,
      ours: "Coconut \(numbers(coconut.map(\.mean))), Coconut-BFS \(numbers(bfs.map(\.mean)))",
      interval: "Coconut \(overall), Coconut-BFS \(other)", seeds: seeds,
      verdict: seeds < 3 ? .notDecided : least > most ? .reproduced : .notReproduced)
  },
]

/// A hop is learned when this share of greedy predictions lies in its frontier.
let learnedShare = 0.98

private let contrast = "./build.sh 03 --profile contrast and ./build.sh 05 hops"

private func hops(_ name: String) -> String { RecordName.hops("contrast-\(name)-seed*") }
private func scale(_ name: String) -> String { RecordName.scale("contrast-\(name)-seed*") }

private func series(_ files: RawFiles, _ name: String) throws -> [HopSeries] {
  try files.records(HopSeries.self, hops(name)).filter(\.isFinished)
}

/// The scale test at c = 0 of each run's last checkpoint, how often the model finds the hop as it was trained, and the end of the
/// grid.
private func scaleTests(_ files: RawFiles, _ name: String) throws -> [(
  curve: ScaleTest.Curve, found: Double, largest: Double?
)] {
  try files.records(ScaleTest.self, scale(name)).compactMap { test in
    guard let curve = test.checkpoints.last?.curves.first(where: { $0.c == 0 }) else { return nil }
    let asTrained = zip(test.scales, curve.inFrontier).min { abs($0.0 - 1) < abs($1.0 - 1) }
    return (curve, asTrained?.1 ?? 0, test.scales.last)
  }
}

extension HopSeries {
  /// Whether the last checkpoint is that of the last epoch; true where the configuration does not say how many there are.
  package var isFinished: Bool {
    configuration["num_epochs"].flatMap(Int.init).map { (checkpoints.last?.epoch ?? 0) >= $0 } ?? true
  }

  /// Whether the first hop is learned by half of the run, and at its end. Under `uniform` the label may be the root, so that a
  /// model that has learned it may predict the root: there, that share of the probability must lie on root and children, and
  /// at least half on the children.
  package var hasLearnedFirstHop: Bool {
    guard let end = checkpoints.last?.step else { return false }
    let judged = checkpoints.filter { $0.step >= end / 2 }
    return [judged.first, judged.last].allSatisfy { checkpoint in
      guard let hop = checkpoint?.hops.first else { return false }
      guard loss == .uniform else { return hop.inFrontier?.mean ?? 0 >= learnedShare }
      return hop.probability[.bfsReachable]?.mean ?? 0 >= learnedShare
        && hop.probability[.bfsFrontier]?.mean ?? 0 >= 0.5
    }
  }

  /// The logit difference at c = 0, at the edge token, on graphs of full size.
  var firstHopCourse: [(time: Double, value: Double)] {
    checkpoints.filter { $0.step > fullSizeStep(configuration) }.compactMap { checkpoint in
      checkpoint.hops.first?.logitDifference[.edgeToken].map { (Double(checkpoint.step), $0.mean) }
    }
  }
}

/// The courses of the runs that have learned the first hop.
private func course(_ files: RawFiles, _ name: String) throws -> [[(time: Double, value: Double)]] {
  try series(files, name).filter(\.hasLearnedFirstHop).map(\.firstHopCourse)
}

/// Judges the logit difference at c = 0 of the runs named `name` that have learned the first hop. Fewer than three such
/// runs decide nothing, unless the claim is about one run (`atLeast`).
private func judge(
  _ files: RawFiles, _ name: String, paper: String, also: String? = nil, atLeast: Int = 3,
  _ shape: (Course) -> Verdict, isPlaced: (Course) -> Bool = { _ in true }
) throws -> Finding? {
  let (all, learned) = (try series(files, name).count, try course(files, name))
  if learned.isEmpty, all > 0 {
    return Finding(
      paper: paper, ours: "\(of(all, all)) the first hop is not learned by half of the run", seeds: all,
      verdict: .notDecided)
  }
  guard let course = Course(learned) else { return nil }
  let unlearned =
    all > learned.count
    ? "; \(of(all - learned.count, all)) the first hop is not learned by half of the run" : ""
  return Finding(
    paper: paper,
    ours: "\(shown(course.last)) at the end, \(shown(course.peak)) at most" + (also.map { "; \($0)" } ?? "")
      + unlearned, inShort: ending(course, per: 1000),
    interval: slope(course, per: 1000, "1,000 steps"), seeds: learned.count,
    verdict: learned.count < atLeast
      ? .notDecided : isPlaced(course) ? shape(course) : .notReproduced)
}

/// One run of another loss or setting, beside Coconut's and Coconut-BFS's: does it level off, and nearer to Coconut's, or, where
/// `isBelow`, not above all of them?
private func single(
  _ id: String, _ name: String, _ statement: String, isBelow: Bool = false
) -> DeclaredClaim {
  DeclaredClaim(
    id: id, table: .ours, statement: statement, source: "what bounds the logit",
    against: Course.notLevel + ", or an end "
      + (isBelow ? "above every seed of Coconut" : "nearer to Coconut-BFS than to Coconut"),
    rawData: [hops(name), hops("coconut"), hops("bfs-frontier")], command: ContrastRun.record(name)
  ) { files in
    guard let coconut = try Course(course(files, "coconut")),
      let bfs = try Course(course(files, "bfs-frontier"))
    else { return nil }
    let (near, far) = (mean(coconut.last), mean(bfs.last))
    return try judge(
      files, name, paper: Claim.notStated,
      also: "Coconut \(number(near, 1)), Coconut-BFS \(number(far, 1))", atLeast: 1, \.levels
    ) { course in
      course.last.allSatisfy { isBelow ? $0 <= coconut.last.max() ?? 0 : abs($0 - near) < abs($0 - far) }
    }
  }
}

/// One run of Coconut-BFS under another setting: does it still grow, past every seed of Coconut that has learned its hop?
private func singleGrowing(_ id: String, _ name: String, _ statement: String) -> DeclaredClaim {
  DeclaredClaim(
    id: id, table: .ours, statement: statement, source: "what bounds the logit",
    against:
      "a level course (a slope surely above 0 that adds 5 % of the peak or less decides nothing), a fall of more than a quarter "
      + "from the peak, or an end below a seed of Coconut that finds the first hop",
    rawData: [hops(name), hops("coconut")], command: ContrastRun.record(name)
  ) { files in
    guard let coconut = try Course(course(files, "coconut")) else { return nil }
    return try judge(
      files, name, paper: Claim.notStated, also: "Coconut \(shown(coconut.last))", atLeast: 1, \.keepsGrowing
    ) { ($0.last.min() ?? 0) > (coconut.last.max() ?? 0) }
  }
}

extension EdgePart {
  fileprivate var shown: String {
    switch self {
    case .source: "an edge's source token"
    case .target: "its target token"
    case .edgeToken: "its closing token |"
    }
  }
}

private func shown(_ values: [Double]) -> String { numbers(values, 1) }

/// Where a course ends, and the interval of its slope, in a few words.
func ending(_ course: Course, per unit: Double) -> String {
  let slope = [course.interval.lowerBound, course.interval.upperBound].map { $0 * unit }
  return "\(span(course.last, 0)), slope \(span(slope, 1))"
}

/// The slope of a course and its interval, in words.
func slope(_ course: Course, per unit: Double, _ name: String) -> String {
  let (low, high) = (course.interval.lowerBound * unit, course.interval.upperBound * unit)
  return "slope \(number(course.slope * unit, 1)) (\(number(low, 1)) to \(number(high, 1))) in \(name)"
}

private func scales(_ found: [ScaleTest.Minimum]) -> String { "s = \(numbers(found.map(\.scale)))" }

/// The interval of the mean place of the minimum, over problems and seeds; nil without seeds.
private func meanOverSeeds(_ found: [ScaleTest.Minimum]) -> String? {
  // An interval of 95 % spans 2 × 1.96 standard errors.
  bootstrapInterval(overSeeds: found.map { ($0.scale, ($0.high - $0.low) / (2 * 1.96)) }).map {
    "\(number($0.lowerBound)) to \(number($0.upperBound))"
  }
}

private func intervals(_ found: [ScaleTest.Minimum]) -> String {
  found.map { "\(number($0.low)) to \(number($0.high))" }.joined(separator: ", ")
}
