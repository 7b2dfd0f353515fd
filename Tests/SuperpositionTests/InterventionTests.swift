// Interventions: what each does to a vector, the fast path against the readable one, and the construction, on which the
// answer to every intervention is known.

import Coconut
import Randomness
import Reachability
import Superposition
import TestPrograms
import Testing
import Transformer

private func product(_ a: [Double], _ b: [Float]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * Double($1.1) }
}

private func norm(_ a: [Double]) -> Double { a.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func randomVector(_ width: Int, _ random: inout RandomStream) -> [Float] {
  (0..<width).map { _ in Float(random.normal()) }
}

@Suite struct InterventionTests {
  private func changed(_ thought: [Double], _ change: Intervention.Change) -> [Double] {
    var thought = thought
    Intervention(1, change).apply(to: &thought)
    return thought
  }

  @Test("Each change does to a vector what it says, by the smallest step")
  func changesOfAVector() {
    var random = RandomStream(5)
    let t = randomVector(8, &random).map(Double.init)
    let (a, b, c) = (randomVector(8, &random), randomVector(8, &random), randomVector(8, &random))
    #expect(changed(t, .replace(a)) == a.map(Double.init))
    #expect(changed(t, .add(a)) == zip(t, a).map { $0 + Double($1) })
    #expect(changed(t, .remove) == t)
    let best = product(t, a) >= product(t, b) ? a : b
    #expect(changed(t, .choose([b, a])) == best.map(Double.init))
    // Vectors are Float, arithmetic is Double: 1e-12 is far above its rounding.
    let turned = changed(t, .turn(a))
    #expect(abs(norm(turned) - norm(t)) < 1e-12)
    #expect(abs(product(turned, a) / norm(turned) / norm(a.map(Double.init)) - 1) < 1e-12)
    let set = changed(t, .set([.init(a, 2), .init(b, -1)]))
    #expect(abs(product(set, a) - 2) < 1e-12 && abs(product(set, b) + 1) < 1e-12)
    let exchanged = changed(t, .exchange(a, b))
    #expect(abs(product(exchanged, a) - product(t, b)) < 1e-12)
    #expect(abs(product(exchanged, b) - product(t, a)) < 1e-12)
    // Smallest: the step has no part that leaves both inner products alone. Take such a part of c: c less its own
    // projection on a and b.
    var free = c.map(Double.init)
    Intervention(1, .set([.init(a, 0), .init(b, 0)])).apply(to: &free)
    for result in [set, exchanged] {
      let step = zip(result, t).map { $0 - $1 }
      #expect(abs(zip(step, free).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12)
    }
    // Removing a subspace twice is removing it once.
    let removed = changed(t, .set([.init(a, 0), .init(b, 0)]))
    #expect(
      zip(changed(removed, .set([.init(a, 0), .init(b, 0)])), removed).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("The fast path computes what the readable model does, under every change, alone and together")
  func fastAgreesWithReadable() {
    let shape = Configuration(positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
    let parameters = Parameters<Float>(initial: shape, seed: 9)
    let reader = Reader(parameters, threads: 2)
    let readable = ReadableModel(
      Parameters<Double>(configuration: shape, values: parameters.values.map(Double.init)))
    var random = RandomStream(6)
    let (a, b) = (randomVector(32, &random), randomVector(32, &random))
    let changes: [Intervention.Change] = [
      .remove, .replace(a), .turn(a), .add(b), .set([.init(a, 1), .init(b, 0)]), .exchange(a, b),
      .choose([a, b]),
    ]
    let prompts = [smallProblem(), makeProblem([(0, 1), (1, 2), (4, 5)], target: 2, other: 5)].map {
      Prompt(asItStands: $0).tokens
    }
    var chains = prompts.flatMap { prompt in (0...4).map { Chain(prompt, thoughts: $0) } }
    for (index, change) in changes.enumerated() {
      for c in 1...3 {
        chains.append(Chain(prompts[c % 2], thoughts: 3, [Intervention(c, change)]))
        // Two changes of one thought, and one of another.
        chains.append(
          Chain(
            prompts[index % 2], thoughts: 4,
            [Intervention(c, change), Intervention(4, .add(a)), Intervention(c, .add(b))]))
      }
    }
    for (chain, fast) in zip(chains, reader.run(chains)) {
      let slow = readable.run(chain)
      #expect(fast.made.count == slow.made.count && slow.made.count == chain.kept.count)
      // Float against Double, as in FastAgreementTests: some 1e-6; a wrong change is off by a large part of the norm.
      for (fast, slow) in zip(fast.made + [fast.answer], slow.made + [slow.answer]) {
        let difference = norm(zip(fast, slow).map { Double($0) - $1 })
        #expect(difference < 1e-5 * norm(slow))
      }
    }
  }

  @Test(
    "A model that reads tokens in the thoughts' places answers as its evaluation says",
    arguments: [Feedback.pause, .discrete])
  func feedback(_ feedback: Feedback) throws {
    let shape = Configuration(positions: 192, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
    let reader = Reader(Parameters<Float>(initial: shape, seed: 9), threads: 2)
    let subject = try #require(FedBack(reader, feedback))
    let problems = Generator().problems(40, of: .test, seed: 5)
    let samples = evaluationSamples(problems, feedback: feedback)
    let results = subject.run(
      zip(problems, samples).map { Chain($1.sequence.prompt, thoughts: $0.pathLength) })
    let evaluation = reader.evaluate(problems, feedback: feedback)
    #expect(zip(problems, results).count { greedy($1.answer) == $0.target } == evaluation.correct)
    let hops = zip(problems, results).map { problem, result in
      zip(1..., result.made).count { hop, thought in
        problem.frontier(hop).contains(greedy(subject.logits(thought)))
      }
    }
    #expect(hops.reduce(0, +) == evaluation.hopInFrontier.reduce(0, +))
    #expect(FedBack(reader, .continuous).map { _ in true } == nil)
  }

  @Test("A removed thought leaves a chain with one thought less")
  func removal() {
    let shape = Configuration(positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
    let reader = Reader(Parameters<Float>(initial: shape, seed: 9), threads: 1)
    let prompt = Prompt(asItStands: smallProblem()).tokens
    let removed = reader.run((1...3).map { Chain(prompt, thoughts: 3, [Intervention($0, .remove)]) })
    // As many chains at a time: products of other shapes may add up in another order.
    let short = reader.run((1...3).map { _ in Chain(prompt, thoughts: 2) })
    #expect(removed == short)
  }
}

/// What the construction must do: sets of nodes, changed by hand.
private struct KnownChain {
  /// The nodes of each thought as it is made.
  var made: [Set<Int>] = []
  var answer = 0

  /// Thought c + 1 holds what thought c holds and its successors; the prompt ends with the root, so thought 1 starts from
  /// it. `change` changes what thought c holds before it is read.
  ///
  /// At `[A]` both candidates have 1/√2, and each node that the last thought holds has 1/√K more, K being how many it
  /// holds. Of equal logits the lowest number is the answer.
  init(_ problem: Problem, thoughts: Int, change: (_ c: Int, _ held: inout Set<Int>) -> Void = { _, _ in }) {
    var held: Set<Int> = [problem.root]
    for c in stride(from: 1, through: thoughts, by: 1) {
      held.formUnion(held.flatMap { problem.graph.successors[$0] })
      made.append(held)
      change(c, &held)
    }
    answer = KnownChain.answer(problem, held: held)
  }

  /// The answer after a last thought that holds these nodes. Equal logits are equal in single precision.
  static func answer(_ problem: Problem, held: Set<Int>) -> Int {
    let share = 1 / Float(held.count).squareRoot()
    return greedy(
      (0..<problem.graph.nodeCount).map { node in
        ([problem.target, problem.negativeTarget].contains(node) ? Float(0.5).squareRoot() : 0)
          + (held.contains(node) ? share : 0)
      })
  }
}

@Suite struct ConstructionInterventionTests {
  let subject = ConstructionSubject()
  let problems = Generator().problems(60, of: .test, seed: 3)

  private func prompt(_ problem: Problem) -> [Int] { Prompt(asItStands: problem).tokens }

  private func held(_ thought: [Float]) -> Set<Int> { Set(thought.indices.filter { thought[$0] > 0 }) }

  private func check(_ chain: Chain, _ result: ChainResult, _ known: KnownChain) {
    #expect(result.made.map(held) == known.made)
    #expect(greedy(result.answer) == known.answer)
  }

  private func unit(_ node: Int) -> [Float] { subject.readout[node] }

  @Test(
    "A removed node comes back if a parent is held; its children are late by one unless another node leads there"
  )
  func removedNode() {
    var chains: [(Chain, KnownChain)] = []
    for problem in problems {
      for c in 1...problem.pathLength {
        for node in problem.frontier(c) {
          chains.append(
            (
              Chain(
                prompt(problem), thoughts: problem.pathLength, [Intervention(c, .set([.init(unit(node), 0)]))]
              ),
              KnownChain(problem, thoughts: problem.pathLength) { at, held in
                if at == c { held.remove(node) }
              }
            ))
        }
      }
    }
    for ((chain, known), result) in zip(chains, subject.run(chains.map(\.0))) { check(chain, result, known) }
  }

  @Test("The same by hand: 0 → 1 → 3 → 5 and 0 → 2 → 4, with 1 removed from the first thought")
  func removedNodeByHand() {
    let edges = [(0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (6, 7)]
    let removed = [Intervention(1, .set([.init(unit(1), 0)]))]
    let alone = makeProblem(edges, target: 5, other: 7)
    let result = subject.run([Chain(prompt(alone), thoughts: 4, removed)])[0]
    // Node 1 is held again by thought 2, because its parent 0 is held; 3 is missing there and returns in thought 3.
    #expect(result.made.map(held) == [[0, 1, 2], [0, 1, 2, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]])
    // With another parent, 2, node 3 is not missing at all.
    let joined = makeProblem(edges + [(2, 3)], target: 5, other: 7)
    #expect(held(subject.run([Chain(prompt(joined), thoughts: 4, removed)])[0].made[1]) == [0, 1, 2, 3, 4])
    // Three thoughts reach 5 only if nothing was removed. Then neither candidate is held, and the tie goes to 5, the lower.
    let other = makeProblem([(0, 1), (0, 2), (1, 3), (2, 4), (3, 7), (6, 5)], target: 7, other: 5)
    #expect(greedy(subject.run([Chain(prompt(other), thoughts: 3)])[0].answer) == 7)
    #expect(greedy(subject.run([Chain(prompt(other), thoughts: 3, removed)])[0].answer) == 5)
  }

  @Test("An added node brings its successors; exchanged nodes change places")
  func addedAndExchanged() {
    var chains: [(Chain, KnownChain)] = []
    for problem in problems {
      let length = problem.pathLength
      for c in 1..<length {
        guard let inside = problem.frontier(c).first,
          let outside = problem.graph.distances(to: problem.negativeTarget).firstIndex(of: length - c)
        else { continue }
        let value = 1 / Float(problem.reachable(c).count).squareRoot()
        chains.append(
          (
            Chain(prompt(problem), thoughts: length, [Intervention(c, .set([.init(unit(outside), value)]))]),
            KnownChain(problem, thoughts: length) { at, held in if at == c { held.insert(outside) } }
          ))
        chains.append(
          (
            Chain(
              prompt(problem), thoughts: length, [Intervention(c, .exchange(unit(inside), unit(outside)))]),
            KnownChain(problem, thoughts: length) { at, held in
              if at == c {
                held.remove(inside)
                held.insert(outside)
              }
            }
          ))
      }
    }
    #expect(chains.count > 60)
    for ((chain, known), result) in zip(chains, subject.run(chains.map(\.0))) { check(chain, result, known) }
  }

  @Test(
    "Whole thoughts of a donor: same graph and root never redirect; another root does if it holds one candidate"
  )
  func donors() {
    for problem in problems.prefix(25) {
      let length = problem.pathLength
      let hostPrompt = prompt(problem)
      func redirected(_ donorPrompt: [Int]) -> ChainResult {
        let donor = subject.run([Chain(donorPrompt, thoughts: length)])[0].made
        return subject.run([
          Chain(hostPrompt, thoughts: length, donor.enumerated().map { Intervention($0 + 1, .replace($1)) })
        ])[0]
      }
      // Other candidates: thoughts know nothing of the question.
      var donor = hostPrompt
      (donor[donor.count - 4], donor[donor.count - 3]) = (problem.root, problem.graph.edges[0].target)
      #expect(
        subject.run([Chain(donor, thoughts: length)])[0].made.map(held)
          == (1...length).map { Set(problem.reachable($0)) })
      #expect(greedy(redirected(donor).answer) == problem.target)
      // Another root.
      for root in 0..<problem.graph.nodeCount {
        donor = hostPrompt
        donor[donor.count - 1] = root
        let distances = problem.graph.distances(from: root)
        func reaches(_ node: Int) -> Bool { distances[node].map { $0 <= length } ?? false }
        let result = greedy(redirected(donor).answer)
        switch (reaches(problem.target), reaches(problem.negativeTarget)) {
        case (true, false): #expect(result == problem.target)
        case (false, true): #expect(result == problem.negativeTarget)
        case (true, true): #expect(result == min(problem.target, problem.negativeTarget))
        case (false, false):
          // Neither is held: the tie goes to the lower number, unless the thought holds so few nodes that they weigh as much.
          let held = (0..<problem.graph.nodeCount).filter { distances[$0].map { $0 <= length } ?? false }
          #expect(result == KnownChain.answer(problem, held: Set(held)))
        }
      }
    }
  }

  @Test("With fewer thoughts than hops neither candidate is held, and the tie goes to the lower number")
  func removedThoughts() {
    let chains = problems.map { Chain(prompt($0), thoughts: $0.pathLength, [Intervention(2, .remove)]) }
    for (problem, result) in zip(problems, subject.run(chains)) {
      #expect(result.made.map(held) == (1..<problem.pathLength).map { Set(problem.reachable($0)) })
      #expect(greedy(result.answer) == min(problem.target, problem.negativeTarget))
    }
  }
}
