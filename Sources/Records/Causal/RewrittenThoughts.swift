// Schema: one node removed from a thought, added to it, or exchanged. Module Superposition measures it.

/// Test 3, rewrite: one node of one thought changed, and what becomes of its branch and of the answer.
public struct RewrittenThoughts: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Thought c = L − left is rewritten: left counts the hops that are left to go. v is the only node at hop c on a \
    shortest path to the target (problems without such a node are not asked); at left = 0 it is the target itself. \
    w is the lowest-numbered node that the root does not reach and that lies as many hops before the other \
    candidate as v before the target. remove v, add w, exchange v and w; decoy: remove, instead of v, the lowest- \
    numbered other node at hop c; later thoughts are made from what then stands there. embedding: the thought \
    takes the smallest step after which v's logit is the mean logit of the nodes outside N_c in the same thought \
    (add: of the nodes at hop c; exchange: the two logits change places). probe: the same with the scores of the \
    linear probe of test 1 for hop c in place of logits. projection (remove only): v's row of the output head is \
    projected out, so that its logit becomes 0. subspace (remove only): iterated null-space projection: probes for \
    v are fitted one after the other, each on what the former leave, until none reads v with an AUC above .55 on \
    held-out problems or 24 directions are used; the thought gets, in the subspace that they span, the mean of \
    c-th thoughts that do not hold v. nullspace (remove only): that subspace is projected out. random: a step of \
    the same length as along the embedding, in a random direction. none: nothing is done. A node is held if its \
    logit lies above the threshold that separates nodes at hop c from nodes outside N_c best in c-th thoughts of \
    other problems. branch: of the successors of the node (remove, exchange: v; add: w; decoy: the other node) \
    that no other node of N_c leads to, the share held by thought c + 1. others: the same share of the other nodes \
    at hop c + 1. itself: 1 if thought c + 1 holds the node. answer: t if the greedy token at [A] is the target, n \
    if it is the other candidate, o if it is neither, - where the problem was not asked.
    """

  /// What is done to the thought.
  public enum Operation: String, Codable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// v is taken out.
    case remove
    /// Another node at hop c is taken out.
    case decoy
    /// w is put in.
    case add
    /// v and w change places.
    case exchange
  }

  /// Along what.
  public enum Basis: String, Codable, Sendable, CaseIterable {
    /// The node's row of the output head.
    case embedding
    /// The node's row of the output head, projected out: the logit becomes 0.
    case projection
    /// The direction of a linear probe.
    case probe
    /// All that decodes the node, set to what thoughts have there that do not hold it.
    case subspace
    /// All that decodes the node, projected out.
    case nullspace
    /// A random direction, by the length of the step along the embedding.
    case random
  }

  /// One change of one thought.
  public struct Row: Codable, Sendable, Hashable {
    /// What is done.
    public var operation: Operation
    /// Along what; nil where nothing is done.
    public var basis: Basis?
    /// Hops left to go: thought L − left is changed.
    public var left: Int
    /// The answers, one letter a problem: t, n, o or -.
    public var answer: Outcomes
    /// Whether the next thought holds the node.
    public var itself: Outcomes
    /// For each problem asked, in their order, the share of the branch that the next thought holds, to two digits; nil
    /// without a branch, or where there is no next thought.
    public var branch: [Double?]
    /// The same for the other nodes at that hop.
    public var others: [Double?]
    /// Mean length of the step.
    public var step: Double

    package init(
      operation: Operation, basis: Basis?, left: Int, answer: Outcomes, itself: Outcomes,
      branch: [Double?], others: [Double?], step: Double
    ) {
      (self.operation, self.basis, self.left) = (operation, basis, left)
      (self.answer, self.itself, self.branch) = (answer, itself, branch)
      (self.others, self.step) = (others, step)
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
  /// One row for each operation, basis and number of hops left. Rows of one operation and number ask the same problems, and
  /// `none` asks those of `remove`.
  public var rows: [Row]

  package init(thresholds: [Threshold], directions: [Double], rows: [Row]) {
    (self.thresholds, self.directions, self.rows) = (thresholds, directions, rows)
  }

  /// The row of this change; nil if it was not measured.
  public func row(_ operation: Operation, _ basis: Basis?, left: Int) -> Row? {
    rows.first { $0.operation == operation && $0.basis == basis && $0.left == left }
  }
}
