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
    // How many thoughts: what the stage asks for, and now and then fewer. With `feedback == .none` no thought is made; then
    // `thoughts` is the full length, so that the answer is asked for.
    let length = problem.pathLength
    let highest = min(stage, length)
    let mixed = random.uniform() < uniformProbability ? random.below(highest + 1) : highest
    let thoughts = feedback == .none ? length : mixed
    // The prompt: new names for nodes, edges and candidates in a new order.
    let names = drawNames(problem.graph.nodeCount, using: &random)
    var edges = problem.graph.edges
    random.shuffle(&edges)
    let targetFirst = random.below(2) == 0
    let prompt = Prompt(
      edges: edges, first: targetFirst ? problem.target : problem.negativeTarget,
      second: targetFirst ? problem.negativeTarget : problem.target, root: problem.root, label: names)
    // The demonstration: one node a hop, drawn among those on a shortest path.
    let path = (1...max(length, 1)).map { random.pick(problem.shortestPathNodes($0)) ?? problem.target }
    var labels = hopLabels(problem, thoughts: thoughts, path: path, names: names, using: &random)
    var tail = tailElements(thoughts, path: path.map { names[$0] })
    if thoughts == length {
      tail.append(.token(Vocabulary.answer))
      let target = names[problem.target]
      labels.append(Label(read: tail.count, accepted: [target], target: target, hop: nil))
    }
    return Sample(
      sequence: ThoughtSequence(prompt: prompt.tokens, tail: tail), labels: labels, stage: thoughts)
  }

  /// The labels before `[A]`: after c thoughts hop c + 1 is asked for, as long as the path has one. Either every read gets
  /// its label, or the last one alone. `path` is the demonstrated node of each hop, `names` the token of each node.
  private func hopLabels(
    _ problem: Problem, thoughts: Int, path: [Int], names: [Int], using random: inout RandomStream
  ) -> [Label] {
    guard feedback != .none else { return [] }
    let asked = labels == .everyHop ? 0...thoughts : thoughts...thoughts
    return asked.filter { $0 < problem.pathLength }.map { c in
      var demonstrated = path[c]
      if objective == .uniform {
        demonstrated = random.pick(candidateSet.nodes(problem, c: c)) ?? demonstrated
      }
      let accepted =
        switch objective {
        case .coconut, .uniform: [[demonstrated]]
        case .softCoconut, .bfs: Loss(objective, candidateSet).acceptedSets(problem, c: c)
        }
      return Label(
        read: c, acceptedSets: accepted.map { $0.map { names[$0] } }, target: names[demonstrated], hop: c + 1)
    }
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

  /// A token for each of `count` nodes.
  private func drawNames(_ count: Int, using random: inout RandomStream) -> [Int] {
    switch labelRange {
    case .fixed: Array(0..<count)
    case .problem: random.permutation(count)
    case .vocabulary: Array(random.permutation(Vocabulary.nodeCount).prefix(count))
    }
  }
}
