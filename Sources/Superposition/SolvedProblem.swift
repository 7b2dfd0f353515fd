// One problem as a model solves it: the graph, and what each thought says of every node.

import Coconut
import Reachability
import Transformer

/// A problem and the inner products of its thoughts with the embeddings of its nodes.
public struct SolvedProblem: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Of the problems that the model answers rightly those with the longest path, of these the first with the most nodes \
    at one hop (the first problem if none is answered rightly), as it stands. weights: inner product of thought c (c = 1 … L; the hidden state after the final layer norm) \
    and each node's token embedding. answer: the greedy token after L thoughts and [A].
    """

  /// n, the problem's nodes, numbered from 0.
  public var nodeCount: Int
  /// Its edges in file order, each `[source, target]`.
  public var edges: [[Int]]
  /// The root r.
  public var root: Int
  /// The reachable candidate c*.
  public var target: Int
  /// The other candidate.
  public var negativeTarget: Int
  /// Inner products of thought and node embedding (thoughts, nodes).
  public var weights: [[Double]]
  /// The token id answered.
  public var answer: Int

  /// Solves `problems` (at least one) and keeps one.
  public init(_ engine: Engine, _ problems: [Problem]) {
    let sequences = problems.map {
      ThoughtSequence(
        prompt: Prompt(asItStands: $0).tokens, thoughts: $0.pathLength, closing: [Vocabulary.answer])
    }
    let answers = engine.lastLogits(sequences).map { greedy($0) }
    let right = problems.indices.filter { answers[$0] == problems[$0].target }
    let longest = right.map { problems[$0].pathLength }.max()
    let candidates = right.filter { problems[$0].pathLength == longest }
    let widest = candidates.map { problems[$0].widestFrontier }.max()
    let chosen = candidates.first { problems[$0].widestFrontier == widest } ?? 0
    let problem = problems[chosen]
    nodeCount = problem.graph.nodeCount
    edges = problem.graph.edges.map { [$0.source, $0.target] }
    (root, target, negativeTarget) = (problem.root, problem.target, problem.negativeTarget)
    answer = answers[chosen]
    let nodes = problem.graph.nodeCount
    weights = engine.thoughts([sequences[chosen]])[0].map { engine.innerProducts($0, nodes: nodes) }
  }
}
