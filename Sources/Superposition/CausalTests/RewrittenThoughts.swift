// Test 3, rewrite: one node removed from a thought, added to it, or exchanged with another, along several directions.

import Foundation
import Reachability
import Records

extension RewrittenThoughts {
  /// Rewrites thoughts of a bed's chains. Without `probes` only the embedding and the random direction are used.
  public static func measure(_ bed: TestBed, probes withProbes: Bool = true) -> RewrittenThoughts {
    let tools = RewritingTools(bed, withProbes: withProbes)
    let rows = (1...bed.test.longest).flatMap { c in
      let removed = bed.test.problems.indices.compactMap { RewrittenNode(bed, $0, c) }
      let withOther = removed.filter { $0.other != nil }
      return [tools.row(.none, nil, removed)]
        + ([.embedding, .probe, .subspace, .random] as [Basis]).filter(tools.has).map {
          tools.row(.remove, $0, removed)
        }
        + ([.add, .exchange] as [Operation]).flatMap { operation in
          ([.embedding, .probe, .random] as [Basis]).filter(tools.has).map {
            tools.row(operation, $0, withOther)
          }
        }
    }
    return RewrittenThoughts(
      thresholds: tools.levels.enumerated().map { index, level in
        Threshold(
          c: index + 1, logit: rounded(level.threshold), balancedAccuracy: rounded(level.balancedAccuracy))
      }, directions: tools.directions, rows: rows.compactMap { $0 })
  }
}

/// The node v of a problem that is rewritten in thought c, and the node w that is not there.
struct RewrittenNode {
  let problem: Int
  let c: Int
  /// v: the only node at hop c on a shortest path to the target; the target itself if c = L.
  let node: Int
  /// w: out of the root's reach, and L − c hops before the other candidate; nil if there is none.
  let other: Int?

  /// Nil if the problem has no thought c, or more than one such node v.
  init?(_ bed: TestBed, _ index: Int, _ c: Int) {
    let problem = bed.test.problems[index]
    guard c <= problem.pathLength else { return nil }
    let ways = problem.shortestPathNodes(c)
    guard ways.count == 1 else { return nil }
    (self.problem, self.c, node) = (index, c, ways[0])
    let before = problem.graph.distances(to: problem.negativeTarget)
    other = before.indices.first { before[$0] == problem.pathLength - c && problem.distance[$0] == nil }
  }

  /// Successors of `x` that no other node of N_c leads to: what is not found without x.
  func branch(of x: Int, in problem: Problem) -> [Int] {
    let held = Set(problem.reachable(c)).subtracting([x])
    return Set(problem.graph.successors[x]).filter { next in
      next != x && !held.contains(next) && !problem.graph.predecessors[next].contains(where: held.contains)
    }.sorted()
  }
}

/// Directions, levels and thresholds, all found on the bed's training problems.
private struct RewritingTools {
  /// How scores of nodes lie in c-th thoughts.
  struct Level {
    /// Mean score of nodes at hop c, and of nodes outside N_c.
    var inside = 0.0
    var outside = 0.0
    /// The score that separates the two best, and how well it does.
    var threshold = 0.0
    var balancedAccuracy = 0.0
  }

  let bed: TestBed
  /// Entry c − 1: levels of logits, and of the probe's scores.
  let levels: [Level]
  let probes: [LinearProbe]
  let probeLevels: [Level]
  /// Entry c − 1: for each node token the subspace that decodes it, and the mean of thoughts that do not hold it.
  let subspaces: [[(basis: [[Float]], mean: [Float])]]

  init(_ bed: TestBed, withProbes: Bool) {
    self.bed = bed
    let longest = bed.training.longest
    levels = (1...longest).map { c in Self.level(bed, c) { bed.subject.logits($0) } }
    guard withProbes else {
      (probes, probeLevels, subspaces) = ([], [], [])
      return
    }
    let fitted = GroupProbes(bed, .frontier).probes.map(\.probe)
    probes = fitted
    probeLevels = (1...longest).map { c in Self.level(bed, c) { fitted[c - 1].scores($0) } }
    subspaces = (1...longest).map { c in
      let problems = bed.training.having(c)
      let thoughts = problems.map { bed.trained[$0].made[c - 1] }
      let covariance = ThoughtMoments(thoughts).covariance
      let hops = problems.map { bed.training.problems[$0].distance }
      return inParallel(Vocabulary.nodeCount) { node in
        func hop(_ at: Int) -> Int? { node < hops[at].count ? hops[at][node] : nil }
        let positive = thoughts.indices.filter { hop($0) == c }.map { thoughts[$0] }
        let negative = thoughts.indices.filter { hop($0).map { $0 > c } ?? true }.map { thoughts[$0] }
        let basis = decodingSubspace(positive: positive, negative: negative, covariance: covariance)
        let mean = (0..<thoughts[0].count).map { i in
          Float(negative.reduce(0.0) { $0 + Double($1[i]) } / Double(max(negative.count, 1)))
        }
        return (basis, mean)
      }
    }
  }

  /// Mean number of directions in the subspaces of c-th thoughts.
  var directions: [Double] {
    subspaces.map { nodes in
      rounded(Double(nodes.reduce(0) { $0 + $1.basis.count }) / Double(nodes.count), 1)
    }
  }

  func has(_ basis: RewrittenThoughts.Basis) -> Bool {
    !probes.isEmpty || basis == .embedding || basis == .random
  }

  private static func level(_ bed: TestBed, _ c: Int, scores: ([Float]) -> [Double]) -> Level {
    var (inside, outside): ([Double], [Double]) = ([], [])
    for at in bed.training.having(c) {
      let problem = bed.training.problems[at]
      let values = scores(bed.trained[at].made[c - 1])
      for node in 0..<problem.graph.nodeCount {
        if problem.distance[node] == c {
          inside.append(values[node])
        } else if problem.distance[node].map({ $0 > c }) ?? true {
          outside.append(values[node])
        }
      }
    }
    // Walk through all scores from the largest down; between two neighbours lies a threshold.
    let all = (inside.map { ($0, true) } + outside.map { ($0, false) }).sorted { $0.0 > $1.0 }
    var level = Level()
    level.inside = inside.reduce(0, +) / Double(max(inside.count, 1))
    level.outside = outside.reduce(0, +) / Double(max(outside.count, 1))
    var (above, false_) = (0, 0)
    for (index, (value, isInside)) in all.enumerated() {
      if isInside { above += 1 } else { false_ += 1 }
      guard index + 1 < all.count, all[index + 1].0 < value else { continue }
      let accuracy =
        (Double(above) / Double(max(inside.count, 1)) + 1 - Double(false_) / Double(max(outside.count, 1)))
        / 2
      if accuracy > level.balancedAccuracy {
        (level.balancedAccuracy, level.threshold) = (accuracy, (value + all[index + 1].0) / 2)
      }
    }
    return level
  }

  /// What is done to the thought of `at`; nil if it is nothing.
  private func change(
    _ operation: RewrittenThoughts.Operation, _ basis: RewrittenThoughts.Basis?, _ at: RewrittenNode
  ) -> Intervention.Change? {
    let (node, other) = (at.node, at.other ?? at.node)
    switch basis {
    case nil: return nil
    case .embedding:
      let (rows, level) = (bed.subject.readout, levels[at.c - 1])
      switch operation {
      case .none: return nil
      case .remove: return .set([.init(rows[node], Float(level.outside))])
      case .add: return .set([.init(rows[other], Float(level.inside))])
      case .exchange: return .exchange(rows[node], rows[other])
      }
    case .probe:
      let (probe, level) = (probes[at.c - 1], probeLevels[at.c - 1])
      func row(_ node: Int) -> [Float] { probe.weights[node].map { Float($0) } }
      func set(_ node: Int, _ score: Double) -> Intervention.Change {
        .set([.init(row(node), Float(score - probe.biases[node]))])
      }
      switch operation {
      case .none: return nil
      case .remove: return set(node, level.outside)
      case .add: return set(other, level.inside)
      case .exchange: return .exchange(row(node), row(other))
      }
    case .subspace:
      let (basis, mean) = subspaces[at.c - 1][node]
      return .set(basis.map { .init($0, Float(product($0, mean))) })
    case .random:
      let direction = randomDirection(bed.subject.width, at.problem, c: at.c)
      let length = step(change(operation, .embedding, at), at) / product(direction, direction).squareRoot()
      return .add(direction.map { Float(Double($0) * length) })
    }
  }

  /// The length of the step that `change` makes.
  private func step(_ change: Intervention.Change?, _ at: RewrittenNode) -> Double {
    guard let change else { return 0 }
    let before = bed.own[at.problem].made[at.c - 1]
    var after = before.map(Double.init)
    Intervention(at.c, change).apply(to: &after)
    return zip(after, before).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }.squareRoot()
  }

  /// Runs one operation along one basis on all `nodes`; nil if there are none.
  func row(
    _ operation: RewrittenThoughts.Operation, _ basis: RewrittenThoughts.Basis?, _ nodes: [RewrittenNode]
  ) -> RewrittenThoughts.Row? {
    guard let c = nodes.first?.c else { return nil }
    let changes = nodes.map { change(operation, basis, $0) }
    let results = bed.subject.run(
      zip(nodes, changes).map { at, change in
        Chain(
          bed.test.prompts[at.problem], thoughts: bed.test.problems[at.problem].pathLength,
          change.map { [Intervention(c, $0)] } ?? [])
      })
    /// The share of `chosen` that thought c + 1 holds.
    func held(_ result: ChainResult, _ chosen: [Int]) -> Double? {
      guard result.made.count > c, !chosen.isEmpty else { return nil }
      let logits = bed.subject.logits(result.made[c])
      return rounded(Double(chosen.count { logits[$0] > levels[c].threshold }) / Double(chosen.count))
    }
    var (answers, branches, others, itself): ([Character?], [Double?], [Double?], [Double?]) = (
      [], [], [], []
    )
    for (at, result) in zip(nodes, results) {
      let problem = bed.test.problems[at.problem]
      let touched = operation == .add ? at.other ?? at.node : at.node
      let branch = at.branch(of: touched, in: problem)
      answers.append(problem.letter(greedy(result.answer)))
      branches.append(held(result, branch))
      others.append(held(result, problem.frontier(c + 1).filter { !branch.contains($0) }))
      itself.append(held(result, [touched]))
    }
    let steps = zip(nodes, changes).map { step($1, $0) }
    return RewrittenThoughts.Row(
      operation: operation, basis: basis, c: c, problems: nodes.map(\.problem), answer: Outcomes(answers),
      branch: branches, others: others, itself: itself,
      step: rounded(steps.reduce(0, +) / Double(steps.count)))
  }
}

extension Problem {
  /// t for the target, n for the other candidate, o for any other token.
  func letter(_ answer: Int) -> Character { answer == target ? "t" : answer == negativeTarget ? "n" : "o" }
}
