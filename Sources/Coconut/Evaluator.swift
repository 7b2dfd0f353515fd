// Greedy evaluation: the published answer accuracy, the per-hop share of predictions inside the frontier, and the
// control with the thoughts removed.

import Randomness
import Reachability
import Records
import Transformer

/// What the evaluation reads: `thoughts` thoughts (nil: as many as the path has hops), `[A]`; edges and candidates in a
/// random order drawn from `seed`, problems not relabelled; labels at every hop that the thoughts reach accept the frontier.
public func evaluationSamples(
  _ problems: [Problem], seed: UInt64 = 0, feedback: Feedback = .continuous, thoughts: Int? = nil
) -> [Sample] {
  var options = SampleOptions()
  options.uniformProbability = 0
  options.labels = .everyHop
  options.labelRange = .fixed
  options.objective = .bfs
  options.candidateSet = .frontier
  options.feedback = feedback
  return problems.enumerated().map { index, problem in
    var random = RandomStream(seed, 0xE7A1, UInt64(index))
    let sample = options.sample(problem, stage: problem.pathLength, using: &random)
    guard let thoughts else { return sample }
    // A discrete chain is written by the model itself, so it does not matter what stands in its places here.
    let path = Array(repeating: Vocabulary.latent, count: thoughts)
    let tail = options.tailElements(thoughts, path: path) + [.token(Vocabulary.answer)]
    let labels = sample.labels.compactMap { label -> Label? in
      guard label.hop == nil else { return label.read < tail.count ? label : nil }
      return Label(read: tail.count, accepted: label.accepted, target: label.target, hop: nil)
    }
    return Sample(
      sequence: ThoughtSequence(prompt: sample.sequence.prompt, tail: tail), labels: labels, stage: thoughts)
  }
}

extension Reader {
  /// Evaluates as published: L thoughts (or as many as `thoughts` says), `[A]`, one greedy token over the whole
  /// vocabulary; edges and candidates in a random order drawn from `seed`, problems not relabelled, each counted once. A
  /// discrete chain of thought is the model's own, one greedy token after another.
  public func evaluate(
    _ problems: [Problem], seed: UInt64 = 0, feedback: Feedback = .continuous, thoughts: Int? = nil
  ) -> Evaluation {
    let samples = evaluationSamples(problems, seed: seed, feedback: feedback, thoughts: thoughts)
    let hops = max(problems.map(\.pathLength).max() ?? 0, 1)
    let empty = Evaluation(
      count: 0, correct: 0, correctWithoutThoughts: 0, hopCount: Array(repeating: 0, count: hops),
      hopInFrontier: Array(repeating: 0, count: hops))
    let sequences = samples.map(\.sequence)
    let parts = evaluate(feedback == .discrete ? withOwnTokens(sequences) : sequences) { model, range in
      var part = empty
      part.count = range.count
      model.forEachRead { index, read, logits in
        let best = greedy(logits)
        for label in samples[range.lowerBound + index].labels where label.read == read {
          if let hop = label.hop {
            part.hopCount[hop - 1] += 1
            part.hopInFrontier[hop - 1] += label.accepted.contains(best) ? 1 : 0
          } else {
            part.correct += best == label.target ? 1 : 0
          }
        }
      }
      return part
    }
    var all = parts.reduce(into: empty) { sum, part in
      sum.count += part.count
      sum.correct += part.correct
      for hop in 0..<hops {
        sum.hopCount[hop] += part.hopCount[hop]
        sum.hopInFrontier[hop] += part.hopInFrontier[hop]
      }
    }
    let bare = samples.map {
      ThoughtSequence(prompt: $0.sequence.prompt, thoughts: 0, closing: [Vocabulary.answer])
    }
    all.correctWithoutThoughts = evaluate(bare) { model, range in
      var correct = 0
      model.forEachRead { index, read, logits in
        guard read == 1 else { return }
        let best = greedy(logits)
        correct += best == problems[range.lowerBound + index].target ? 1 : 0
      }
      return correct
    }.reduce(0, +)
    return all
  }
  /// The sequences with the model's own greedy tokens between prompt and last token, in place of demonstrated ones.
  private func withOwnTokens(_ sequences: [ThoughtSequence]) -> [ThoughtSequence] {
    var own: [[ThoughtSequence.Element]] = sequences.map { _ in [] }
    for place in 0..<(sequences.map(\.tail.count).max() ?? 0) {
      let open = sequences.indices.filter { sequences[$0].tail.count - 1 > place }
      let reading = open.map { ThoughtSequence(prompt: sequences[$0].prompt, tail: own[$0]) }
      let tokens = evaluate(reading) { model, range in
        var tokens = range.map { _ in 0 }
        model.forEachRead { index, read, logits in
          if read == place { tokens[index] = greedy(logits) }
        }
        return tokens
      }.flatMap { $0 }
      for (index, token) in zip(open, tokens) { own[index].append(.token(token)) }
    }
    return zip(sequences, own).map {
      ThoughtSequence(prompt: $0.prompt, tail: $1 + $0.tail.suffix(1))
    }
  }
}
