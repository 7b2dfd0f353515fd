// Describes a set of problems: a quantity is one number per problem. KolmogorovSmirnov.swift compares them.

/// A quantity measured on a problem.
public enum Quantity: String, CaseIterable, Sendable {
  /// n, the nodes of the graph.
  case nodes
  /// Edges of the graph.
  case edges
  /// L, the hops of the shortest path root → target.
  case pathLength = "path length L"
  /// Nodes exactly one hop from the root.
  case frontier1 = "frontier at hop 1"
  /// Nodes exactly two hops from the root.
  case frontier2 = "frontier at hop 2"
  /// Nodes exactly three hops from the root.
  case frontier3 = "frontier at hop 3"
  /// Nodes exactly four hops from the root.
  case frontier4 = "frontier at hop 4"
  /// Nodes at hop 1 of some shortest path root → target.
  case shortestPath1 = "shortest-path nodes at hop 1"
  /// Nodes at hop 2 of some shortest path root → target.
  case shortestPath2 = "shortest-path nodes at hop 2"
  /// Nodes at hop 3 of some shortest path root → target.
  case shortestPath3 = "shortest-path nodes at hop 3"
  /// Nodes without successors.
  case leaves
  /// Nodes without predecessors, the root among them.
  case parentless = "nodes without parent"
  /// Share of nodes, 0 … 1, that the root reaches, the root included.
  case reachableShare = "share reachable from the root"

  /// Whether its values are whole numbers.
  public var isCount: Bool { self != .reachableShare }

  /// Its value on `problem`.
  public func value(_ problem: Problem) -> Double {
    let graph = problem.graph
    switch self {
    case .nodes: return Double(graph.nodeCount)
    case .edges: return Double(graph.edges.count)
    case .pathLength: return Double(problem.pathLength)
    case .frontier1: return Double(problem.frontier(1).count)
    case .frontier2: return Double(problem.frontier(2).count)
    case .frontier3: return Double(problem.frontier(3).count)
    case .frontier4: return Double(problem.frontier(4).count)
    case .shortestPath1: return Double(problem.shortestPathNodes(1).count)
    case .shortestPath2: return Double(problem.shortestPathNodes(2).count)
    case .shortestPath3: return Double(problem.shortestPathNodes(3).count)
    case .leaves: return Double(graph.successors.count { $0.isEmpty })
    case .parentless: return Double(graph.predecessors.count { $0.isEmpty })
    case .reachableShare:
      return Double(problem.distance.count { $0 != nil }) / Double(graph.nodeCount)
    }
  }

  /// Its mean over all published sets together; nil where it is not known.
  public var publishedMean: Double? {
    switch self {
    case .nodes: 22.7
    case .edges: 36.1
    case .pathLength: 3.52
    case .frontier1: 2.97
    case .frontier2: 4.50
    case .frontier3: 3.37
    case .frontier4: 1.15
    case .shortestPath1: 1.35
    case .shortestPath2: 1.30
    case .shortestPath3: 1.08
    case .leaves: 7.3
    case .parentless: 2.6
    case .reachableShare: nil
    }
  }
}

extension Quantity {
  /// Histograms by the name of each quantity with whole values: entry i counts the `problems` with value i.
  public static func counts(_ problems: [Problem]) -> [String: [Int]] {
    allCases.filter(\.isCount).reduce(into: [:]) { counts, quantity in
      let values = problems.map { Int(quantity.value($0)) }
      counts[quantity.rawValue] = values.reduce(into: Array(repeating: 0, count: (values.max() ?? 0) + 1)) {
        $0[$1] += 1
      }
    }
  }
}

/// The values of one quantity over a set of problems.
public struct Distribution: Sendable, Hashable {
  /// One value per problem, in the order of the problems.
  public let values: [Double]

  /// The values of a histogram, ascending: value i occurs `counts[i]` times.
  public init(counts: [Int]) {
    values = counts.enumerated().flatMap { Array(repeating: Double($0.offset), count: $0.element) }
  }

  /// The values of `quantity` on `problems`.
  public init(_ quantity: Quantity, _ problems: [Problem]) { values = problems.map(quantity.value) }

  /// The mean; 0 for no values.
  public var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

  /// The standard deviation, with the number of values in the denominator; 0 for no values.
  public var deviation: Double {
    guard !values.isEmpty else { return 0 }
    let mean = mean
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}
