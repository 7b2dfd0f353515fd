// The trace of one problem, for models whose thoughts and attention are known.

import Foundation
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct ThoughtTraceTests {
  @Test func tracesAModelThatRepeatsTheRoot() throws {
    let model = AttentionProbeTests.matching()
    let traces = ThoughtTrace.measure(model.reader, [smallProblem()], top: 3)
    try #require(traces.count == 1 && traces[0].thoughts.count == 2)
    let first = traces[0].thoughts[0]
    // Thought 1 = LN(e_root), a normed unit vector. 1e-3 allows for the trace's rounding and Float.
    let (high, low) = model.normed
    #expect(first.weights.count == 8 && isClose(first.weights[0], high, within: 1e-3))
    #expect(first.weights.dropFirst().allSatisfy { isClose($0, low, within: 1e-3) })
    // Four positions hold the root: edges 0, 2, 6 and the prompt's end. The last edge has no edge token.
    #expect(first.attention.count == 8 && first.attention[7] == nil)
    for edge in 0..<7 {
      #expect(isClose(first.attention[edge], [0, 2, 6].contains(edge) ? 0.25 : 0, within: 1e-3))
    }
    // The logits are inner products with all 40 embeddings; ties are ordered by id.
    let share = exp(high) / (exp(high) + 39 * exp(low))
    #expect(
      first.decoded.map(\.id) == [0, 1, 2] && isClose(first.decoded[0].probability, share, within: 1e-3))
  }

  @Test func theAnswerIsReadFromItsOwnPosition() throws {
    var model = AttentionProbeTests.matching()
    // [A] has node 5's embedding times 0.9, so that node 5's logit is larger; it attends to node 5's tokens.
    model["wte.weight", Vocabulary.answer, Vocabulary.answer] = 0
    model["wte.weight", Vocabulary.answer, 5] = 0.9
    // Node 5 stands in edge 1, which has an edge token; the last edge has none.
    let problem = makeProblem([(0, 1), (1, 5), (6, 7), (1, 2)], target: 5, other: 7)
    let trace = try #require(ThoughtTrace.measure(model.reader, [problem]).first)
    let (high, low) = model.normed
    #expect(trace.answer.decoded.first?.id == 5 && trace.answer.decoded.count == 5)
    #expect(trace.answer.weights.count == 8 && isClose(trace.answer.weights[5], high, within: 1e-3))
    #expect(isClose(trace.answer.weights[0], low, within: 1e-3))
    // Node 5 stands in edge 1, among the candidates and, as [A], at the last position: a third each.
    // Tolerance 5e-3: [A]'s embedding is shorter, so the norm's ε matters a little more.
    #expect(isClose(trace.answer.attention[1], 1.0 / 3, within: 5e-3))
    #expect(isClose(trace.answer.attention[0], 0, within: 1e-3) && trace.answer.attention[3] == nil)
    // Thoughts are the same as without [A]: they repeat the root, and only edge 0 holds it.
    #expect(trace.thoughts.allSatisfy { $0.attention[1] == 0 && ($0.attention[0] ?? 0) > 0.2 })
  }

  @Test func agreesWithTheProbesOverOneProblem() throws {
    let reader = AttentionProbeTests.matching().reader
    let problem = smallProblem()
    let trace = try #require(ThoughtTrace.measure(reader, [problem]).first)
    let attention = EdgeGroupAttention.measure(reader, [problem])
    let content = ThoughtContent.measure(reader, [problem])
    for c in 0..<2 {
      let edges = NodeGroup.reachable.edges(problem, Array(problem.graph.edges.dropLast()), c)
      let shares = edges.compactMap { trace.thoughts[c].attention[$0] }
      // The probe sums two heads; the trace takes their mean and rounds to 5e-4.
      #expect(
        isClose(
          attention.reads[c].groups[.reachable]?.mean, 2 * shares.reduce(0, +) / Double(shares.count),
          within: 2e-3))
      let nodes = NodeGroup.frontier.nodes(problem, c + 1)
      let weights = nodes.map { trace.thoughts[c].weights[$0] }
      #expect(
        isClose(
          content.thoughts[c].groups[.frontier]?.mean, weights.reduce(0, +) / Double(weights.count),
          within: 1e-3
        ))
    }
  }
}
