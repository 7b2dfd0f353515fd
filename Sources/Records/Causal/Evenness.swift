// Schema: how near each thought is to an equal superposition. Module Superposition measures it.

/// Test 8, how even: the cosine between a thought and the equal superposition of a set of nodes.
public struct Evenness: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Per problem and thought c the cosine between the thought and the sum of the normed readout vectors (rows of the output \
    head) of a set's nodes. frontier: the nodes exactly c hops from the root; reachable: N_c. one: the largest cosine with a \
    single node's vector. \
    To three digits, in the order of the problems; null without thought c.
    """

  /// One thought.
  public struct Row: Codable, Sendable, Hashable {
    /// The thought, from 1.
    public var c: Int
    /// Cosine with the sum over the frontier.
    public var frontier: [Double?]
    /// Cosine with the sum over N_c.
    public var reachable: [Double?]
    /// The largest cosine with one node.
    public var one: [Double?]

    package init(c: Int, frontier: [Double?], reachable: [Double?], one: [Double?]) {
      (self.c, self.frontier, self.reachable, self.one) = (c, frontier, reachable, one)
    }
  }

  /// One row a thought.
  public var rows: [Row]

  package init(rows: [Row]) { self.rows = rows }
}
