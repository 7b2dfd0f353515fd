// Schema: what can be read from thoughts, and by what. Module Superposition measures it.

/// Test 1, read: AUC of four sets of nodes from each thought.
public struct ReadThoughts: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Per problem and thought c the AUC of a set of nodes: the probability that a node of the set scores above a node that is \
    not in it, ties counting half. frontier: nodes exactly c hops from the root against all others of the graph. reachable: \
    N_c against all others. path: of the nodes at hop c, those on a shortest path against the rest. answer: the target \
    against the other candidate (so 1, 0 or 1/2). head: the score of a node is its logit, by the output head. probe: it is \
    linear in the thought, fitted for each c and set by ridge regression on other problems, its strength chosen by the AUC \
    on a quarter of those that the fit had not seen, then fitted on all. Problems without a pair of nodes to compare have \
    no value. Edges and candidates in a random order, L thoughts.
    """

  /// A set of nodes.
  public enum Group: String, Codable, Sendable, CaseIterable {
    /// Exactly c hops from the root.
    case frontier
    /// At most c hops from the root.
    case reachable
    /// On a shortest path, among those at hop c.
    case path
    /// The target, against the other candidate.
    case answer
  }

  /// How a thought is read.
  public enum Reading: String, Codable, Sendable, CaseIterable {
    /// Through the output head.
    case head
    /// By a linear probe trained on other problems.
    case probe
  }

  /// One thought, one set, one way to read.
  public struct Row: Codable, Sendable, Hashable {
    /// The thought, from 1.
    public var c: Int
    /// The set of nodes.
    public var group: Group
    /// How the thought is read.
    public var reading: Reading
    /// The strength λ of the ridge that was chosen, as a share of the mean variance of a thought's numbers; nil for the head.
    public var strength: Double?
    /// The AUC on each problem, to three digits; nil where there is nothing to compare.
    public var values: [Double?]

    package init(c: Int, group: Group, reading: Reading, strength: Double?, values: [Double?]) {
      (self.c, self.group, self.reading) = (c, group, reading)
      (self.strength, self.values) = (strength, values)
    }
  }

  /// Problems that probes were fitted on; 0 if none were.
  public var trainedOn: Int
  /// One row for each c, set and way to read.
  public var rows: [Row]

  package init(trainedOn: Int, rows: [Row]) { (self.trainedOn, self.rows) = (trainedOn, rows) }

  /// The row of this thought, set and way to read; nil if it was not measured.
  public func row(_ c: Int, _ group: Group, _ reading: Reading) -> Row? {
    rows.first { $0.c == c && $0.group == group && $0.reading == reading }
  }
}
