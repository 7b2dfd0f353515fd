// Test 5, content or order: do positions whose input is fixed differ when they are computed one after the other?

import Coconut
import Reachability
import Records
import Transformer

extension PositionOrder {
  /// Reads problems with L pause tokens in place of thoughts: the readable model the first `few`, the fast one all.
  public static func measure(
    _ parameters: Parameters<Float>, _ reader: Reader, _ set: PromptedProblems, few: Int = 5
  ) -> PositionOrder {
    let readable = ReadableModel(
      Parameters<Double>(configuration: parameters.configuration, values: parameters.values.map(Double.init)))
    let pauses = set.problems.map { Array(repeating: Vocabulary.latent, count: $0.pathLength) }
    let inTurn = zip(set.prompts, pauses).map {
      ThoughtSequence(prompt: $0, tail: ($1 + [Vocabulary.answer]).map { .token($0) })
    }
    let atOnce = zip(set.prompts, pauses).map {
      ThoughtSequence(prompt: $0 + $1, tail: [.token(Vocabulary.answer)])
    }
    let differences = inTurn.prefix(few).map { sequence in
      let tokens =
        sequence.prompt + sequence.tail.compactMap { if case .token(let token) = $0 { token } else { nil } }
      let turns = readable.run(sequence).logits
      return largestDifference(turns[turns.count - 1], readable.logitsAtOnce(tokens))
    }
    let (first, second) = (reader.lastLogits(inTurn), reader.lastLogits(atOnce))
    return PositionOrder(
      readableProblems: differences.count, readable: differences.max() ?? 0, fastProblems: first.count,
      fast: zip(first, second).map { largestDifference($0, $1) }.max() ?? 0,
      largestLogit: first.joined().map { abs(Double($0)) }.max() ?? 0)
  }
}

private func largestDifference<Scalar: BinaryFloatingPoint>(_ a: [Scalar], _ b: [Scalar]) -> Double {
  zip(a, b).map { abs(Double($0) - Double($1)) }.max() ?? 0
}
