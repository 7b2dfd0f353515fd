// Probes of attention, tested on hand-built models that attend by position or by token.

import Reachability
import Records
import Superposition
import TestPrograms
import Testing

@Suite struct AttentionProbeTests {
  /// Last-layer score of position j: `slope · LN(e_j) · (0, 1, 2, …)` for every query. Thoughts are 0.
  static func ramp(layers: Int, slope: (Int) -> Float) -> HandBuiltModel {
    var model = HandBuiltModel(width: 64, layers: layers, heads: 2)
    for i in 0..<64 {
      model["wpe.weight", i, i] = 1
      model["ln_f.weight", i] = 0
      for layer in 0..<layers { model["h.\(layer).attn.c_attn.weight", i, 64] = slope(layer) * Float(i) }
    }
    // The query is 1 in the first place of head 0, whatever the token; keys are written to the same place.
    for layer in 0..<layers { model["h.\(layer).attn.c_attn.bias", 0] = 1 }
    return model
  }

  /// The score's increase from one position to the next: r · slope/√(head width).
  static func step(_ model: HandBuiltModel, slope: Double) -> Double {
    (model.normed.high - model.normed.low) * slope / 32.0.squareRoot()
  }

  @Test func measurementReadsScoresAtEdgeTokensInFileOrder() {
    let model = Self.ramp(layers: 2) { $0 == 1 ? 1 : 5 }
    let problem = smallProblem()
    let results = AttentionRawData.measure(model.reader, [problem], c: [0, 1, 3])
    let unit = Self.step(model, slope: 1)
    // Edge i's token stands at 3i + 3; edge 7 (3 → 5) has none. At c = 0 edges 0, 2, 6 start at the root.
    let marks = (0..<7).map { Double(3 * $0 + 3) }
    func mean(_ edges: [Int]) -> Double { edges.reduce(0) { $0 + marks[$1] } / Double(edges.count) }
    // Tolerance 1e-3 for differences near 10: Float sums over 64 terms lose about 1e-5.
    #expect(isClose(results[0]?.difference, unit * (mean([0, 2, 6]) - mean([1, 3, 4, 5])), within: 1e-3))
    #expect(isClose(results[1]?.difference, unit * (mean([3, 4, 5]) - mean([0, 1, 2, 6])), within: 1e-3))
    #expect(results[0]?.processedCount == 1)
    // No edge starts three hops from the root, so nothing is counted.
    #expect(
      results[3] == .init(meanFrontierAttention: 0, meanOtherAttention: 0, processedCount: 0))
  }

  @Test func predictionStageReadsTheNamedPositionsInBothLayers() {
    let model = Self.ramp(layers: 2) { $0 == 1 ? 1 : 5 }
    let problem = smallProblem()
    let stage = PredictionStage.measure(model.reader, [problem])
    // Edges take 1 + 8·3 − 1 tokens; then [Q] a b [R] r at 24…28, thoughts at 29 and 30, [A] at 31.
    for (layer, slope) in [(0, 5.0), (1, 1.0)] {
      let (scores, unit) = (stage.layers[layer], Self.step(model, slope: slope))
      #expect(isClose(scores.lastThought - scores.root, unit * (30 - 27), within: 1e-3))
      let (a, b) = (scores.reachableCandidate, scores.otherCandidate)
      #expect(isClose(scores.root - min(a, b), unit * (27 - 25), within: 1e-3))
      #expect(isClose(abs(a - b), unit, within: 1e-3))
      let rest = (0...31).filter { ![30, 27, 25, 26].contains($0) }
      let mean = Double(rest.reduce(0, +)) / Double(rest.count)
      #expect(isClose(scores.root - scores.other, unit * (27 - mean), within: 1e-3))
    }
  }

  @Test func answerEffectsSplitTheLogitsOfTheoremThree() throws {
    let problem = smallProblem()
    var logits = [Float](repeating: -9, count: Vocabulary.count)
    // N_2 = 0…5, candidates 5 and 7: baseline 1, carry-over 2, lift 4, and 0.5 beyond their sum.
    for v in 0..<8 { logits[v] = v <= 5 ? 3 : 1 }
    logits[5] += 4.5
    logits[7] += 4
    let effects = try #require(AnswerEffects(problem, logits: logits))
    #expect(effects.baseline == 1 && effects.carryOver == 2)
    #expect(effects.candidateLift == 4 && effects.interaction == 0.5)
    // Every node here is reached or a candidate, so there is no baseline.
    #expect(AnswerEffects(makeProblem([(0, 1), (1, 2)], target: 2, other: 1), logits: logits) == nil)
  }

  /// In layer 1, head 0 looks one position back and head 1 looks two back.
  static func lookingBack() -> HandBuiltModel {
    var model = HandBuiltModel(width: 128, layers: 2, heads: 2)
    for i in 0..<64 {
      model["wpe.weight", i, i] = 1
      for head in 0..<2 {
        let back = i - 1 - head
        if back >= 0 { model["h.0.attn.c_attn.weight", i, 64 * head + back] = 4 }
        model["h.0.attn.c_attn.weight", i, 128 + 64 * head + i] = 4
      }
    }
    return model
  }

  @Test func copyingFindsHeadsThatReadSourceAndTarget() throws {
    let copying = try FirstLayerCopying.measure(Self.lookingBack().reader, [smallProblem()])
    // The query's score for its key is 4·4·r²/√64 ≈ 256, so the softmax is one-hot to every digit.
    #expect(isClose(copying.heads[0].target.mean, 1, within: 1e-6))
    #expect(isClose(copying.heads[0].source.mean, 0, within: 1e-6))
    #expect(isClose(copying.heads[1].source.mean, 1, within: 1e-6))
    #expect(isClose(copying.heads[1].other.mean, 0, within: 1e-6))
    #expect(copying.heads[0].target.count == 7 && copying.copyingShare == 1)
    #expect(copying.places == Array(repeating: .init(count: 1, copying: 1), count: 7))
    #expect(copying.map.tokens.count == 29 && copying.map.tokens[3] == "|")
    #expect(copying.map.weights[0][3] == [0, 0, 1, 0] && copying.map.weights[1][3] == [0, 1, 0, 0])
  }

  @Test func copyingOfAnEvenModelIsUniform() throws {
    let copying = try FirstLayerCopying.measure(
      HandBuiltModel(width: 8, layers: 2, heads: 1).reader, [smallProblem()])
    let shares: [Double] = (0..<7).map { edge in 1 / Double(3 * edge + 4) }
    let even = shares.reduce(0, +) / 7
    #expect(isClose(copying.uniform, even, within: 1e-12))
    // Tolerance 1e-6: weights of 1/n are Float.
    #expect(isClose(copying.heads[0].source.mean, even, within: 1e-6))
  }

  @Test func copyingNeedsTwoLayers() {
    #expect(throws: (any Error).self) {
      try FirstLayerCopying.measure(HandBuiltModel(width: 8, layers: 1, heads: 1).reader, [smallProblem()])
    }
  }

  /// In the last layer a token attends to the same token; a thought holds the token it was made from.
  static func matching(heads: Int = 2) -> HandBuiltModel {
    var model = HandBuiltModel(width: 64, layers: 2, heads: heads)
    for token in 0..<40 {
      model["wte.weight", token, token] = 1
      guard token < 32 else { continue }
      for head in 0..<heads {
        model["h.1.attn.c_attn.weight", token, 32 * head + token] = 4
        model["h.1.attn.c_attn.weight", token, 64 + 32 * head + token] = 4
      }
    }
    return model
  }

  @Test func edgeAttentionSharesTheMassAmongMatchingTriplets() {
    let attention = EdgeGroupAttention.measure(Self.matching().reader, [smallProblem()])
    #expect(attention.reads.map(\.c) == [0, 1])
    let groups = attention.reads[0].groups
    // The root's token stands in three edges and after [R], four of 29 positions; each gets 1/4 of two heads'
    // mass. Tolerance 1e-4: scores differ by 4·4·r²/√32 ≈ 180, so only Float rounding is left.
    #expect(isClose(groups[.frontier]?.mean, 0.5, within: 1e-4))
    #expect(isClose(groups[.frontier]?.deviation, 0, within: 1e-4))
    #expect(isClose(groups[.optimal]?.mean, 0.5, within: 1e-4))
    #expect(isClose(groups[.notReachable]?.mean, 0, within: 1e-4))
    #expect(groups[.frontier]?.count == 3 && groups[.notReachable]?.count == 4)
    // The thought still holds the root, so a fifth position matches and only the root's edges are read.
    let next = attention.reads[1].groups
    #expect(isClose(next[.frontier]?.mean, 0, within: 1e-4))
    // 5e-3: the thought's key, normed twice, is 3e-4 longer (the norm's ε): 6 % more weight at score 180.
    #expect(isClose(next[.reachable]?.mean, 3 * 0.4 / 6, within: 5e-3))
    // At c = 1 the only optimal edge is the last one, which has no edge token.
    #expect(next[.optimal] == nil)
  }

  @Test func thoughtContentOfAModelThatRepeatsTheRoot() {
    let model = Self.matching()
    let content = ThoughtContent.measure(model.reader, [smallProblem()])
    // Thought 1 = LN(e_root): its inner products are the normed unit vector's two values. 1e-4: Float.
    let (high, low) = model.normed
    let first = content.thoughts[0]
    #expect(first.c == 1 && first.problems == 1)
    #expect(isClose(first.groups[.notReachable]?.mean, low, within: 1e-4))
    #expect(isClose(first.groups[.reachable]?.mean, (high + 3 * low) / 4, within: 1e-4))
    #expect(isClose(first.groups[.frontier]?.mean, low, within: 1e-4))
    #expect(isClose(first.groups[.optimal]?.mean, low, within: 1e-4))
    #expect(first.histograms[.reachable]?.reduce(0, +) == 4)
    #expect(first.histograms[.reachable]?.last == 1)
    // The root comes first and the rest tie, so at most two of frontier_1's three nodes are in the top three.
    #expect(first.frontierFirst == 0 && first.frontierOverlap < 1)
  }
}
