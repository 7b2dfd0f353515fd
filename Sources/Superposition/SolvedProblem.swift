// One problem as a model solves it: the graph, what each thought holds of every node, and which edges it attended to.

import Coconut
import Reachability
import Records
import Transformer

extension SolvedProblem {
  /// Solves `problems` (one or more). Of the right answers, keeps the widest of the longest; else the first.
  public static func measure(_ reader: Reader, _ problems: [Problem]) -> SolvedProblem {
    let sequences = problems.map { ThoughtSequence(asItStands: $0) }
    let answers = reader.lastLogits(sequences).map { greedy($0) }
    let right = problems.indices.filter { answers[$0] == problems[$0].target }
    let longest = right.map { problems[$0].pathLength }.max()
    let candidates = right.filter { problems[$0].pathLength == longest }
    let widest = candidates.map { problems[$0].widestFrontier }.max()
    let chosen = candidates.first { problems[$0].widestFrontier == widest } ?? 0
    let problem = problems[chosen]
    let nodes = problem.graph.nodeCount
    let prompt = Prompt(asItStands: problem)
    let attention = reader.evaluate([sequences[chosen]]) { model, _ in
      (
        copying: model.configuration.layers < 2
          ? nil
          : prompt.edgeMarks.map { mark in
            meanAttention(model, layer: 0, from: mark)[(mark - 2)..<mark].map { rounded($0, 4) }
          },
        matching: (0..<problem.pathLength).map { c in
          let weights = meanAttention(
            model, layer: model.configuration.layers - 1, from: prompt.tokens.count - 1 + c)
          return prompt.edgeMarks.map { rounded(weights[$0], 4) }
        }
      )
    }[0]
    return SolvedProblem(
      nodeCount: nodes, edges: problem.graph.edges.map { [$0.source, $0.target] }, root: problem.root,
      target: problem.target, negativeTarget: problem.negativeTarget,
      weights: reader.thoughts([sequences[chosen]])[0].map { reader.innerProducts($0, nodes: nodes) },
      answer: answers[chosen], copying: attention.copying, matching: attention.matching)
  }
}

/// The attention weights of the only sequence from `position` on each position up to it, mean over heads.
private func meanAttention(_ model: FastModel, layer: Int, from position: Int) -> [Double] {
  let heads = (0..<model.configuration.heads).map {
    model.attentionWeights(layer: layer, head: $0, sequence: 0, position: position)
  }
  return (0...position).map { key in heads.reduce(0) { $0 + Double($1[key]) } / Double(heads.count) }
}
