// A discrete chain of thought must be the model's own when it is evaluated: nothing demonstrated may reach the model.

import Coconut
import Randomness
import Reachability
import Testing
import Transformer

@Suite struct DiscreteEvaluationTests {
  private let parameters = Parameters<Float>(
    initial: Configuration(positions: 64, width: 16, layers: 2, heads: 2, initialDeviation: 0.3), seed: 5)

  private var problems: [Problem] {
    let generator = Generator(hops: 2...3)
    return (0..<24).map { index in
      var random = RandomStream(11, UInt64(index))
      return generator.problem(nodes: 6...9, using: &random)
    }
  }

  /// Any number of thoughts: with as many as the path has hops it is the published evaluation, and with none the answer is
  /// that without thoughts.
  @Test func anyNumberOfThoughts() {
    let reader = Reader(parameters, threads: 1)
    let alike = problems.filter { $0.pathLength == 2 }
    #expect(alike.count > 3)
    for feedback in Feedback.allCases {
      #expect(
        reader.evaluate(alike, feedback: feedback, thoughts: 2) == reader.evaluate(alike, feedback: feedback))
      let none = reader.evaluate(alike, feedback: feedback, thoughts: 0)
      #expect(
        none.correct == none.correctWithoutThoughts
          && none.hopCount == [feedback == .none ? 0 : alike.count, 0])
      let more = reader.evaluate(alike, feedback: feedback, thoughts: 5)
      #expect(more.count == alike.count)
    }
  }

  /// The readable model, writing one token after another, is the definition.
  @Test func tokensAreTheModelsOwn() {
    let found = Reader(parameters, threads: 1).evaluate(problems, feedback: .discrete)
    let model = ReadableModel(parameters)
    let demonstrated = evaluationSamples(problems, feedback: .discrete)
    var (correct, inFrontier) = (0, [0, 0, 0])
    for (problem, sample) in zip(problems, demonstrated) {
      var tail: [ThoughtSequence.Element] = []
      func next() -> Int {
        let logits = model.run(ThoughtSequence(prompt: sample.sequence.prompt, tail: tail)).logits[tail.count]
        return logits.indices.max { logits[$0] < logits[$1] } ?? 0
      }
      for hop in 1...problem.pathLength {
        let token = next()
        inFrontier[hop - 1] += problem.frontier(hop).contains(token) ? 1 : 0
        tail.append(.token(token))
      }
      tail.append(.token(Vocabulary.answer))
      correct += next() == problem.target ? 1 : 0
    }
    #expect(found.correct == correct)
    #expect(found.hopInFrontier == inFrontier)
    // The counts say something: untrained weights do not answer everything alike.
    #expect(inFrontier.reduce(0, +) > 0 && correct < problems.count)
  }
}
