// Schema: whole thoughts of a donor put into a host. Module Superposition measures it.

/// Test 4, replace: does the answer follow the donor of the thoughts or the host, whose prompt is read?
public struct ReplacedThoughts: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    The host's prompt is read, then thoughts that the same model made of a donor's prompt, then [A]. mirror: the donor is the \
    host's graph with the two candidates' numbers exchanged, so that the same question has the other answer. graph: the donor \
    is the next problem with the same L. question: the host's graph, edges in the same order, and root, with two other \
    candidates, of which the first lies L hops from the root and the root does not reach the second. root: the host's graph \
    and candidates with the lowest-numbered root that lies exactly L hops before the other candidate and does not reach the \
    target in L hops. same: another root that lies exactly L hops before the target and does not reach the other candidate \
    in L hops. all: every thought is the \
    donor's. last: only thought L. early: all but thought L, which the model makes. answer: h if the greedy token at [A] is \
    the host's target, d if it is what the donor's thoughts lead to (mirror, root: the host's other candidate; graph, \
    question: the donor's target), o if it is anything else; for same, h is the only right answer. Problems without such a \
    donor are -.
    """

  /// Whose thoughts.
  public enum Donor: String, Codable, Sendable, CaseIterable {
    /// The host with its candidates' numbers exchanged in the graph.
    case mirror
    /// Another problem.
    case graph
    /// The same graph and root, other candidates.
    case question
    /// The same graph and candidates, a root that reaches the other candidate.
    case root
    /// The same graph and candidates, another root that reaches the target.
    case same
  }

  /// Which thoughts are the donor's.
  public enum Which: String, Codable, Sendable, CaseIterable {
    /// All of them.
    case all
    /// Only the last.
    case last
    /// All but the last.
    case early
  }

  /// One kind of donor.
  public struct Row: Codable, Sendable, Hashable {
    /// Whose thoughts.
    public var donor: Donor
    /// Which of them.
    public var which: Which
    /// h, d, o or -, one a problem.
    public var answer: Outcomes

    package init(donor: Donor, which: Which, answer: Outcomes) {
      (self.donor, self.which, self.answer) = (donor, which, answer)
    }
  }

  /// One transplant, to be drawn.
  public struct Example: Codable, Sendable, Hashable {
    /// Number of the problem in the file, from 0.
    public var problem: Int
    /// Nodes of the graph.
    public var nodeCount: Int
    /// Source and target of each edge.
    public var edges: [[Int]]
    /// The host's root, the donor's root, and the two candidates.
    public var root, donorRoot, target, negativeTarget: Int
    /// The logit of each node in the host's and in the donor's last thought.
    public var host, donor: [Double]
    /// The greedy answer with the host's own thoughts and with the donor's.
    public var ownAnswer, answer: Int

    package init(
      problem: Int, nodeCount: Int, edges: [[Int]], root: Int, donorRoot: Int, target: Int,
      negativeTarget: Int, host: [Double], donor: [Double], ownAnswer: Int, answer: Int
    ) {
      (self.problem, self.nodeCount, self.edges, self.root) = (problem, nodeCount, edges, root)
      (self.donorRoot, self.target, self.negativeTarget) = (donorRoot, target, negativeTarget)
      (self.host, self.donor, self.ownAnswer, self.answer) = (host, donor, ownAnswer, answer)
    }
  }

  /// The answers with the model's own thoughts: h for the target, d for the other candidate, o for neither.
  public var own: Outcomes
  /// One row for each kind of donor and choice of thoughts.
  public var rows: [Row]
  /// The first problem of kind `root` whose answer is right by itself; nil if there is none.
  public var example: Example?

  package init(own: Outcomes, rows: [Row], example: Example?) {
    (self.own, self.rows, self.example) = (own, rows, example)
  }

  /// The row of this donor; nil if it was not measured.
  public func row(_ donor: Donor, _ which: Which = .all) -> Row? {
    rows.first { $0.donor == donor && $0.which == which }
  }
}
