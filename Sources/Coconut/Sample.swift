// From a problem to one training sample: a relabelled prompt, the thoughts of a stage, and which tokens each read
// accepts. Randomness comes in as a stream; nothing here knows of batches or models.

import Randomness
import Reachability
import Transformer

/// One labelled read.
public struct Label: Sendable, Hashable {
  /// Which read of the sequence: the number of tail elements before it.
  public let read: Int
  /// Sets of token ids that the loss accepts; its value is their mean cross-entropy. Coconut (paper Eq. 6) has one set
  /// of one token, Coconut-BFS (Eq. 5) one candidate set, soft Coconut a set for each token it shares the label among.
  public let acceptedSets: [[Int]]
  /// The token that was drawn as the label, or that Coconut would have been shown: what `prediction_acc` counts.
  public let target: Int
  /// The hop this read predicts (1…L), or nil at `[A]`.
  public let hop: Int?

  package init(read: Int, acceptedSets: [[Int]], target: Int, hop: Int?) {
    self.read = read
    self.acceptedSets = acceptedSets
    self.target = target
    self.hop = hop
  }

  package init(read: Int, accepted: [Int], target: Int, hop: Int?) {
    self.init(read: read, acceptedSets: [accepted], target: target, hop: hop)
  }

  /// Every token that is accepted.
  public var accepted: [Int] { acceptedSets.flatMap { $0 } }
}

/// One training sample.
public struct Sample: Sendable, Hashable {
  /// What the model reads.
  public let sequence: ThoughtSequence
  /// Where it is labelled; at least one. The sample's loss is their mean.
  public let labels: [Label]
  /// The stage that was drawn: the number of thoughts, and `[A]` follows when it equals the path length.
  public let stage: Int

  package init(sequence: ThoughtSequence, labels: [Label], stage: Int) {
    self.sequence = sequence
    self.labels = labels
    self.stage = stage
  }

  /// The same sample, its first token at a random position among those that leave room for all of it in `positions`;
  /// unchanged where there is no room. Positions move by whole edges (three tokens), so that each keeps its part: source,
  /// target or edge token.
  public func shifted(within positions: Int, using random: inout RandomStream) -> Sample {
    let edges = max(0, positions - sequence.count) / 3
    let shifted = ThoughtSequence(
      prompt: sequence.prompt, tail: sequence.tail, firstPosition: 3 * random.below(edges + 1))
    return Sample(sequence: shifted, labels: labels, stage: stage)
  }
}

/// How samples are made of problems.
public struct SampleOptions: Sendable, Hashable {
  /// The loss: what labels accept.
  public var objective = Objective.coconut
  /// What Coconut-BFS accepts and `uniform` draws from; without effect for Coconut and its soft form.
  public var candidateSet = CandidateSet.reachable
  /// Which reads of a chain are labelled.
  public var labels = Labels.single
  /// What stands where the thoughts stand.
  public var feedback = Feedback.continuous
  /// Probability of drawing a stage uniformly in `0…min(stage, L)` instead of taking `min(stage, L)`; 0.1 as published
  /// (`uniform_prob`).
  public var uniformProbability = 0.1
  /// Whether node ids are drawn anew among all node tokens (stream) or permuted among the problem's own (published).
  public var labelRange = LabelRange.problem

  /// Which ids a problem's nodes may get.
  public enum LabelRange: String, Sendable, Hashable, CaseIterable {
    /// As they stand.
    case fixed
    /// Permuted among `0 ..< nodeCount` of the problem (published `shuffle_nodes`).
    case problem
    /// Drawn from all node tokens, so that small graphs train every embedding.
    case vocabulary
  }

  /// The published way of making samples.
  public init() {}
}

extension SampleOptions {
  /// Draws one sample of `problem` at `stage` (published behaviour: mixing, relabelling, shuffled edges and candidates).
  public func sample(_ problem: Problem, stage: Int, using random: inout RandomStream) -> Sample {
    let length = problem.pathLength
    let highest = min(stage, length)
    let mixed = random.uniform() < uniformProbability ? random.below(highest + 1) : highest
    // Without any chain of thought there is nothing to learn but the answer.
    let drawn = feedback == .none ? length : mixed
    let label = drawLabels(problem.graph.nodeCount, using: &random)
    var edges = problem.graph.edges
    random.shuffle(&edges)
    let targetFirst = random.below(2) == 0
    let prompt = Prompt(
      edges: edges, first: targetFirst ? problem.target : problem.negativeTarget,
      second: targetFirst ? problem.negativeTarget : problem.target, root: problem.root, label: label)
    // One demonstrated node a hop, drawn among those on a shortest path.
    let path = (1...max(length, 1)).map { hop in random.pick(problem.shortestPathNodes(hop)) ?? problem.target
    }

    let answers = drawn == length
    var labels: [Label] = []
    for hop in 1...max(min(drawn + 1, length), 1) {
      let last = hop == drawn + 1 && !answers
      guard feedback != .none, self.labels == .everyHop || last else { continue }
      var target = path[hop - 1]
      let accepted: [[Int]]
      switch objective {
      case .coconut: accepted = [[target]]
      case .softCoconut: accepted = problem.shortestPathNodes(hop).map { [$0] }
      case .bfs: accepted = [candidateSet.nodes(problem, c: hop - 1)]
      case .uniform:
        target = random.pick(candidateSet.nodes(problem, c: hop - 1)) ?? target
        accepted = [[target]]
      }
      labels.append(
        Label(
          read: hop - 1, acceptedSets: accepted.map { $0.map { label[$0] } }, target: label[target], hop: hop)
      )
    }
    var tail = tailElements(drawn, path: path.map { label[$0] })
    if answers {
      tail.append(.token(Vocabulary.answer))
      let target = label[problem.target]
      labels.append(Label(read: tail.count, accepted: [target], target: target, hop: nil))
    }
    return Sample(sequence: ThoughtSequence(prompt: prompt.tokens, tail: tail), labels: labels, stage: drawn)
  }

  /// What follows the prompt before `[A]`: `thoughts` elements (none without feedback). `path` holds the demonstrated
  /// tokens, hop by hop, which a discrete chain of thought is made of.
  public func tailElements(_ thoughts: Int, path: [Int]) -> [ThoughtSequence.Element] {
    switch feedback {
    case .continuous: Array(repeating: .thought, count: thoughts)
    case .pause: Array(repeating: .token(Vocabulary.latent), count: thoughts)
    case .discrete: path.prefix(thoughts).map { .token($0) }
    case .none: []
    }
  }

  private func drawLabels(_ count: Int, using random: inout RandomStream) -> [Int] {
    switch labelRange {
    case .fixed: Array(0..<count)
    case .problem: random.permutation(count)
    case .vocabulary: Array(random.permutation(Vocabulary.nodeCount).prefix(count))
    }
  }
}
