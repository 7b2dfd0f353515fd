// Which problem is kept, and what its thoughts hold, for a model whose answer and thoughts are known.

import Coconut
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct SolvedProblemTests {
  /// Thoughts repeat the root; `[A]` has node 5's embedding, so the answer is always 5.
  private var reader: Reader {
    var model = AttentionProbeTests.matching()
    model["wte.weight", Vocabulary.answer, Vocabulary.answer] = 0
    model["wte.weight", Vocabulary.answer, 5] = 0.9
    return model.reader
  }

  @Test func keepsTheWidestOfTheLongestThatAreRight() {
    // `wide` is like `chain` with three nodes at hop 1; `wrong` is longer, but its target is 6.
    let chain = makeProblem([(0, 1), (1, 2), (2, 5), (3, 4)], target: 5, other: 4)
    let wide = makeProblem([(0, 1), (0, 3), (0, 4), (1, 2), (2, 5), (6, 7)], target: 5, other: 7)
    let wrong = makeProblem([(0, 1), (1, 2), (2, 3), (3, 6), (4, 5)], target: 6, other: 5)
    let reader = reader
    let solved = SolvedProblem.measure(reader, [smallProblem(), chain, wide, wrong])
    #expect(solved.nodeCount == 8 && solved.edges == wide.graph.edges.map { [$0.source, $0.target] })
    #expect(solved.root == 0 && solved.target == 5 && solved.negativeTarget == 7 && solved.answer == 5)
    // Thought 1 = LN(e_root), the normed unit vector with its two values. 1e-4 allows for Float.
    let (high, low) = AttentionProbeTests.matching().normed
    #expect(solved.weights.count == 3 && solved.weights.allSatisfy { $0.count == 8 })
    #expect(isClose(solved.weights[0][0], high, within: 1e-4))
    #expect(solved.weights[0].dropFirst().allSatisfy { abs($0 - low) < 1e-4 })
    // Layer 1 does nothing, so that it attends evenly: edge token i has 3i + 4 keys. In layer 2 the root, which the thoughts
    // repeat, matches node tokens alone, and no edge token.
    let even = (0..<5).map { 1 / Double(3 * $0 + 4) }
    #expect(zip(solved.copying ?? [], even).allSatisfy { $0 == [$1, $1].map { ($0 * 1e4).rounded() / 1e4 } })
    #expect(
      solved.copying?.count == 5
        && solved.matching == Array(repeating: Array(repeating: 0, count: 5), count: 3))
    // If no answer is right, the first problem is kept.
    #expect(SolvedProblem.measure(reader, [wrong]).answer == 5)
  }

  @Test func attentionIsThatOfTheEdgeTokens() {
    // One head of two looks at the target and one at the source; the last layer attends evenly to all 29 positions of the
    // prompt, and to the first thought as well when it makes the second.
    let solved = SolvedProblem.measure(AttentionProbeTests.lookingBack().reader, [smallProblem()])
    #expect(solved.copying == Array(repeating: [0.5, 0.5], count: 7))
    #expect(solved.matching == [0.0345, 0.0333].map { Array(repeating: $0, count: 7) })
    // A model of one layer has no layer that copies before another one matches.
    let single = SolvedProblem.measure(HandBuiltModel(width: 8, layers: 1, heads: 1).reader, [smallProblem()])
    #expect(single.copying == nil && single.matching?.count == 2)
  }
}
