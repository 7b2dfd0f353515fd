// Whether the model uses its thoughts: answer accuracy with thoughts kept, removed or replaced.

import Coconut
import Reachability
import Records
import Transformer

extension ThoughtControls {
  /// Measures a model that can read `problems`; `seed` shuffles edges and candidates.
  public static func measure(_ reader: Reader, _ problems: [Problem], seed: UInt64 = 0) -> ThoughtControls {
    let sequences = evaluationSamples(problems, seed: seed).map(\.sequence)
    let thoughts = reader.thoughts(sequences)
    let width = reader.configuration.width
    func control(_ replacements: [[[Float]]]?, of chosen: [Int]? = nil, in all: [ThoughtSequence]) -> Control
    {
      let chosen = chosen ?? Array(problems.indices)
      let logits = reader.lastLogits(
        chosen.map { all[$0] }, givenThoughts: replacements.map { all in chosen.map { all[$0] } })
      return Control(
        count: chosen.count, correct: zip(chosen, logits).count { greedy($1) == problems[$0].target })
    }
    let own = control(nil, in: sequences)
    let removed = control(
      nil,
      in: sequences.map { ThoughtSequence(prompt: $0.prompt, thoughts: 0, closing: [Vocabulary.answer]) })
    let zeroed = control(
      thoughts.map { $0.map { _ in Array(repeating: 0, count: width) } }, in: sequences)
    let partners = ThoughtControls.partners(problems.map(\.pathLength))
    let swapped = control(
      partners.enumerated().map { thoughts[$1 ?? $0] },
      of: problems.indices.filter { partners[$0] != nil }, in: sequences)
    let means = ThoughtControls.means(thoughts, width: width)
    let mean = control(thoughts.map { Array(means.prefix($0.count)) }, in: sequences)
    return ThoughtControls(own: own, removed: removed, zeroed: zeroed, swapped: swapped, mean: mean)
  }

  /// For each problem the next one, cyclically, with the same path length; nil if there is none.
  static func partners(_ lengths: [Int]) -> [Int?] {
    lengths.indices.map { at in
      (1..<max(lengths.count, 1)).map { (at + $0) % lengths.count }.first { lengths[$0] == lengths[at] }
    }
  }

  /// The mean thought at each place, over the problems that have a thought there.
  static func means(_ thoughts: [[[Float]]], width: Int) -> [[Float]] {
    (0..<(thoughts.map(\.count).max() ?? 0)).map { place in
      let mine = thoughts.filter { $0.count > place }.map { $0[place] }
      return (0..<width).map { i in mine.reduce(0) { $0 + $1[i] } / Float(mine.count) }
    }
  }
}
