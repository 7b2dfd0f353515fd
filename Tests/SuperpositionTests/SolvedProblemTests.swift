// Which problem is kept, and what its thoughts are said to hold, on a model whose answer and thoughts are known.

import Coconut
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct SolvedProblemTests {
  /// Thoughts repeat the root; `[A]` is embedded as node 5, so that the answer is always 5.
  private var reader: Reader {
    var model = AttentionProbeTests.matching()
    model["wte.weight", Vocabulary.answer, Vocabulary.answer] = 0
    model["wte.weight", Vocabulary.answer, 5] = 0.9
    return model.reader
  }

  @Test func keepsTheWidestOfTheLongestThatAreRight() {
    // 0 → 1 → 2 → 5, then the same with three nodes at hop 1, then a longer path that ends in 6: answered wrongly.
    let chain = makeProblem([(0, 1), (1, 2), (2, 5), (3, 4)], target: 5, other: 4)
    let wide = makeProblem([(0, 1), (0, 3), (0, 4), (1, 2), (2, 5), (6, 7)], target: 5, other: 7)
    let wrong = makeProblem([(0, 1), (1, 2), (2, 3), (3, 6), (4, 5)], target: 6, other: 5)
    let reader = reader
    let solved = SolvedProblem.measure(reader, [smallProblem(), chain, wide, wrong])
    #expect(solved.nodeCount == 8 && solved.edges == wide.graph.edges.map { [$0.source, $0.target] })
    #expect(solved.root == 0 && solved.target == 5 && solved.negativeTarget == 7 && solved.answer == 5)
    // Thought 1 = LN(e_root): the normed unit vector's two values. 1e-4: Float.
    let (high, low) = AttentionProbeTests.matching().normed
    #expect(solved.weights.count == 3 && solved.weights.allSatisfy { $0.count == 8 })
    #expect(isClose(solved.weights[0][0], high, within: 1e-4))
    #expect(solved.weights[0].dropFirst().allSatisfy { abs($0 - low) < 1e-4 })
    // Without a right answer the first problem is kept.
    #expect(SolvedProblem.measure(reader, [wrong]).answer == 5)
  }
}
