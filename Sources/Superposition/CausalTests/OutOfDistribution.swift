// Test 6, out of distribution: answers on other families of graphs, with 0 to 10 thoughts.

import Reachability
import Records

extension OutOfDistribution {
  /// The most thoughts that are tried.
  public static let mostThoughts = 10

  /// Asks a model `count` problems of each family; `progress` is told of each family before it is asked.
  public static func measure(
    _ subject: any Subject, count: Int = 200, progress: (GraphFamily) -> Void = { _ in }
  ) -> OutOfDistribution {
    OutOfDistribution(
      families: GraphFamily.allCases.map { family in
        progress(family)
        let drawn = PromptedProblems(family.problems(count))
        let asked = drawn.problems.indices.filter {
          drawn.prompts[$0].count + mostThoughts + 1 <= subject.positions
        }
        let problems = asked.map { drawn.problems[$0] }
        var results = subject.run(
          (0...mostThoughts).flatMap { thoughts in
            asked.map { Chain(drawn.prompts[$0], thoughts: thoughts) }
          })[...]
        let answers = (0...mostThoughts).map { _ in
          Outcomes(
            problems.map { problem -> Character? in
              let logits = results.removeFirst().answer
              let answer = problem.letter(greedy(logits))
              return answer == "o"
                ? logits[problem.target] > logits[problem.negativeTarget] ? "T" : "N" : answer
            })
        }
        return Family(
          family: family, drawn: count, lengths: problems.map(\.pathLength),
          nodes: problems.map(\.graph.nodeCount), answers: answers)
      })
  }
}
