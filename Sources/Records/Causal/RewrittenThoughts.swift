// Schema: one node removed from a thought, added to it, or exchanged. Module Superposition measures it.

/// Test 3, rewrite: one node of one thought changed, and what becomes of its branch and of the answer.
public struct RewrittenThoughts: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    v is the only node at hop c on a shortest path to the target (problems without such a node are not asked); at c = L it \
    is the target itself. w is the lowest-numbered node that the root does not reach and that lies L − c hops before the \
    other candidate. remove v, add w, exchange v and w, in thought c; later thoughts are made from what then stands there. \
    embedding: the thought takes the smallest step after which v's logit is the mean logit that nodes outside N_c have in \
    c-th thoughts of other problems (add: the mean logit of nodes at hop c). probe: the same along the direction of the \
    linear probe of test 1 for hop c, with the mean scores of the probe. subspace (remove only): iterated null-space \
    projection: probes for v are fitted one after the other, each on what the former leave, until none reads v with an AUC \
    above .55 on held-out problems or 24 directions are used; the thought gets, in the subspace that they span, the mean of \
    c-th thoughts that do not hold v. random: a step of the same length as along the embedding, in a random direction. none: \
    nothing is done. A node is held if its logit lies above the threshold that separates nodes at hop c from nodes outside \
    N_c best in c-th thoughts of other problems. branch: of the successors of the node (remove, exchange: v; add: w) that \
    no other node of N_c leads to, the share held by thought c + 1. others: of the other nodes at hop c + 1, the share held by thought c + 1. \
    itself: 1 if thought c + 1 holds the node. answer: t if the greedy token at [A] is the target, n if it is the other \
    candidate, o if it is neither.
    """

  /// What is done to the thought.
  public enum Operation: String, Codable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// v is taken out.
    case remove
    /// w is put in.
    case add
    /// v and w change places.
    case exchange
  }

  /// Along what.
  public enum Basis: String, Codable, Sendable, CaseIterable {
    /// The node's row of the output head.
    case embedding
    /// The direction of a linear probe.
    case probe
    /// All that decodes the node.
    case subspace
    /// A random direction, by the length of the step along the embedding.
    case random
  }

  /// One change of one thought.
  public struct Row: Codable, Sendable, Hashable {
    /// What is done.
    public var operation: Operation
    /// Along what; nil where nothing is done.
    public var basis: Basis?
    /// To which thought.
    public var c: Int
    /// The problems asked, as numbers in the file, from 0.
    public var problems: [Int]
    /// The answer to each: t, n or o.
    public var answer: Outcomes
    /// For each the share of its branch that thought c + 1 holds; nil without a branch, or at c = L.
    public var branch: [Double?]
    /// For each the share of the other nodes at hop c + 1 that it holds.
    public var others: [Double?]
    /// For each 1 if thought c + 1 holds the node, else 0.
    public var itself: [Double?]
    /// Mean length of the step.
    public var step: Double

    package init(
      operation: Operation, basis: Basis?, c: Int, problems: [Int], answer: Outcomes, branch: [Double?],
      others: [Double?], itself: [Double?], step: Double
    ) {
      (self.operation, self.basis, self.c) = (operation, basis, c)
      (self.problems, self.answer, self.branch) = (problems, answer, branch)
      (self.others, self.itself, self.step) = (others, itself, step)
    }
  }

  /// How well the threshold of one thought separates.
  public struct Threshold: Codable, Sendable, Hashable {
    /// The thought.
    public var c: Int
    /// The logit above which a node counts as held.
    public var logit: Double
    /// The mean of the shares of nodes at hop c above it and of nodes outside N_c below it.
    public var balancedAccuracy: Double

    package init(c: Int, logit: Double, balancedAccuracy: Double) {
      (self.c, self.logit, self.balancedAccuracy) = (c, logit, balancedAccuracy)
    }
  }

  /// One threshold a thought.
  public var thresholds: [Threshold]
  /// Mean number of directions that iterated null-space projection used, one entry a thought from c = 1; empty if it was
  /// not done.
  public var directions: [Double]
  /// One row for each operation, basis and thought. Rows of one operation and thought have the same problems, and `none` has
  /// the problems of `remove`.
  public var rows: [Row]

  package init(thresholds: [Threshold], directions: [Double], rows: [Row]) {
    (self.thresholds, self.directions, self.rows) = (thresholds, directions, rows)
  }

  /// The row of this change; nil if it was not measured.
  public func row(_ operation: Operation, _ basis: Basis?, c: Int) -> Row? {
    rows.first { $0.operation == operation && $0.basis == basis && $0.c == c }
  }
}
