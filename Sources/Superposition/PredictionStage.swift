// The prediction stage (paper Theorem 3, Fig. 4, App. E.3): what `[A]` attends to, and how much the thoughts
// (carry-over) and being a candidate (lift) add to the answer's logits.

import Coconut
import Reachability
import Records
import Transformer

extension PredictionStage {
  /// Measures a model that can read `problems`; `seed` shuffles edges and candidates.
  public static func measure(_ reader: Reader, _ problems: [Problem], seed: UInt64 = 0) -> PredictionStage {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let count = reader.configuration.layers
    let parts = reader.evaluate(sequences) { model, range in
      range.map { at in
        let prompt = sequences[at].prompt
        return (0..<count).map { layer in
          let scores = model.attentionScores(
            layer: layer, sequence: at - range.lowerBound, position: sequences[at].count - 1
          ).map(Double.init)
          // The prompt ends … [Q] a b [R] r; thoughts and [A] follow. So [R] is its last token but one.
          let (root, first) = (prompt.count - 2, prompt.count - 4)
          let reachable = prompt[first] == problems[at].target ? first : first + 1
          let thought = sequences[at].count - 2
          let named = [thought, root, first, first + 1]
          let rest = scores.indices.filter { !named.contains($0) }
          return Scores(
            lastThought: scores[thought], root: scores[root], reachableCandidate: scores[reachable],
            otherCandidate: scores[2 * first + 1 - reachable],
            other: rest.reduce(0) { $0 + scores[$1] } / Double(rest.count))
        }
      }
    }
    let rows = parts.flatMap { $0 }
    let layers = (0..<count).map { layer in
      func mean(_ value: KeyPath<Scores, Double>) -> Double {
        rows.reduce(0) { $0 + $1[layer][keyPath: value] } / Double(max(rows.count, 1))
      }
      return Scores(
        lastThought: mean(\.lastThought), root: mean(\.root), reachableCandidate: mean(\.reachableCandidate),
        otherCandidate: mean(\.otherCandidate), other: mean(\.other))
    }
    let answers = reader.lastLogits(sequences)
    let right = zip(problems, answers).count { greedy($1) == $0.target }
    let accuracy = Double(right) / Double(max(problems.count, 1))
    let effects = zip(problems, answers).compactMap { AnswerEffects($0, logits: $1) }
    func mean(_ value: KeyPath<AnswerEffects, Double>) -> Double {
      effects.reduce(0) { $0 + $1[keyPath: value] } / Double(max(effects.count, 1))
    }
    return PredictionStage(
      layers: layers, baseline: mean(\.baseline), carryOver: mean(\.carryOver),
      candidateLift: mean(\.candidateLift), interaction: mean(\.interaction), logitProblems: effects.count,
      accuracy: accuracy)
  }
}

/// How thoughts and question add up to one answer's logits; `PredictionStage.definition` has the rules.
public struct AnswerEffects: Sendable, Hashable {
  /// Mean logit of the nodes outside N_L that are not candidates. The four parts sum to the logit of c*.
  public let baseline: Double
  /// Mean logit of the nodes exactly L hops from the root that are not candidates, minus `baseline`.
  public let carryOver: Double
  /// Logit of the unreachable candidate, minus `baseline`.
  public let candidateLift: Double
  /// The rest of the logit of c*.
  public let interaction: Double

  /// Splits one problem's answer logits (vocabulary); nil if the problem lacks a kind of node.
  public init?(_ problem: Problem, logits: [Float]) {
    let candidates = [problem.target, problem.negativeTarget]
    func mean(_ group: NodeGroup) -> Double? {
      let nodes = group.nodes(problem, problem.pathLength).filter { !candidates.contains($0) }
      guard !nodes.isEmpty else { return nil }
      return nodes.reduce(0) { $0 + Double(logits[$1]) } / Double(nodes.count)
    }
    guard let neither = mean(.notReachable), let reached = mean(.frontier) else { return nil }
    baseline = neither
    carryOver = reached - neither
    candidateLift = Double(logits[problem.negativeTarget]) - neither
    interaction = Double(logits[problem.target]) - neither - carryOver - candidateLift
  }
}
