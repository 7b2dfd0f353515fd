// Schema: how much last-layer attention each group of edges gets. Module Superposition measures it.

import Reachability

/// Last-layer attention mass per edge triplet, by group and number of thoughts made.
public struct EdgeGroupAttention: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Last-layer attention weights after the softmax, summed over heads, from the position that makes thought c + 1; \
    problems as they stand, c = 0 … L − 1. A triplet's mass adds its source, target and edge token; the last edge is \
    left out. Groups by the edge's source: outside N_c; in N_c; at the end of a walk of c edges (arXiv 2505.12514's \
    frontier); exactly c hops from the root; optimal: the edge continues a shortest path to the target. Mean and \
    deviation over edges of all problems.
    """

  /// The read after `c` thoughts.
  public struct Read: Codable, Sendable, Hashable {
    /// Thoughts made, from 0.
    public var c: Int
    /// Attention mass of an edge triplet, summed over heads (0 … number of heads): mean and spread for each
    /// group that has edges.
    public var groups: [NodeGroup: Moments]

    package init(c: Int, groups: [NodeGroup: Moments]) {
      (self.c, self.groups) = (c, groups)
    }
  }

  /// One entry per c, ascending.
  public var reads: [Read]

  package init(reads: [Read]) { self.reads = reads }
}
