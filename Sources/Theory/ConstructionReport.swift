// Runs the explicit construction (ExplicitConstruction.swift) on every problem of a set.

import Reachability
import Records

extension ConstructionReport {
  /// Runs the construction on every problem (at most 31 nodes each, the nodes of the vocabulary).
  public static func compute(_ problems: [Problem]) -> ConstructionReport {
    var thoughts = 0
    var correct = 0
    var deviation: Float = 0
    let results = inParallel(problems.count) { ExplicitConstruction.run(problems[$0]) }
    for (problem, result) in zip(problems, results) {
      correct += result.answer == problem.target ? 1 : 0
      for (index, thought) in result.thoughts.enumerated() {
        thoughts += 1
        let reachable = Set(problem.reachable(index + 1))
        let uniform = 1 / Float(reachable.count).squareRoot()
        for (v, coefficient) in thought.enumerated() {
          deviation = max(deviation, abs(coefficient - (reachable.contains(v) ? uniform : 0)))
        }
      }
    }
    let longest = problems.map(\.pathLength).max()
    return ConstructionReport(
      problems: problems.count, thoughts: thoughts, correct: correct, largestDeviation: Double(deviation),
      example: problems.first { $0.pathLength == longest }.map(Example.init))
  }
}

extension ConstructionReport.Example {
  init(_ problem: Problem) {
    self.init(
      nodeCount: problem.graph.nodeCount, edges: problem.graph.edges.map { [$0.source, $0.target] },
      root: problem.root, target: problem.target, negativeTarget: problem.negativeTarget,
      thoughts: ExplicitConstruction.run(problem).thoughts)
  }
}
