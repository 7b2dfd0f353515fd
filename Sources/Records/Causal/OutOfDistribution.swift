// Schema: answers on graphs of other kinds, with any number of thoughts. Module Superposition measures it.

import Reachability

/// Test 6, out of distribution: accuracy by kind of graph and number of thoughts.
public struct OutOfDistribution: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Problems of each family (module Reachability, GraphFamily; drawn from the seed 0), edges and candidates in a random \
    order, read with 0 to 10 thoughts and [A]. Problems whose prompt, ten thoughts and [A] take more positions than the \
    model has are not asked; asked counts the others. answer: t if the greedy token at [A] is the target, n if it is the \
    other candidate, T or N if it is any other token and the logit of the target (T) or of the other candidate (N) is the \
    larger of the two.
    """

  /// One family of graphs.
  public struct Family: Codable, Sendable, Hashable {
    /// The family.
    public var family: GraphFamily
    /// Problems drawn.
    public var drawn: Int
    /// L of each problem asked.
    public var lengths: [Int]
    /// Nodes of each problem asked.
    public var nodes: [Int]
    /// Entry T: the answers with T thoughts.
    public var answers: [Outcomes]

    package init(family: GraphFamily, drawn: Int, lengths: [Int], nodes: [Int], answers: [Outcomes]) {
      (self.family, self.drawn, self.lengths) = (family, drawn, lengths)
      (self.nodes, self.answers) = (nodes, answers)
    }

    /// The answers where each problem gets as many thoughts as its path has hops, plus `more`, or as near to that as was
    /// measured.
    public func answers(withHops more: Int = 0) -> Outcomes {
      guard var chosen = answers.first else { return Outcomes([Bool?]()) }
      for (index, length) in lengths.enumerated() where chosen.letters.indices.contains(index) {
        let letters = answers[min(max(length + more, 0), answers.count - 1)].letters
        chosen.letters[index] = letters.indices.contains(index) ? letters[index] : 0x2D
      }
      return chosen
    }
  }

  /// One entry a family.
  public var families: [Family]

  package init(families: [Family]) { self.families = families }

  /// The family's entry; nil if it was not measured.
  public func family(_ family: GraphFamily) -> Family? { families.first { $0.family == family } }
}
