// The four choices that tell one training objective from another; see ConfigurationKeys.swift for their keys.

/// What a read is asked for: which of the paper's two losses is trained.
public enum Objective: String, Sendable, CaseIterable {
  /// One demonstrated node of the shortest paths (paper Eq. 6).
  case coconut
  /// Every node of a candidate set (paper Eq. 5; `bfs-paper-loss` in the published files).
  case bfs
}

/// The nodes that Coconut-BFS (paper Eq. 5) accepts after `c` thoughts.
public enum CandidateSet: String, Sendable, CaseIterable {
  /// N_{c+1}, root included, as published: repeating the root satisfies it.
  case reachable
  /// Exactly the nodes c + 1 hops from the root.
  case frontier
  /// All one-hop successors of N_c.
  case successors
}

/// Which reads of a chain of thoughts are supervised.
public enum Labels: String, Sendable, CaseIterable {
  /// The last one, as published.
  case single
  /// Every hop made so far, as the mean of the cross-entropies.
  case everyHop = "every_hop"
}

/// What is fed back where a thought stands: Coconut's continuous thoughts, and controls.
public enum Feedback: String, Sendable, CaseIterable {
  /// The continuous thought.
  case continuous
  /// A fixed token that carries nothing from the previous position.
  case pause
  /// The node predicted there, as a token.
  case discrete
  /// Nothing: no thought positions at all.
  case none
}
