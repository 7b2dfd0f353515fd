// Schema: whether positions with fixed input differ when they are computed in turn. Module Superposition measures it.

/// Test 5, content or order: pause tokens computed at once and in turn.
public struct PositionOrder: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    A prompt, L pause tokens (<|latent|>), [A]. readable: the readable model in double precision, layer by layer over all \
    positions at once, against position by position; largest difference of a logit at [A], over the first problems. fast: \
    the fast model with the pause tokens in the prompt, whose positions run at once, against pause tokens one read after \
    the other; largest difference of a logit at [A] over all problems.
    """

  /// Problems that the readable model read.
  public var readableProblems: Int
  /// The largest difference in double precision.
  public var readable: Double
  /// Problems that the fast model read.
  public var fastProblems: Int
  /// The largest difference in single precision.
  public var fast: Double
  /// The largest logit there, for scale.
  public var largestLogit: Double

  package init(
    readableProblems: Int, readable: Double, fastProblems: Int, fast: Double, largestLogit: Double
  ) {
    (self.readableProblems, self.readable) = (readableProblems, readable)
    (self.fastProblems, self.fast, self.largestLogit) = (fastProblems, fast, largestLogit)
  }
}
