// The prediction stage (paper Theorem 3, Fig. 4, App. E.3): what `[A]` attends to, and what the answer's logits owe to
// the thoughts (carry-over) and to being a candidate (lift).

import Coconut
import Reachability
import Transformer

/// Attention from `[A]`, and residual carry-over and candidate lift in the answer's logits.
public struct PredictionStage: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    After L thoughts and [A], edges and candidates shuffled. Scores: q·k/√(head width) before the softmax, summed over \
    heads, from [A] to the last thought, to [R], to the reachable and to the other candidate; mean over problems; \
    other: mean over all other positions. Answer logits: nodes of the problem in four kinds, in N_L or not, candidate \
    or not. baseline: mean logit of the nodes that are neither; carryOver: mean logit of the nodes exactly L hops from the \
    root that are no candidate (the ones the last thought holds most of), minus baseline; candidateLift: logit of the candidate that cannot be reached, minus baseline; \
    interaction: logit of the reachable candidate minus baseline, carryOver and candidateLift (0 in Theorem 3's model).
    """

  /// Mean scores from `[A]` in one layer.
  public struct Scores: Codable, Sendable, Hashable {
    /// On the last thought: Fig. 4's carry-over.
    public var lastThought: Double
    /// On `[R]`: Fig. 4's lift.
    public var root: Double
    /// On the reachable candidate c* in the question.
    public var reachableCandidate: Double
    /// On the other candidate in the question.
    public var otherCandidate: Double
    /// Mean over all other positions.
    public var other: Double
  }

  /// Scores q·k/√(head width) before the softmax, summed over heads; one entry a layer, from layer 1.
  public var layers: [Scores]
  /// Mean answer logit of nodes that are neither in N_L nor candidates. This and the next three are means over the
  /// problems that have all four kinds of nodes.
  public var baseline: Double
  /// What being exactly L hops from the root adds to a logit: Theorem 3's residual carry-over.
  public var carryOver: Double
  /// What being a candidate adds to a logit: Theorem 3's candidate lift.
  public var candidateLift: Double
  /// What c*, which is both, has beyond the sum; 0 in Theorem 3's model.
  public var interaction: Double
  /// Problems with all four kinds of nodes.
  public var logitProblems: Int
  /// Share, 0 … 1, of all problems whose greedy answer is the target.
  public var accuracy: Double

  /// Measures a model on `problems`, which it must be able to read; `seed` orders edges and candidates.
  public init(_ engine: Engine, _ problems: [Problem], seed: UInt64 = 0) {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let count = engine.configuration.layers
    let parts = engine.evaluate(sequences) { model, range in
      range.map { at in
        let prompt = sequences[at].prompt
        return (0..<count).map { layer in
          let scores = model.attentionScores(
            layer: layer, sequence: at - range.lowerBound, position: sequences[at].count - 1
          ).map(Double.init)
          // … [Q] a b [R] r, thoughts, [A]: the prompt ends two positions after its [R].
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
    layers = (0..<count).map { layer in
      func mean(_ value: KeyPath<Scores, Double>) -> Double {
        rows.reduce(0) { $0 + $1[layer][keyPath: value] } / Double(max(rows.count, 1))
      }
      return Scores(
        lastThought: mean(\.lastThought), root: mean(\.root), reachableCandidate: mean(\.reachableCandidate),
        otherCandidate: mean(\.otherCandidate), other: mean(\.other))
    }
    let answers = engine.lastLogits(sequences)
    let right = zip(problems, answers).count { greedy($1) == $0.target }
    accuracy = Double(right) / Double(max(problems.count, 1))
    let effects = zip(problems, answers).compactMap { AnswerEffects($0, logits: $1) }
    func mean(_ value: KeyPath<AnswerEffects, Double>) -> Double {
      effects.reduce(0) { $0 + $1[keyPath: value] } / Double(max(effects.count, 1))
    }
    baseline = mean(\.baseline)
    carryOver = mean(\.carryOver)
    candidateLift = mean(\.candidateLift)
    interaction = mean(\.interaction)
    logitProblems = effects.count
  }
}

/// The prediction stage of one run's checkpoints.
public struct PredictionStageSeries: Codable, Sendable, Hashable {
  /// The measurement of one checkpoint.
  public struct Point: Codable, Sendable, Hashable {
    /// Epochs finished at the checkpoint.
    public var epoch: Int
    /// The prediction stage as measured there.
    public var stage: PredictionStage

    /// A checkpoint's point.
    public init(epoch: Int, stage: PredictionStage) {
      self.epoch = epoch
      self.stage = stage
    }
  }

  /// One entry a checkpoint, ascending epochs.
  public var points: [Point]
  /// Training steps of one epoch; nil where the run did not record them.
  public var stepsPerEpoch: Double?

  /// A series as given.
  public init(points: [Point], stepsPerEpoch: Double? = nil) {
    self.points = points
    self.stepsPerEpoch = stepsPerEpoch
  }

  /// The series of the run in `folder`, which may have recorded how many steps an epoch has.
  public init(points: [Point], ofRun folder: String) {
    self.init(points: points, stepsPerEpoch: runRecord(beside: folder)?.stepsPerEpoch)
  }
}

/// What one answer's logits owe to the thoughts and to the question; `PredictionStage.definition` says how.
public struct AnswerEffects: Sendable, Hashable {
  /// Mean logit of the nodes outside N_L that are no candidates. The four parts add up to the logit of c*.
  public let baseline: Double
  /// Mean logit of the nodes exactly L hops from the root that are no candidates, minus `baseline`.
  public let carryOver: Double
  /// Logit of the candidate that cannot be reached, minus `baseline`.
  public let candidateLift: Double
  /// What is left of the logit of c*.
  public let interaction: Double

  /// Of one problem's answer logits (vocabulary); nil where a kind of node is missing.
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
