// Schema: one problem, and each thought's inner product with every node. Superposition measures it.

/// A problem and the inner products of its thoughts with the embeddings of its nodes.
public struct SolvedProblem: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
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

  package init(
    nodeCount: Int, edges: [[Int]], root: Int, target: Int, negativeTarget: Int, weights: [[Double]],
    answer: Int
  ) {
    (self.nodeCount, self.edges, self.root, self.target) = (nodeCount, edges, root, target)
    (self.negativeTarget, self.weights, self.answer) = (negativeTarget, weights, answer)
  }
}
