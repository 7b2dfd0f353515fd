// Turns a problem into the tokens a model reads: edges, question, root. Coconut appends thoughts and `[A]`.

/// The prompt of one problem, `<eos> s t | … | s t [Q] a b [R] r`.
public struct Prompt: Sendable, Hashable {
  /// Token ids, thoughts and `[A]` not included.
  public let tokens: [Int]
  /// Position of each `|` in `tokens`, in order: one fewer than edges. Edge i (all but the last) ends right before
  /// `edgeMarks[i]`.
  public let edgeMarks: [Int]
  /// The edges in the order in which the prompt lists them, as node numbers of the problem.
  public let edges: [Edge]
  /// Token of each node of the problem (the relabelling; the identity for a prompt "as it stands").
  public let label: [Int]

  /// A prompt listing `edges` in this order and the candidates `first`, `second`, all as node numbers;
  /// `label` gives the token of each node.
  public init(edges: [Edge], first: Int, second: Int, root: Int, label: [Int]) {
    var tokens = [Vocabulary.endOfSequence]
    var marks: [Int] = []
    for (index, edge) in edges.enumerated() {
      if index > 0 {
        marks.append(tokens.count)
        tokens.append(Vocabulary.edge)
      }
      tokens.append(label[edge.source])
      tokens.append(label[edge.target])
    }
    tokens += [Vocabulary.question, label[first], label[second], Vocabulary.root, label[root]]
    self.tokens = tokens
    self.edgeMarks = marks
    self.edges = edges
    self.label = label
  }

  /// The problem as it stands: file order of edges, target before the other candidate, no relabelling.
  public init(asItStands problem: Problem) {
    self.init(
      edges: problem.graph.edges, first: problem.target, second: problem.negativeTarget, root: problem.root,
      label: Array(0..<problem.graph.nodeCount))
  }
}
