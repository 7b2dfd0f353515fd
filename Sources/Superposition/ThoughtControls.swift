// Are the thoughts used? Answer accuracy with the thoughts left as they are, removed, or replaced.

import Coconut
import Reachability
import Transformer

/// Greedy answer accuracy under replaced thoughts.
public struct ThoughtControls: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Share of problems whose greedy token at [A] is the target (edges and candidates shuffled). own: the model's L \
    thoughts. removed: [A] right after the prompt. zeroed: L zero vectors. swapped: the thoughts of the next problem \
    with the same L (problems without one are not counted). mean: thought c is the mean of all problems' c-th thoughts.
    """

  /// What was answered with the thoughts treated in one way.
  public struct Control: Codable, Sendable, Hashable {
    /// Problems asked.
    public var count: Int
    /// Those answered rightly.
    public var correct: Int
    /// Share of right answers, 0 … 1.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    /// Counts as given.
    public init(count: Int, correct: Int) {
      self.count = count
      self.correct = correct
    }
  }

  /// With the model's own L thoughts.
  public var own: Control
  /// With `[A]` right after the prompt; arXiv 2604.06374 finds a drop from 94.5 to 13.8 %.
  public var removed: Control
  /// With L zero vectors in their place.
  public var zeroed: Control
  /// With the thoughts of the next problem that has the same L.
  public var swapped: Control
  /// With the mean of all problems' c-th thoughts as thought c.
  public var mean: Control

  /// Measures a model on `problems`, which it must be able to read; `seed` orders edges and candidates.
  public init(_ engine: Engine, _ problems: [Problem], seed: UInt64 = 0) {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let thoughts = engine.thoughts(sequences)
    let width = engine.configuration.width
    func control(_ replacements: [[[Float]]]?, of chosen: [Int]? = nil, in all: [ThoughtSequence]) -> Control
    {
      let chosen = chosen ?? Array(problems.indices)
      let logits = engine.lastLogits(
        chosen.map { all[$0] }, givenThoughts: replacements.map { all in chosen.map { all[$0] } })
      return Control(
        count: chosen.count, correct: zip(chosen, logits).count { greedy($1) == problems[$0].target })
    }
    own = control(nil, in: sequences)
    removed = control(
      nil,
      in: sequences.map { ThoughtSequence(prompt: $0.prompt, thoughts: 0, closing: [Vocabulary.answer]) })
    zeroed = control(
      thoughts.map { $0.map { _ in Array(repeating: 0, count: width) } }, in: sequences)
    let partners = ThoughtControls.partners(problems.map(\.pathLength))
    swapped = control(
      partners.enumerated().map { thoughts[$1 ?? $0] },
      of: problems.indices.filter { partners[$0] != nil }, in: sequences)
    let means = ThoughtControls.means(thoughts, width: width)
    mean = control(thoughts.map { Array(means.prefix($0.count)) }, in: sequences)
  }

  /// For each problem the next one (cyclically) with the same path length, nil where there is no other.
  static func partners(_ lengths: [Int]) -> [Int?] {
    lengths.indices.map { at in
      (1..<max(lengths.count, 1)).map { (at + $0) % lengths.count }.first { lengths[$0] == lengths[at] }
    }
  }

  /// Mean thought per place, over the problems that have it.
  static func means(_ thoughts: [[[Float]]], width: Int) -> [[Float]] {
    (0..<(thoughts.map(\.count).max() ?? 0)).map { place in
      let mine = thoughts.filter { $0.count > place }.map { $0[place] }
      return (0..<width).map { i in mine.reduce(0) { $0 + $1[i] } / Float(mine.count) }
    }
  }
}
