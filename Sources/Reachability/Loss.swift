// The losses by name, the nodes that each accepts, and which reads are labelled. The trainer and the theory
// share these definitions. CrossEntropy.swift has the formula of the loss.

/// Which of the paper's two losses is trained.
public enum Objective: String, Sendable, CaseIterable {
  /// One demonstrated node of the shortest paths (paper Eq. 6).
  case coconut
  /// Every node of a candidate set (paper Eq. 5; `bfs-paper-loss` in the published files).
  case bfs
}

/// The nodes that Coconut-BFS (paper Eq. 5) accepts after `c` thoughts.
public enum CandidateSet: String, Sendable, CaseIterable {
  /// N_{c+1}, root included, as published. A model that only repeats the root satisfies it.
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
public enum Loss: String, Sendable, CaseIterable, Codable {
  /// Cross-entropy on one demonstrated node p_{c+1} (paper Eq. 6).
  case coconut
  /// Coconut-BFS (Eq. 5) that accepts N_{c+1}, the published choice.
  case bfsReachable = "bfs-reachable"
  /// Coconut-BFS that accepts every successor of N_c.
  case bfsSuccessors = "bfs-successors"
  /// Coconut-BFS that accepts the nodes exactly c + 1 hops from the root.
  case bfsFrontier = "bfs-frontier"

  /// The loss of an objective and a candidate set; Coconut ignores the set.
  public init(_ objective: Objective, _ set: CandidateSet) {
    self =
      switch (objective, set) {
      case (.coconut, _): .coconut
      case (.bfs, .reachable): .bfsReachable
      case (.bfs, .successors): .bfsSuccessors
      case (.bfs, .frontier): .bfsFrontier
      }
  }

  /// The nodes that Coconut-BFS accepts; nil for Coconut.
  public var candidateSet: CandidateSet? {
    switch self {
    case .coconut: nil
    case .bfsReachable: .reachable
    case .bfsSuccessors: .successors
    case .bfsFrontier: .frontier
    }
  }

  /// The name in prose and figures.
  public var title: String { candidateSet.map { "Coconut-BFS, \($0.rawValue)" } ?? "Coconut" }

  /// The sets of nodes that the loss may accept in `problem` after `c` thoughts, all equally likely. For
  /// Coconut each node at hop c + 1 of a shortest path is its own set. Empty if the target is nearer.
  public func acceptedSets(_ problem: Problem, c: Int) -> [[Int]] {
    guard c < problem.pathLength else { return [] }
    return candidateSet.map { [$0.nodes(problem, c: c)] } ?? problem.shortestPathNodes(c + 1).map { [$0] }
  }
}

/// Which reads of a chain of thoughts are labelled.
public enum Labels: String, Sendable, CaseIterable {
  /// The last one, as published.
  case single
  /// Every hop so far; the loss is the mean of their cross-entropies.
  case everyHop = "every_hop"
}
