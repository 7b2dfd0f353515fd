// Test 2, needed: each thought removed or replaced, one at a time, and what that touches.

import Reachability
import Records

extension NeededThoughts {
  /// Changes every thought of a bed's chains in every way.
  public static func measure(_ bed: TestBed) -> NeededThoughts {
    let (problems, longest) = (bed.test.problems, bed.test.longest)
    let means = (1...longest).map { bed.mean(c: $0) }
    let partners = bed.partners
    func change(_ kind: Kind, _ problem: Int, _ c: Int) -> Intervention.Change? {
      switch kind {
      case .remove: .remove
      case .zero: .replace([Float](repeating: 0, count: bed.subject.width))
      case .mean: .replace(means[c - 1])
      case .noise: .turn(randomDirection(bed.subject.width, problem, c: c))
      case .other: partners[problem].map { .replace(bed.own[$0].made[c - 1]) }
      }
    }
    /// The problem's chain with thought c (0: each) changed; nil where there is none, or nothing to keep after it.
    func chain(_ kind: Kind, _ problem: Int, _ c: Int, _ later: Later) -> Chain? {
      let length = problems[problem].pathLength
      guard c <= length, later == .made || c < length else { return nil }
      let changed = (c == 0 ? Array(1...length) : [c]).map { at in
        change(kind, problem, at).map { Intervention(at, $0) }
      }
      guard changed.allSatisfy({ $0 != nil }) else { return nil }
      let kept =
        later == .made
        ? []
        : (c + 1...length).map { at in
          Intervention(at, .replace(bed.own[problem].made[at - 1]))
        }
      return Chain(bed.test.prompts[problem], thoughts: length, changed.compactMap { $0 } + kept)
    }
    let asked = Kind.allCases.flatMap { kind in
      (0...longest).map { (kind: kind, c: $0, later: Later.made) }
        + (1..<longest).map { (kind: kind, c: $0, later: Later.kept) }
    }
    // Run all chains together: those of one problem share the reading of its prompt where the model can do so.
    let chains = asked.map { row in problems.indices.map { chain(row.kind, $0, row.c, row.later) } }
    var results = bed.subject.run(chains.joined().compactMap { $0 })[...]
    let rows = zip(asked, chains).map { row, chains in
      let mine = chains.map { chain in chain.map { _ in results.removeFirst() } }
      let hops = row.kind == .remove || row.later == .kept || row.c == 0 ? nil : row.c + 1
      return Row(
        kind: row.kind, c: row.c, later: row.later, outcome: Outcome(bed, mine, hopsFrom: hops))
    }
    return NeededThoughts(
      lengths: problems.map(\.pathLength), own: Outcome(bed, bed.own, hopsFrom: 1), rows: rows)
  }
}

extension NeededThoughts.Outcome {
  /// The outcomes of one result a problem (nil where it was not asked); `hopsFrom` is the first thought that is judged.
  fileprivate init(_ bed: TestBed, _ results: [ChainResult?], hopsFrom: Int?) {
    let problems = bed.test.problems
    let hops = hopsFrom.map { first in
      (1...bed.test.longest).map { hop in
        Outcomes(
          zip(problems, results).map { problem, result -> Bool? in
            guard let result, hop >= first, hop <= problem.pathLength else { return nil }
            // Tokens that the graph does not have may be on top, too.
            let top = greedy(bed.subject.logits(result.made[hop - 1]))
            return top < problem.graph.nodeCount && problem.distance[top] == hop
          })
      }
    }
    self.init(
      answer: Outcomes(
        zip(problems, results).map { problem, result in result.map { greedy($0.answer) == problem.target } }),
      hops: hops ?? [])
  }
}
