// The tests of the tests: on the construction the result of every causal test can be derived, and linear probes find what
// was put into random vectors.

import Coconut
import Randomness
import Reachability
import Records
import Superposition
import Testing
import Transformer

@Suite struct CausalTestTests {
  /// The construction on 80 problems. Ties go to the lower number, so an answer by tie is right where the target is lower.
  private let bed = TestBed(
    ConstructionSubject(), PromptedProblems(Generator().problems(80, of: .test, seed: 3)),
    training: PromptedProblems(Generator().problems(40, of: .train, seed: 3)))
  private var problems: [Problem] { bed.test.problems }

  /// Whether a tie between the two candidates is answered rightly.
  private func tie(_ problem: Problem) -> Bool { problem.target < problem.negativeTarget }

  @Test("Read: N_c exactly, no path, the answer with the last thought")
  func read() throws {
    let found = ReadThoughts.measure(bed, probes: false)
    for c in 1...4 {
      func values(_ group: ReadThoughts.Group) throws -> [Double?] {
        try #require(found.row(c, group, .head)).values
      }
      for (at, problem) in problems.enumerated() where problem.pathLength >= c {
        #expect(try values(.reachable)[at] == 1)
        #expect(try values(.path)[at].map { $0 == 0.5 } ?? true)
        // The candidate that lies within c hops is held, the other never.
        #expect(try values(.answer)[at] == (c >= problem.pathLength ? 1 : 0.5))
        // Nodes before hop c score as those at hop c do; those outside N_c score less.
        let (inside, before) = (problem.frontier(c).count, problem.reachable(c - 1).count)
        let others = Double(problem.graph.nodeCount - inside)
        let expected = (others - Double(before) / 2) / others
        // Values are kept to three digits.
        #expect(abs(try #require(values(.frontier)[at]) - expected) < 6e-4)
      }
    }
  }

  @Test(
    "Needed: a chain with one thought less ends in a tie; with later thoughts kept nothing but the last is needed"
  )
  func needed() throws {
    let found = NeededThoughts.measure(bed)
    #expect(found.own.answer.share("1").value == 1)
    for c in 1...4 {
      let answer = try #require(found.row(.remove, c: c)).outcome.answer.isAmong("1")
      for (problem, isRight) in zip(problems, answer) {
        #expect(isRight == (problem.pathLength >= c ? tie(problem) : nil))
      }
    }
    for kind in NeededThoughts.Kind.allCases {
      for c in 1...3 {
        let kept = try #require(found.row(kind, c: c, later: .kept)).outcome.answer
        #expect(kept.share("1").value == 1 && kept.share("1").count > 0)
      }
    }
  }

  @Test("Rewrite: a branch goes and comes as its node does, and the answer with the only way to it")
  func rewrite() throws {
    let found = RewrittenThoughts.measure(bed, probes: false)
    #expect(found.thresholds.allSatisfy { $0.balancedAccuracy == 1 })
    func all(_ values: [Double?], _ expected: Double) -> Bool {
      values.allSatisfy { $0 ?? expected == expected }
    }
    for left in 0...3 {
      func row(_ operation: RewrittenThoughts.Operation) throws -> RewrittenThoughts.Row {
        try #require(found.row(operation, .embedding, left: left))
      }
      let (removed, decoy) = (try row(.remove), try row(.decoy))
      let (added, exchanged) = (try row(.add), try row(.exchange))
      #expect(removed.branch.count > 10 && added.branch.count > 3)
      // v's parent is held, so v is held again; what only v leads to is not there in time.
      #expect(all(removed.branch, 0) && all(removed.others, 1) && removed.itself.share("0").value == 0)
      #expect(all(decoy.branch, 0) && all(decoy.others, 1) && decoy.answer.share("t").value == 1)
      #expect(all(added.branch, 1) && all(added.others, 1))
      #expect(exchanged.answer.share("n").value == 1)
      for row in [removed, added] {
        for (problem, answer) in zip(problems, row.answer.isAmong("t")) {
          #expect(answer.map { $0 == tie(problem) } ?? true)
        }
      }
    }
  }

  @Test("Replace: thoughts know the graph and the root, not the question")
  func replace() throws {
    let found = ReplacedThoughts.measure(bed)
    for (donor, letter) in [
      (ReplacedThoughts.Donor.mirror, "d"), (.question, "h"), (.root, "d"), (.same, "h"),
    ] {
      let answer = try #require(found.row(donor)).answer.share(letter)
      #expect(answer.count > 10 && answer.value == 1, "\(donor)")
    }
    let example = try #require(found.example)
    #expect(example.ownAnswer == example.target && example.answer == example.negativeTarget)
  }

  @Test("Out of distribution: right with as many thoughts as hops, or more, on every family")
  func distribution() {
    let found = OutOfDistribution.measure(ConstructionSubject(), count: 12)
    #expect(found.families.count == GraphFamily.allCases.count)
    for family in found.families {
      #expect(family.lengths.count == 12 && family.answers.count == 11)
      for thoughts in 0...10 {
        for (length, isRight) in zip(family.lengths, family.answers[thoughts].isAmong("t"))
        where length <= thoughts {
          #expect(isRight == true, "\(family.family), \(thoughts) thoughts")
        }
      }
      #expect(family.answers().share("t").value == 1)
    }
  }

  @Test("How even: each thought is the equal superposition of N_c")
  func evenness() {
    for row in Evenness.measure(bed).rows {
      #expect(row.reachable.allSatisfy { $0 ?? 1 == 1 })
      for (problem, cosine) in zip(problems, row.frontier) where problem.pathLength >= row.c {
        let share = Double(problem.frontier(row.c).count) / Double(problem.reachable(row.c).count)
        // To three digits.
        #expect(abs((cosine ?? 0) - share.squareRoot()) < 6e-4)
      }
    }
  }

  @Test("Force the chain: a path is valid only if it follows edges, and right only if it ends at the target")
  func forcedChain() {
    let problem = Problem(
      graph: Graph(nodeCount: 5, edges: [Edge(0, 1), Edge(1, 2), Edge(0, 3)]), symbols: [], root: 0,
      target: 2,
      negativeTarget: 4)
    #expect(problem.chainLetter([1, 2]) == "v")
    #expect(problem.chainLetter([1]) == "p")
    #expect(problem.chainLetter([3, 2]) == "e")
    #expect(problem.chainLetter([4, 3]) == "o")
    #expect(problem.chainLetter([39, 38]) == "o")
    let found = ForcedChain.measure(bed)
    #expect(found.norms.allSatisfy { $0 == 1 } && found.own.share("1").value == 1)
    #expect(found.sampled.count == ForcedChain.draws)
  }

  @Test("Position order: pause tokens give the same at once and in turn, to the last bit in double precision")
  func positionOrder() {
    let shape = Configuration(positions: 192, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
    let parameters = Parameters<Float>(initial: shape, seed: 4)
    let found = PositionOrder.measure(parameters, Reader(parameters, threads: 1), bed.test)
    #expect(found.readable <= 1e-12)
    // Sums of other lengths in other orders, in Float: some 1e-6 of the largest logit.
    #expect(found.fast < 2e-5 * found.largestLogit && found.largestLogit > 0.1)
  }

  @Test("A probe finds the directions that were put into random vectors; without the subspace none is found")
  func probes() {
    var random = RandomStream(8)
    let width = 12
    let labels = (0..<600).map { _ in random.below(2) == 0 }
    // Noise of size 1 everywhere, and 3 along two directions where the label is true.
    let thoughts = labels.map { label in
      (0..<width).map { i in Float(random.normal() + (label && i < 2 ? 3 : 0)) }
    }
    let probe = ThoughtMoments(thoughts).probe(labels.map { [$0 ? 1 : 0] }, strength: 1e-4)
    let scores = thoughts.map { probe.scores($0)[0] }
    let (ones, zeros) = (labels.indices.filter { labels[$0] }, labels.indices.filter { !labels[$0] })
    // Two unit normals whose means are 3 √2 apart: the AUC is Φ(3) = .9987.
    #expect(areaUnderCurve(scores, ones, zeros) ?? 0 > 0.995)
    #expect(areaUnderCurve([0, 1, 1, 2], [1, 3], [0, 2]) == 0.875)
    #expect(areaUnderCurve([1], [0], []) == nil)
    let weights = probe.weights[0]
    #expect(weights.dropFirst(2).allSatisfy { abs($0) < 0.2 * min(weights[0], weights[1]) })
    let basis = decodingSubspace(
      positive: ones.map { thoughts[$0] }, negative: zeros.map { thoughts[$0] },
      covariance: ThoughtMoments(thoughts).covariance)
    #expect((1...width).contains(basis.count))
    let rest = thoughts.map { thought in
      var rest = thought.map(Double.init)
      Intervention(1, .set(basis.map { .init($0, 0) })).apply(to: &rest)
      return rest.map { Float($0) }
    }
    let after = ThoughtMoments(rest).probe(labels.map { [$0 ? 1 : 0] }, strength: 1e-2)
    // Fitted and scored on the same 600 vectors, so chance lies somewhat above one half.
    #expect(areaUnderCurve(rest.map { after.scores($0)[0] }, ones, zeros) ?? 1 < 0.65)
  }
}
