// Draws the words for nodes in a problem's sentences: nodes without parents get names, others made-up kinds.

import Randomness

enum Symbols {
  private static let names = [
    "Ada", "Anton", "Bela", "Clara", "Dora", "Emil", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Klara", "Leo",
    "Mira", "Nils", "Olga", "Paul", "Rosa", "Stefan", "Tilda", "Uwe", "Vera", "Willy", "Xenia", "Yuri",
    "Zora",
    "Aron", "Berta", "Cosmo", "Della", "Edgar",
  ]
  private static let kinds = [
    "b", "br", "d", "f", "g", "gr", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "v", "w", "y",
    "z",
  ]
  .flatMap { onset in ["ampus", "empus", "impus", "orpus", "umpus"].map { onset + $0 } }

  /// One word per node, all different.
  static func draw(for graph: Graph, using random: inout RandomStream) -> [String] {
    let nameOrder = random.permutation(names.count)
    let kindOrder = random.permutation(kinds.count)
    return (0..<graph.nodeCount).map { node in
      graph.predecessors[node].isEmpty ? names[nameOrder[node]] : kinds[kindOrder[node]]
    }
  }
}
