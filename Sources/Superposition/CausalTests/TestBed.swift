// What all causal tests share: a model, the problems it is tested on, other problems to fit probes on, and its unchanged
// chains of thoughts on both. Each test is in a file of its own.

import Coconut
import Randomness
import Reachability
import Records
import Transformer

/// Problems and the prompts in which models read them.
public struct PromptedProblems: Sendable {
  /// The problems.
  public let problems: [Problem]
  /// One prompt a problem: edges and candidates in a random order, as evaluations read them; a node's token is its number.
  public let prompts: [[Int]]

  /// The prompts of `problems`, in an order drawn from `seed`.
  public init(_ problems: [Problem], seed: UInt64 = 0) {
    self.problems = problems
    prompts = evaluationSamples(problems, seed: seed).map(\.sequence.prompt)
  }

  /// The chain of each problem, with L thoughts and nothing done to them.
  var chains: [Chain] { zip(prompts, problems).map { Chain($0, thoughts: $1.pathLength) } }

  /// The largest L.
  var longest: Int { problems.map(\.pathLength).max() ?? 0 }

  /// The numbers of the problems that have a thought c.
  func having(_ c: Int) -> [Int] { problems.indices.filter { problems[$0].pathLength >= c } }
}

/// A model with its unchanged chains.
public struct TestBed {
  /// The model.
  public let subject: any Subject
  /// The problems it is tested on.
  public let test: PromptedProblems
  /// Other problems, for probes, means and thresholds.
  public let training: PromptedProblems
  /// Its own chains on `test`.
  public let own: [ChainResult]
  /// Its own chains on `training`.
  let trained: [ChainResult]

  /// Runs the model on both.
  public init(_ subject: any Subject, _ test: PromptedProblems, training: PromptedProblems) {
    (self.subject, self.test, self.training) = (subject, test, training)
    own = subject.run(test.chains)
    trained = subject.run(training.chains)
  }

  /// The logit of each node in thought c of a test problem.
  func logits(_ problem: Int, c: Int) -> [Double] { subject.logits(own[problem].made[c - 1]) }

  /// The mean (width) of c-th thoughts of training problems, c from 1.
  func mean(c: Int) -> [Float] {
    let mine = training.having(c).map { trained[$0].made[c - 1] }
    return (0..<subject.width).map { i in Float(mine.reduce(0.0) { $0 + Double($1[i]) } / Double(mine.count))
    }
  }

  /// For each test problem the next one, cyclically, with the same L; nil if there is none.
  var partners: [Int?] { ThoughtControls.partners(test.problems.map(\.pathLength)) }
}

/// A random vector (width) for a problem and thought: the same for every model and test.
func randomDirection(_ width: Int, _ problem: Int, c: Int) -> [Float] {
  var random = RandomStream(0, 0xD1EC, UInt64(problem), UInt64(c))
  return (0..<width).map { _ in Float(random.normal()) }
}

/// The probability that a score of `positive` lies above one of `negative`, ties counting half (the area under the ROC
/// curve); nil if either is empty.
package func areaUnderCurve(_ scores: [Double], _ positive: [Int], _ negative: [Int]) -> Double? {
  guard !positive.isEmpty, !negative.isEmpty else { return nil }
  var wins = 0.0
  for p in positive {
    for n in negative { wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0 }
  }
  return wins / Double(positive.count * negative.count)
}
