// One problem as a model solves it: the graph, and what each thought holds of every node.

import Coconut
import Reachability
import Records
import Transformer

extension SolvedProblem {
  /// Solves `problems` (one or more). Of the right answers, keeps the widest of the longest; else the first.
  public static func measure(_ reader: Reader, _ problems: [Problem]) -> SolvedProblem {
    let sequences = problems.map {
      ThoughtSequence(
        prompt: Prompt(asItStands: $0).tokens, thoughts: $0.pathLength, closing: [Vocabulary.answer])
    }
    let answers = reader.lastLogits(sequences).map { greedy($0) }
    let right = problems.indices.filter { answers[$0] == problems[$0].target }
    let longest = right.map { problems[$0].pathLength }.max()
    let candidates = right.filter { problems[$0].pathLength == longest }
    let widest = candidates.map { problems[$0].widestFrontier }.max()
    let chosen = candidates.first { problems[$0].widestFrontier == widest } ?? 0
    let problem = problems[chosen]
    let nodes = problem.graph.nodeCount
    return SolvedProblem(
      nodeCount: nodes, edges: problem.graph.edges.map { [$0.source, $0.target] }, root: problem.root,
      target: problem.target, negativeTarget: problem.negativeTarget,
      weights: reader.thoughts([sequences[chosen]])[0].map { reader.innerProducts($0, nodes: nodes) },
      answer: answers[chosen])
  }
}
