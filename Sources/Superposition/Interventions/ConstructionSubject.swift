// The explicit construction as a subject of causal tests: since its thoughts are breadth-first sets, what every
// intervention must do to it can be derived. Module Theory defines it.

import Reachability
import Theory
import Transformer

/// The construction of *Reasoning by Superposition*, whose thought c holds the nodes of N_c with equal weight. Its answer is
/// the node with the largest logit; of equal ones, the one with the lowest number.
public struct ConstructionSubject: Subject {
  /// Thoughts are coefficients of tokens, so each token reads its own.
  public let readout: [[Float]] = (0..<Vocabulary.count).map { token in
    (0..<Vocabulary.count).map { $0 == token ? 1 : 0 }
  }
  /// Positions that its clocks tell apart.
  public let positions = 1 << 16

  /// The construction.
  public init() {}

  /// Runs chains on all cores. Those with the same prompt share its reading.
  public func run(_ chains: [Chain]) -> [ChainResult] {
    let groups = Array(Dictionary(grouping: chains.indices) { chains[$0].prompt }.values)
    var results = chains.map { _ in ChainResult(made: [], answer: []) }
    let parts = inParallel(groups.count) { group in
      let read = ExplicitConstruction(reading: chains[groups[group][0]].prompt)
      return groups[group].map { ConstructionSubject.run(chains[$0], after: read) }
    }
    for (group, part) in zip(groups, parts) {
      for (index, result) in zip(group, part) { results[index] = result }
    }
    return results
  }

  private static func run(_ chain: Chain, after prompt: ExplicitConstruction) -> ChainResult {
    var model = prompt
    var made: [[Float]] = []
    for place in chain.kept.indices {
      var thought = model.thought
      made.append(thought)
      chain.edit(place, &thought)
      model.read(thought)
    }
    model.read(token: Vocabulary.answer)
    return ChainResult(made: made, answer: model.answer)
  }
}
