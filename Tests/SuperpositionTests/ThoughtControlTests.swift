// Accuracies of a model that reads its answer from its thoughts: thought = root, answer = root + 1.

import Superposition
import Reachability
import Records
import TestPrograms
import Testing
import Transformer

@Suite struct ThoughtControlTests {
  /// One layer. A hidden state keeps its token's coordinate and adds a mark, coordinate 50. `[A]` attends to
  /// marked positions (only thoughts), and moves each node's coordinate one on. The head reads only nodes.
  static func answersSuccessorOfRoot() -> HandBuiltModel {
    var model = HandBuiltModel(width: 64, layers: 1, heads: 1, tied: false)
    for token in 0..<40 { model["wte.weight", token, token] = 1 }
    model["ln_f.bias", 50] = 8
    let attention = "h.0.attn.c_attn.weight"
    model[attention, Vocabulary.answer, 0] = 8
    model[attention, 50, 64] = 8
    for node in 0..<Vocabulary.nodeCount {
      model["lm_head.weight", node, node] = 1
      model[attention, node, 128 + node] = 1
      model["h.0.attn.c_proj.weight", node, (node + 1) % Vocabulary.nodeCount] = 0.05
    }
    return model
  }

  /// root → 20 → root + 1, with node 20 the most frequent; the other candidate is out of reach.
  static func problem(root: Int) -> Problem {
    makeProblem(
      [(root, 20), (20, root + 1), (20, 21), (20, 22), (23, 20), (24, 25)], root: root, target: root + 1,
      other: 25)
  }

  @Test func controlsOfAModelThatReliesOnItsThoughts() {
    let problems = [0, 0, 5].map(Self.problem(root:))
    let controls = ThoughtControls.measure(Self.answersSuccessorOfRoot().reader, problems)
    #expect(controls.own == .init(count: 3, correct: 3))
    // Without thoughts, `[A]` attends to all positions equally, and node 20 is the most frequent.
    #expect(controls.removed.correct == 0)
    #expect(controls.zeroed.correct == 0)
    // Each gets the next problem's thoughts: root 0 with 0's is right, 0 with 5's and 5 with 0's are wrong.
    #expect(controls.swapped == .init(count: 3, correct: 1))
    // Two of three problems have root 0, so the mean thought points to it and the third answer is wrong.
    #expect(controls.mean == .init(count: 3, correct: 2))
  }

  @Test func swappingLeavesOutProblemsWithoutPartner() {
    let long = makeProblem([(0, 1), (1, 2), (2, 3), (4, 5)], target: 3, other: 5)
    let controls = ThoughtControls.measure(
      Self.answersSuccessorOfRoot().reader, [Self.problem(root: 0), Self.problem(root: 0), long])
    #expect(controls.own.count == 3)
    #expect(controls.swapped == .init(count: 2, correct: 2))
  }

  @Test func breakdownCountsRightAnswersByDifficulty() {
    // The model answers root + 1: right on both short problems, wrong on the long one with target 3.
    let long = makeProblem([(0, 1), (0, 2), (1, 4), (2, 4), (4, 3), (5, 6)], target: 3, other: 6)
    let breakdown = AccuracyBreakdown.measure(
      Self.answersSuccessorOfRoot().reader, [Self.problem(root: 0), long, Self.problem(root: 5)])
    #expect(breakdown.count == 3 && breakdown.correct == 2)
    #expect(
      breakdown.byPathLength == [
        .init(value: 2, count: 2, correct: 2), .init(value: 3, count: 1, correct: 0),
      ])
    // Frontier sizes by hop: 1, 3 (two leaves and the target), against 2, 1, 1.
    #expect(
      breakdown.byWidestFrontier == [
        .init(value: 2, count: 1, correct: 0), .init(value: 3, count: 2, correct: 2),
      ])
    #expect(
      breakdown.byNodes == [.init(value: 7, count: 1, correct: 0), .init(value: 26, count: 2, correct: 2)])
  }

  @Test func aModelGivenItsOwnThoughtsAnswersAlike() {
    // Random weights, unequal counts of thoughts: given thoughts must stand exactly where own ones would.
    let parameters = Parameters<Float>(
      initial: Configuration(positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3), seed: 7)
    var model = HandBuiltModel(width: 32, layers: 2, heads: 4)
    model.parameters = parameters
    let reader = model.reader
    let prompt = Prompt(asItStands: smallProblem()).tokens
    let chains = [1, 3, 2].map { Chain(prompt, thoughts: $0) }
    let own = reader.run(chains)
    #expect(own.map(\.made) == reader.thoughts(chains.map(\.sequence)))
    #expect(own.map(\.answer) == reader.lastLogits(chains.map(\.sequence)))
    func given(_ vector: ([Float]) -> [Float]) -> [ChainResult] {
      reader.run(
        zip(chains, own).map { chain, own in
          Chain(
            prompt, thoughts: chain.thoughts,
            own.made.enumerated().map { Intervention($0 + 1, .replace(vector($1))) })
        })
    }
    #expect(given { $0 } == own)
    let zeroed = given { $0.map { _ in 0 } }
    #expect(zip(zeroed, own).allSatisfy { $0.answer != $1.answer })
  }
}
