// The losses by name, the nodes that each accepts, and which reads are labelled. The trainer and the theory
// share these definitions. CrossEntropy.swift has the formula of the loss.

/// What a loss asks of the softmax at a read: the paper's two losses, and two that tell their causes apart.
public enum Objective: String, Sendable, CaseIterable {
  /// One demonstrated node of the shortest paths (paper Eq. 6).
  case coconut
  /// Every node of a candidate set: their probabilities are added (paper Eq. 5; `bfs-paper-loss` in the published
  /// files).
  case bfs
  /// One node drawn uniformly from a candidate set, a new one for each sample. With N_{c+1} this is perhaps what the
  /// published plotting script calls `bfs-uniform-loss`.
  case uniform
  /// All nodes that Coconut may demonstrate, each with the same share of the label. This is Coconut's expectation
  /// without the noise of drawing one node.
  case softCoconut = "soft-coconut"
}

/// The nodes that Coconut-BFS (paper Eq. 5) accepts after `c` thoughts, and from which `uniform` draws.
public enum CandidateSet: String, Sendable, CaseIterable {
  /// N_{c+1}, root included, as published. A model that only repeats the root satisfies Coconut-BFS with it.
  case reachable
  /// Exactly the nodes c + 1 hops from the root.
  case frontier
  /// All successors of N_c. If the root has no parent, as in ProsQA, this is N_{c+1} without the root.
  case successors

  /// The set's nodes in `problem` after `c` thoughts, ascending.
  public func nodes(_ problem: Problem, c: Int) -> [Int] {
    switch self {
    case .reachable: problem.reachable(c + 1)
    case .frontier: problem.frontier(c + 1)
    case .successors: problem.successors(c)
    }
  }
}

/// The losses, by the names that run folders, records, figures and the theory use.
public enum Loss: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// Cross-entropy on one demonstrated node p_{c+1} (paper Eq. 6).
  case coconut
  /// Cross-entropy against the uniform distribution over the nodes that Coconut may demonstrate.
  case softCoconut = "soft-coconut"
  /// Coconut-BFS (Eq. 5) that accepts N_{c+1}, the published choice.
  case bfsReachable = "bfs-reachable"
  /// Coconut-BFS that accepts every successor of N_c.
  case bfsSuccessors = "bfs-successors"
  /// Coconut-BFS that accepts the nodes exactly c + 1 hops from the root.
  case bfsFrontier = "bfs-frontier"
  /// Cross-entropy on one node drawn uniformly from N_{c+1}, root included.
  case uniform
  /// Cross-entropy on one node drawn uniformly from the successors of N_c.
  case uniformSuccessors = "uniform-successors"
  /// Cross-entropy on one node drawn uniformly from the nodes exactly c + 1 hops from the root.
  case uniformFrontier = "uniform-frontier"

  /// The loss of an objective and a candidate set; Coconut and its soft form ignore the set.
  public init(_ objective: Objective, _ set: CandidateSet) {
    self =
      switch (objective, set) {
      case (.coconut, _): .coconut
      case (.softCoconut, _): .softCoconut
      case (.bfs, .reachable): .bfsReachable
      case (.bfs, .successors): .bfsSuccessors
      case (.bfs, .frontier): .bfsFrontier
      case (.uniform, .reachable): .uniform
      case (.uniform, .successors): .uniformSuccessors
      case (.uniform, .frontier): .uniformFrontier
      }
  }

  /// What the loss asks for.
  public var objective: Objective {
    switch self {
    case .coconut: .coconut
    case .softCoconut: .softCoconut
    case .bfsReachable, .bfsSuccessors, .bfsFrontier: .bfs
    case .uniform, .uniformSuccessors, .uniformFrontier: .uniform
    }
  }

  /// The nodes that Coconut-BFS accepts or that `uniform` draws from; nil for Coconut and its soft form.
  public var candidateSet: CandidateSet? {
    switch self {
    case .coconut, .softCoconut: nil
    case .bfsReachable, .uniform: .reachable
    case .bfsSuccessors, .uniformSuccessors: .successors
    case .bfsFrontier, .uniformFrontier: .frontier
    }
  }

  /// The name in prose and figures.
  public var title: String {
    switch objective {
    case .coconut: "Coconut"
    case .softCoconut: "Soft Coconut"
    case .bfs: "Coconut-BFS, \(candidateSet?.rawValue ?? "")"
    case .uniform: "Uniform label, \(candidateSet?.rawValue ?? "")"
    }
  }

  /// The sets of nodes that the loss may accept in `problem` after `c` thoughts, all equally likely; empty if the target
  /// is nearer than c + 1 hops.
  ///
  /// Coconut-BFS has one set. The others accept one node at a time, so each of their nodes is a set of its own: the nodes
  /// at hop c + 1 of a shortest path for Coconut, those of the candidate set for `uniform`. The loss's expectation is the
  /// mean cross-entropy over the sets. Soft Coconut *is* that mean.
  public func acceptedSets(_ problem: Problem, c: Int) -> [[Int]] {
    guard c < problem.pathLength else { return [] }
    let nodes = candidateSet?.nodes(problem, c: c) ?? problem.shortestPathNodes(c + 1)
    return objective == .bfs ? [nodes] : nodes.map { [$0] }
  }
}

/// Which reads of a chain of thoughts are labelled.
public enum Labels: String, Sendable, CaseIterable {
  /// The last one, as published.
  case single
  /// Every hop so far; the loss is the mean of their cross-entropies.
  case everyHop = "every_hop"
}
