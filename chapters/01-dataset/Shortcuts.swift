// Rules that answer without searching, and how often they are right.

import Reachability

/// A rule that picks the candidate with the larger number.
struct Shortcut: Sendable {
  let name: String
  let value: @Sendable (Problem, Int) -> Int

  /// 1 if the rule picks the target of `problem`, 0 if it picks the other candidate, ½ for a tie.
  func score(_ problem: Problem) -> Double {
    let difference = value(problem, problem.target) - value(problem, problem.negativeTarget)
    return difference == 0 ? 0.5 : difference > 0 ? 1 : 0
  }
}

let shortcuts = [
  Shortcut(name: "fewer parents") { -$0.graph.predecessors[$1].count },
  Shortcut(name: "more ancestors") { ancestors($0.graph, of: $1).count },
  Shortcut(name: "more ancestors without parent") { problem, node in
    ancestors(problem.graph, of: node).count { problem.graph.predecessors[$0].isEmpty }
  },
]

private func ancestors(_ graph: Graph, of node: Int) -> [Int] {
  let hops = graph.distances(to: node)
  return hops.indices.filter { $0 != node && hops[$0] != nil }
}
