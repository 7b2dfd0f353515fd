// Whether the model uses its thoughts: answer accuracy with thoughts kept, removed or replaced.

import Coconut
import Reachability
import Records
import Transformer

extension ThoughtControls {
  /// Measures a model that can read `problems`; `seed` shuffles edges and candidates.
  public static func measure(_ reader: Reader, _ problems: [Problem], seed: UInt64 = 0) -> ThoughtControls {
    let chains = zip(problems, evaluationSamples(problems, seed: seed)).map {
      Chain($1.sequence.prompt, thoughts: $0.pathLength)
    }
    let own = reader.run(chains)
    let width = reader.configuration.width
    func count(_ results: [ChainResult], of chosen: [Int]) -> Control {
      Control(
        count: chosen.count, correct: zip(chosen, results).count { greedy($1.answer) == problems[$0].target })
    }
    /// The answers where `change` of problem and c is done to each thought.
    func control(of chosen: [Int]? = nil, _ change: (_ problem: Int, _ c: Int) -> Intervention.Change)
      -> Control
    {
      let chosen = chosen ?? Array(problems.indices)
      let changed = chosen.map { at in
        var chain = chains[at]
        chain.interventions = (0..<chain.thoughts).map { Intervention($0 + 1, change(at, $0 + 1)) }
        return chain
      }
      return count(reader.run(changed), of: chosen)
    }
    let partners = ThoughtControls.partners(problems.map(\.pathLength))
    let means = ThoughtControls.means(own.map(\.made), width: width)
    return ThoughtControls(
      own: count(own, of: Array(problems.indices)), removed: control { _, _ in .remove },
      zeroed: control { _, _ in .replace(Array(repeating: 0, count: width)) },
      swapped: control(of: problems.indices.filter { partners[$0] != nil }) { at, c in
        .replace(own[partners[at] ?? at].made[c - 1])
      },
      mean: control { _, c in .replace(means[c - 1]) })
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
