// Test 3, rewrite: one node removed from a thought, added to it, or exchanged with another, along several directions.

import Foundation
import Reachability
import Records

extension RewrittenThoughts {
  /// Rewrites thoughts of a bed's chains. Without `probes` only the embedding and the random direction are used.
  public static func measure(_ bed: TestBed, probes withProbes: Bool = true) -> RewrittenThoughts {
    let tools = RewritingTools(bed, withProbes: withProbes)
    let rows = (0..<bed.test.longest).flatMap { left in
      let nodes = bed.test.problems.indices.compactMap { RewrittenNode(bed, $0, left: left) }
      let withOther = nodes.filter { $0.other != nil }
      let removals = Basis.allCases.filter(tools.has)
      return [tools.row(.none, nil, left, nodes)]
        + removals.map { tools.row(.remove, $0, left, nodes) }
        + [tools.row(.decoy, .embedding, left, nodes.filter { $0.decoy != nil })]
        + ([.add, .exchange] as [Operation]).flatMap { operation in
          ([.embedding, .probe, .random] as [Basis]).filter(tools.has).map {
            tools.row(operation, $0, left, withOther)
          }
        }
    }
    return RewrittenThoughts(
      thresholds: tools.thresholds.enumerated().map { index, found in
        Threshold(
          c: index + 1, logit: rounded(found.logit), balancedAccuracy: rounded(found.balancedAccuracy))
      }, directions: tools.directions, rows: rows)
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
  /// Another node at hop c; nil if there is none.
  let decoy: Int?

  /// Nil if the problem has fewer than `left` + 1 hops, or more than one such node v.
  init?(_ bed: TestBed, _ index: Int, left: Int) {
    let problem = bed.test.problems[index]
    let c = problem.pathLength - left
    guard c > 0 else { return nil }
    let ways = problem.shortestPathNodes(c)
    guard ways.count == 1 else { return nil }
    (self.problem, self.c, node) = (index, c, ways[0])
    let before = problem.graph.distances(to: problem.negativeTarget)
    other = before.indices.first { before[$0] == left && problem.distance[$0] == nil }
    decoy = problem.frontier(c).first { $0 != ways[0] }
  }

  /// The node that an operation is about.
  func touched(by operation: RewrittenThoughts.Operation) -> Int {
    switch operation {
    case .none, .remove, .exchange: node
    case .add: other ?? node
    case .decoy: decoy ?? node
    }
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
  /// The logit that separates nodes at hop c from nodes outside N_c best in c-th thoughts, and how well it does.
  struct Threshold {
    var logit = 0.0
    var balancedAccuracy = 0.0
  }

  let bed: TestBed
  /// Entry c − 1: of c-th thoughts the threshold, and the probe for nodes at hop c.
  let thresholds: [Threshold]
  let probes: [LinearProbe]
  /// Entry c − 1: for each node token the subspace that decodes it, and the mean of thoughts that do not hold it.
  let subspaces: [[(basis: [[Float]], mean: [Float])]]

  init(_ bed: TestBed, withProbes: Bool) {
    self.bed = bed
    let longest = bed.training.longest
    thresholds = (1...longest).map { Self.threshold(bed, c: $0) }
    guard withProbes else {
      (probes, subspaces) = ([], [])
      return
    }
    probes = GroupProbes(bed, .frontier).probes.map(\.probe)
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
    !probes.isEmpty || basis == .embedding || basis == .projection || basis == .random
  }

  private static func threshold(_ bed: TestBed, c: Int) -> Threshold {
    var (inside, outside): ([Double], [Double]) = ([], [])
    for at in bed.training.having(c) {
      let problem = bed.training.problems[at]
      let logits = bed.subject.logits(bed.trained[at].made[c - 1])
      inside += problem.frontier(c).map { logits[$0] }
      outside += problem.outside(c).map { logits[$0] }
    }
    // Walk through all logits from the largest down; a threshold may lie between two neighbours.
    let all = (inside.map { ($0, true) } + outside.map { ($0, false) }).sorted { $0.0 > $1.0 }
    var (best, hits, misses) = (Threshold(), 0, 0)
    for (here, next) in zip(all, all.dropFirst()) {
      if here.1 { hits += 1 } else { misses += 1 }
      guard next.0 < here.0 else { continue }
      let accuracy = (Double(hits) / Double(inside.count) + 1 - Double(misses) / Double(outside.count)) / 2
      if accuracy > best.balancedAccuracy {
        best = Threshold(logit: (here.0 + next.0) / 2, balancedAccuracy: accuracy)
      }
    }
    return best
  }

  /// What is done to the thought of `at`; nil if it is nothing.
  private func change(
    _ operation: RewrittenThoughts.Operation, _ basis: RewrittenThoughts.Basis?, _ at: RewrittenNode
  ) -> Intervention.Change? {
    switch basis {
    case nil: return nil
    case .embedding: return change(operation, at, vectors: bed.subject.readout, biases: nil)
    case .probe:
      let probe = probes[at.c - 1]
      return change(
        operation, at, vectors: probe.weights.map { $0.map { Float($0) } }, biases: probe.biases)
    case .projection: return .set([.init(bed.subject.readout[at.node], 0)])
    case .nullspace: return .set(subspaces[at.c - 1][at.node].basis.map { .init($0, 0) })
    case .subspace:
      let (basis, mean) = subspaces[at.c - 1][at.node]
      return .set(basis.map { .init($0, Float(product($0, mean))) })
    case .random:
      let direction = randomDirection(bed.subject.width, at.problem, c: at.c)
      let length = step(change(operation, .embedding, at), at) / product(direction, direction).squareRoot()
      return .add(direction.map { Float(Double($0) * length) })
    }
  }

  /// The change that gives nodes other scores, a node's score being its vector's inner product with the thought and its bias.
  private func change(
    _ operation: RewrittenThoughts.Operation, _ at: RewrittenNode, vectors: [[Float]], biases: [Double]?
  ) -> Intervention.Change? {
    let scored = ScoredThought(
      problem: bed.test.problems[at.problem], c: at.c, thought: bed.own[at.problem].made[at.c - 1],
      vectors: vectors, biases: biases)
    switch operation {
    case .none: return nil
    case .remove, .decoy: return scored.removing(at.touched(by: operation))
    case .add: return scored.adding(at.touched(by: operation))
    case .exchange: return at.other.map { .exchange(vectors[at.node], vectors[$0]) }
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

  /// Runs one operation along one basis on all `nodes`, in the thoughts with `left` hops to go.
  func row(
    _ operation: RewrittenThoughts.Operation, _ basis: RewrittenThoughts.Basis?, _ left: Int,
    _ nodes: [RewrittenNode]
  ) -> RewrittenThoughts.Row {
    let changes = nodes.map { change(operation, basis, $0) }
    let results = bed.subject.run(
      zip(nodes, changes).map { at, change in
        Chain(
          bed.test.prompts[at.problem], thoughts: at.c + left,
          change.map { [Intervention(at.c, $0)] } ?? [])
      })
    /// The share of `chosen` that thought c + 1 holds; nil if there is no such thought, or none chosen.
    func held(_ result: ChainResult, _ c: Int, _ chosen: [Int]) -> Double? {
      guard left > 0, !chosen.isEmpty else { return nil }
      let logits = bed.subject.logits(result.made[c])
      return rounded(Double(chosen.count { logits[$0] > thresholds[c].logit }) / Double(chosen.count), 2)
    }
    var (branches, others): ([Double?], [Double?]) = ([], [])
    var answers: [Character?] = bed.test.problems.map { _ in nil }
    var itself: [Bool?] = bed.test.problems.map { _ in nil }
    for (at, result) in zip(nodes, results) {
      let problem = bed.test.problems[at.problem]
      let touched = at.touched(by: operation)
      let branch = at.branch(of: touched, in: problem)
      answers[at.problem] = problem.letter(greedy(result.answer))
      itself[at.problem] = held(result, at.c, [touched]).map { $0 == 1 }
      branches.append(held(result, at.c, branch))
      others.append(held(result, at.c, problem.frontier(at.c + 1).filter { !branch.contains($0) }))
    }
    let steps = zip(nodes, changes).map { step($1, $0) }
    return RewrittenThoughts.Row(
      operation: operation, basis: basis, left: left, answer: Outcomes(answers), itself: Outcomes(itself),
      branch: branches, others: others,
      step: rounded(steps.reduce(0, +) / Double(max(steps.count, 1)), 2))
  }
}

extension Problem {
  /// t for the target, n for the other candidate, o for any other token.
  func letter(_ answer: Int) -> Character { answer == target ? "t" : answer == negativeTarget ? "n" : "o" }

  /// The nodes outside N_c, ascending.
  func outside(_ c: Int) -> [Int] { NodeGroup.notReachable.nodes(self, c) }
}
