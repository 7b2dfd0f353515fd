// The paper's schedule in small: claims judged on the runs of the profile `miniature`, from stage 0 to the answers.

import Inputs
import Reachability
import Records

/// Claims about models of width 128 that are trained through all stages at a constant rate.
let miniatureClaims: [DeclaredClaim] = [
  DeclaredClaim(
    id: "miniature-answers", table: .ours,
    statement: "The paper's schedule in small, with Muon, teaches the whole task under both losses",
    source: "§5, in small",
    against:
      "a seed that surely answers less than .9 (its whole interval), or, of three seeds or more, one whose share is less",
    rawData: [runs("coconut"), runs("bfs-frontier")], command: command
  ) { files in
    let answers = try ["coconut", "bfs-frontier"].map { name in
      try series(files, name).compactMap { $0.checkpoints.last?.answered }
    }
    guard answers.allSatisfy({ !$0.isEmpty }) else { return nil }
    let (all, seeds) = (Array(answers.joined()), answers.map(\.count).min() ?? 0)
    let isAgainst =
      all.contains { $0.high < taughtShare } || seeds >= 3 && all.contains { $0.mean < taughtShare }
    return Finding(
      paper: Claim.notStated,
      ours: "Coconut \(numbers(answers[0].map(\.mean))), Coconut-BFS \(numbers(answers[1].map(\.mean)))",
      interval: answers.compactMap(overSeeds).joined(separator: ", "), seeds: seeds,
      verdict: isAgainst ? .notReproduced : seeds < 3 ? .notDecided : .reproduced)
  },
  DeclaredClaim(
    id: "miniature-narrows", table: .ours,
    statement:
      "Models of width 128 that solve the task show it, too: Coconut-BFS's difference at c = 0 falls, its evenness rises",
    source: "the paper's schedule in small",
    against:
      "a seed that finds the first hop and answers .9 of held-out problems or more, and whose difference ends less than a "
      + "quarter below its value at the end of stage 0, or falls by no larger share than that of some such seed of Coconut, or "
      + "whose evenness does not rise",
    rawData: [runs("bfs-frontier"), runs("coconut")], command: command
  ) { files in
    let bfs = try series(files, "bfs-frontier").compactMap(\.narrowing)
    let coconut = try series(files, "coconut").compactMap(\.narrowing)
    func text(_ changes: [Narrowing]) -> String {
      changes.isEmpty ? "has no run that solves the task" : Narrowing.text(changes)
    }
    let least = coconut.map(\.left).min() ?? 1
    let seeds = min(bfs.count, coconut.count)
    return Finding(
      paper: Claim.notStated, ours: "Coconut-BFS \(text(bfs)); Coconut \(text(coconut))", seeds: seeds,
      verdict: bfs.contains { !$0.holds || $0.left >= least }
        ? .notReproduced : seeds < 3 ? .notDecided : .reproduced)
  },
]

/// The schedule teaches the whole task from this share of answers on.
private let taughtShare = 0.9

private let command =
  "./build.sh 03 --profile miniature, ./build.sh 04 --profile miniature and ./build.sh 05 hops"

private func runs(_ name: String) -> String { RecordName.hops("miniature-\(name)-seed*") }

private func series(_ files: RawFiles, _ name: String) throws -> [HopSeries] {
  try files.records(HopSeries.self, runs(name)).filter(\.isFinished)
}

extension HopSeries {
  /// The first hop at the end of stage 0 and at the end of the run; nil if the run does not find the first hop at
  /// both, or does not solve the task.
  fileprivate var narrowing: Narrowing? {
    guard let last = checkpoints.last, last.answered?.mean ?? 0 >= taughtShare, let after = last.hops.first,
      let before = checkpoints.last(where: { $0.stage == 0 })?.hops.first,
      [before, after].allSatisfy({ $0.inFrontier?.mean ?? 0 >= learnedShare }),
      let start = before.logitDifference[.edgeToken], let end = after.logitDifference[.edgeToken],
      let uneven = before.evenness, let even = after.evenness
    else { return nil }
    return Narrowing(difference: (start.mean, end.mean), evenness: (uneven.mean, even.mean))
  }
}
