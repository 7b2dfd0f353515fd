// Test 1, read: which sets of nodes can be read from each thought, through the output head and by linear probes.

import Reachability
import Records

extension ReadThoughts.Group {
  /// The nodes of the set, and those they are compared with, at thought c.
  func nodes(_ problem: Problem, _ c: Int) -> (inside: [Int], outside: [Int]) {
    let all = 0..<problem.graph.nodeCount
    let inside: Set<Int>
    switch self {
    case .frontier: inside = Set(problem.frontier(c))
    case .reachable: inside = Set(problem.reachable(c))
    case .path:
      let path = Set(problem.shortestPathNodes(c))
      return (path.sorted(), problem.frontier(c).filter { !path.contains($0) })
    case .answer: return ([problem.target], [problem.negativeTarget])
    }
    return (inside.sorted(), all.filter { !inside.contains($0) })
  }

  /// What a probe is fitted to, one number a node token: 1 for nodes of the set. Path and answer compare with a few nodes
  /// only: those get −1, all others 0.
  func labels(_ problem: Problem, _ c: Int) -> [Double] {
    var labels = [Double](repeating: 0, count: Vocabulary.nodeCount)
    let (inside, outside) = nodes(problem, c)
    for node in inside { labels[node] = 1 }
    if self == .path || self == .answer { for node in outside { labels[node] = -1 } }
    return labels
  }

  /// The AUC of this set on a problem.
  func areaUnderCurve(_ problem: Problem, _ c: Int, scores: [Double]) -> Double? {
    let (inside, outside) = nodes(problem, c)
    return Superposition.areaUnderCurve(scores, inside, outside)
  }
}

/// Probes of one set of nodes, one a thought.
struct GroupProbes {
  /// Entry c − 1: the probe of c-th thoughts and the strength that was chosen for it.
  let probes: [(probe: LinearProbe, strength: Double)]

  /// Fits the probes on the bed's training problems. The strength of each is the one with the best mean AUC on the last
  /// quarter of the problems, after a fit on the others; then it is fitted on all.
  init(_ bed: TestBed, _ group: ReadThoughts.Group) {
    probes = (1...bed.training.longest).map { c in
      let problems = bed.training.having(c)
      let thoughts = problems.map { bed.trained[$0].made[c - 1] }
      let labels = problems.map { group.labels(bed.training.problems[$0], c) }
      let fitted = problems.count * 3 / 4
      let moments = ThoughtMoments(Array(thoughts.prefix(fitted)))
      let scored = ridgeStrengths.map { strength in
        let probe = moments.probe(Array(labels.prefix(fitted)), strength: strength)
        let values = zip(problems, thoughts).dropFirst(fitted).compactMap { at, thought in
          group.areaUnderCurve(bed.training.problems[at], c, scores: probe.scores(thought))
        }
        return values.reduce(0, +) / Double(max(values.count, 1))
      }
      let best = ridgeStrengths[greedy(scored)]
      return (ThoughtMoments(thoughts).probe(labels, strength: best), best)
    }
  }
}

extension ReadThoughts {
  /// Reads the thoughts of a bed's own chains. Without `probes` only the output head reads.
  public static func measure(_ bed: TestBed, probes withProbes: Bool = true) -> ReadThoughts {
    let rows = Group.allCases.flatMap { group in
      let probes = withProbes ? GroupProbes(bed, group).probes : []
      return (1...bed.test.longest).flatMap { c in
        func row(_ reading: Reading, _ strength: Double?, _ scores: (Int) -> [Double]) -> Row {
          Row(
            c: c, group: group, reading: reading, strength: strength,
            values: bed.test.problems.enumerated().map { at, problem in
              guard problem.pathLength >= c else { return nil }
              return group.areaUnderCurve(problem, c, scores: scores(at)).map { rounded($0) }
            })
        }
        let head = row(.head, nil) { bed.logits($0, c: c) }
        guard probes.indices.contains(c - 1) else { return [head] }
        let (probe, strength) = probes[c - 1]
        return [head, row(.probe, strength) { probe.scores(bed.own[$0].made[c - 1]) }]
      }
    }
    return ReadThoughts(trainedOn: withProbes ? bed.training.problems.count : 0, rows: rows)
  }
}
