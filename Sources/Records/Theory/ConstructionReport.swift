// Schema of theory-construction.json: what the explicit construction did. Module Theory computes it.

/// What the construction did on a set of problems.
public struct ConstructionReport: Codable, Sendable {
  /// Problems tried.
  public let problems: Int
  /// Thoughts made, L per problem.
  public let thoughts: Int
  /// Problems answered with the reachable candidate c*.
  public let correct: Int
  /// The largest distance of a coefficient from 1/√|N_c| within N_c and from 0 outside.
  public let largestDeviation: Double
  /// The first problem with the longest path, and its thoughts; nil without problems.
  public let example: Example?

  /// A problem (edges as pairs of nodes) and its thoughts, a coefficient per node.
  public struct Example: Codable, Sendable {
    /// How many nodes the problem has.
    public let nodeCount: Int
    /// Pairs of nodes, source and target.
    public let edges: [[Int]]
    /// The root r.
    public let root: Int
    /// The reachable candidate c*.
    public let target: Int
    /// The other candidate.
    public let negativeTarget: Int
    /// Coefficients of the thoughts (thoughts, nodes).
    public let thoughts: [[Float]]

    package init(
      nodeCount: Int, edges: [[Int]], root: Int, target: Int, negativeTarget: Int, thoughts: [[Float]]
    ) {
      (self.nodeCount, self.edges, self.root, self.target) = (nodeCount, edges, root, target)
      (self.negativeTarget, self.thoughts) = (negativeTarget, thoughts)
    }
  }

  package init(problems: Int, thoughts: Int, correct: Int, largestDeviation: Double, example: Example? = nil)
  {
    (self.problems, self.thoughts, self.correct) = (problems, thoughts, correct)
    (self.largestDeviation, self.example) = (largestDeviation, example)
  }
}
