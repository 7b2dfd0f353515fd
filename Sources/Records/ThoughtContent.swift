// Schema: inner products of thoughts and node embeddings, by group. Module Superposition measures them.

import Reachability

/// Inner products of thoughts and node embeddings, and whether the frontier comes first.
public struct ThoughtContent: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Inner product of thought c (c = 1 … L; the hidden state after the final layer norm) and each node's token \
    embedding; problems as they stand. Groups of nodes: outside N_c; in N_c; ends of walks of c edges (arXiv \
    2505.12514's frontier); exactly c hops from the root; on a shortest path to the target at hop c. Mean and \
    deviation over nodes of all problems. frontierFirst: share of problems in which the |frontier_c| nodes with the \
    largest inner products are frontier_c; frontierOverlap: mean share of those nodes that are in it.
    """

  /// The c-th thoughts of all problems that have one.
  public struct Thought: Codable, Sendable, Hashable {
    /// The thought's number, from 1: also the hops it should have searched.
    public var c: Int
    /// Problems that have this thought.
    public var problems: Int
    /// Inner products of thought and node embedding: mean and spread for each group with nodes.
    public var groups: [NodeGroup: Moments]
    /// Per group, how many inner products fall between neighbouring `edges` of the result.
    public var histograms: [NodeGroup: [Int]]
    /// Share of problems in which the |frontier_c| nodes with the largest inner products are frontier_c.
    public var frontierFirst: Double
    /// Mean share of those nodes that lie in frontier_c.
    public var frontierOverlap: Double

    package init(
      c: Int, problems: Int, groups: [NodeGroup: Moments], histograms: [NodeGroup: [Int]],
      frontierFirst: Double, frontierOverlap: Double
    ) {
      (self.c, self.problems, self.groups, self.histograms) = (c, problems, groups, histograms)
      (self.frontierFirst, self.frontierOverlap) = (frontierFirst, frontierOverlap)
    }
  }

  /// One entry per thought, ascending.
  public var thoughts: [Thought]
  /// Bounds of the histograms' bins, ascending: bin i counts values from `edges[i]` up to `edges[i + 1]`.
  public var edges: [Double]

  package init(thoughts: [Thought], edges: [Double]) {
    (self.thoughts, self.edges) = (thoughts, edges)
  }
}
