// A problem in English sentences, as in ProsQA: one per edge, a question, an answer, and the edges of a path
// to it. Models never read these sentences; they read tokens (Prompt.swift).

import Randomness

/// The sentences of a problem.
public struct Wording: Hashable, Sendable {
  /// One sentence per edge, then `Is A a b or c?`.
  public let question: String
  /// The sentence with the right candidate: `A is a b.`
  public let answer: String
  /// One sentence per edge along one shortest path root → target.
  public let steps: [String]

  /// Keeps sentences that were read from a file.
  public init(question: String, answer: String, steps: [String]) {
    self.question = question
    self.answer = answer
    self.steps = steps
  }

  /// The sentences of `problem`: the order of edges, the order of the candidates and the shortest path are random.
  public init(of problem: Problem, using random: inout RandomStream) {
    let words = problem.symbols
    var edges = problem.graph.edges
    random.shuffle(&edges)
    var candidates = [problem.target, problem.negativeTarget]
    random.shuffle(&candidates)
    let facts = edges.map { Wording.sentence(words[$0.source], words[$0.target]) }
    let asked = candidates.map { words[$0] }.joined(separator: " or ")
    question = (facts + ["Is \(words[problem.root]) a \(asked)?"]).joined(separator: " ")
    answer = Wording.sentence(words[problem.root], words[problem.target])
    var steps: [String] = []
    var node = problem.root
    for hop in 0..<problem.pathLength {
      let onward = problem.graph.successors[node].filter {
        problem.distanceToTarget[$0] == problem.pathLength - hop - 1
      }
      guard let next = random.pick(onward) else { break }
      steps.append(Wording.sentence(words[node], words[next]))
      node = next
    }
    self.steps = steps
  }

  /// `Every x is a y.` for a kind x, `X is a y.` for a name X.
  private static func sentence(_ source: String, _ target: String) -> String {
    (source.first?.isUppercase ?? false ? source : "Every " + source) + " is a \(target)."
  }
}
