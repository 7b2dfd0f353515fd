// Are the thoughts used? Answer accuracy with the thoughts left as they are, removed, or replaced.

import Coconut
import Reachability
import Transformer

/// Greedy answer accuracy under replaced thoughts.
public struct ThoughtControls: Codable, Sendable, Hashable {
  /// The definition.
  public static let definition = """
    Share of problems whose greedy token at [A] is the target (edges and candidates shuffled). own: the model's L \
    thoughts. removed: [A] right after the prompt. zeroed: L zero vectors. swapped: the thoughts of the next problem \
    with the same L (problems without one are not counted). mean: thought c is the mean of all problems' c-th thoughts.
    """

  /// One control.
  public struct Control: Codable, Sendable, Hashable {
    /// Problems, and those answered rightly.
    public var count, correct: Int
    /// Share of right answers.
    public var accuracy: Double { Double(correct) / Double(max(count, 1)) }

    /// Counts as given.
    public init(count: Int, correct: Int) {
      self.count = count
      self.correct = correct
    }
  }

  /// The five controls.
  public var own, removed, zeroed, swapped, mean: Control

  /// Measures a model. - Parameter seed: of the order of edges and candidates.
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
