// Theorem 2 in numbers: what thoughts made with one μ hold. The schema of theory-next-thought.json; computing it is the
// module Theory's.

/// Thoughts made with one μ, over all problems: `[t_1] … [t_L]`, L the hops to the target.
public struct NextThoughtRow: Codable, Sendable {
  /// μ, the index-matching logit.
  public let indexMatchingLogit: Double
  /// Share of thoughts whose support is exactly N_c, in double precision; 1 by Theorem 2.
  public let exactInDouble: Double
  /// The same in single precision.
  public let exactInFloat: Double
  /// Share of thoughts, held in `Float` in a dense embedding space, in which every node of N_c reads larger than the
  /// rounding left on every other node.
  public let resolvedInDenseFloat: Double
  /// Of the last thought's mass Σ x the share on the nodes exactly L hops away. This and the rest are means over
  /// problems.
  public let frontierMass: Double
  /// How even the last thought is over N_L: entropy over its maximum, 1 for uniform.
  public let evenness: Double
  /// How even it is over the nodes exactly L hops away alone.
  public let frontierEvenness: Double
  /// Mass on N_L of the softmax of the last thought's logits, which the losses see.
  public let softmaxMass: Double
  /// How even that softmax is over N_L.
  public let softmaxEvenness: Double
  /// How even it is over the nodes exactly L hops away alone.
  public let softmaxFrontierEvenness: Double

  package init(
    indexMatchingLogit: Double, exactInDouble: Double, exactInFloat: Double, resolvedInDenseFloat: Double,
    frontierMass: Double, evenness: Double, frontierEvenness: Double, softmaxMass: Double,
    softmaxEvenness: Double, softmaxFrontierEvenness: Double
  ) {
    (self.indexMatchingLogit, self.exactInDouble) = (indexMatchingLogit, exactInDouble)
    (self.exactInFloat, self.resolvedInDenseFloat) = (exactInFloat, resolvedInDenseFloat)
    (self.frontierMass, self.evenness, self.frontierEvenness) = (frontierMass, evenness, frontierEvenness)
    (self.softmaxMass, self.softmaxEvenness) = (softmaxMass, softmaxEvenness)
    self.softmaxFrontierEvenness = softmaxFrontierEvenness
  }
}

/// Exactly one hop of breadth-first search a thought, for every μ > 0 (Theorem 2), and what arithmetic makes of it.
public struct NextThoughtReport: Codable, Sendable {
  /// Problems measured on.
  public let problems: Int
  /// Thoughts made for each μ, L a problem.
  public let thoughts: Int
  /// The roots μ* among the rows' μ.
  public let roots: [Double]
  /// One row per μ, ascending.
  public let rows: [NextThoughtRow]

  package init(problems: Int, thoughts: Int, roots: [Double], rows: [NextThoughtRow]) {
    (self.problems, self.thoughts, self.roots, self.rows) = (problems, thoughts, roots, rows)
  }
}
