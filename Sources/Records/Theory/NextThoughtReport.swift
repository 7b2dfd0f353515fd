// Schema of theory-next-thought.json: what thoughts made with each μ hold. Module Theory computes it.

/// Thoughts made with one μ, over all problems: `[t_1] … [t_L]`, L the hops to the target.
public struct NextThoughtRow: Codable, Sendable {
  /// μ, the index-matching logit.
  public let indexMatchingLogit: Double
  /// Share of thoughts whose support is exactly N_c, in double precision; 1 by Theorem 2.
  public let exactInDouble: Double
  /// The same in single precision.
  public let exactInFloat: Double
  /// Share of thoughts, held in `Float` in a dense embedding space, in which every node of N_c reads larger
  /// than the rounding error on any other.
  public let resolvedInDenseFloat: Double
  /// Share of the last thought's mass Σ x on the nodes exactly L hops away. This and the rest are means over
  /// problems.
  public let frontierMass: Double
  /// How even the last thought is over N_L: its entropy divided by the largest possible one, 1 for uniform.
  public let evenness: Double
  /// The same over the nodes exactly L hops away alone.
  public let frontierEvenness: Double
  /// Mass on N_L of the softmax of the last thought's logits, the softmax that the losses use.
  public let softmaxMass: Double
  /// How even that softmax is over N_L.
  public let softmaxEvenness: Double
  /// The same over the nodes exactly L hops away alone.
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

/// Theorem 2 (for every μ > 0 each thought searches exactly one hop further) and what rounding makes of it.
public struct NextThoughtReport: Codable, Sendable {
  /// Problems measured on.
  public let problems: Int
  /// Thoughts made for each μ, L per problem.
  public let thoughts: Int
  /// The roots μ* among the rows' μ.
  public let roots: [Double]
  /// One row per μ, ascending.
  public let rows: [NextThoughtRow]

  package init(problems: Int, thoughts: Int, roots: [Double], rows: [NextThoughtRow]) {
    (self.problems, self.thoughts, self.roots, self.rows) = (problems, thoughts, roots, rows)
  }
}
