// Schema: one problem, each thought's inner product with every node, and the attention that made it. Superposition measures it.

/// A problem, the inner products of its thoughts with the embeddings of its nodes, and attention to its edge tokens.
public struct SolvedProblem: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Of the problems that the model answers rightly those with the longest path, of these the first with the most nodes \
    at one hop (the first problem if none is answered rightly), as it stands. weights: inner product of thought c (c = 1 … L; the hidden state after the final layer norm) \
    and each node's token embedding. answer: the greedy token after L thoughts and [A]. copying: layer-1 attention weights \
    after the softmax from each edge token (the last edge has none) on its own source and on its own target. matching: \
    last-layer attention weights on each edge token from the position that makes thought c (c = 1 … L). Both are means \
    over heads, rounded to 1e-4.
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
  /// Layer-1 attention weights, 0 … 1, from each edge token on its own source and target (edges but the last, 2); nil in
  /// records without it, and for a model of one layer.
  public var copying: [[Double]]?
  /// Last-layer attention weights, 0 … 1, from the position that makes a thought on each edge token (thoughts, edges but the
  /// last); nil in records without it.
  public var matching: [[Double]]?

  package init(
    nodeCount: Int, edges: [[Int]], root: Int, target: Int, negativeTarget: Int, weights: [[Double]],
    answer: Int, copying: [[Double]]? = nil, matching: [[Double]]? = nil
  ) {
    (self.nodeCount, self.edges, self.root, self.target) = (nodeCount, edges, root, target)
    (self.negativeTarget, self.weights, self.answer) = (negativeTarget, weights, answer)
    (self.copying, self.matching) = (copying, matching)
  }
}
