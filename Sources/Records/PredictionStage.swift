// Schema: where `[A]` attends, and what thoughts and question add to its logits. Superposition measures it.

/// Attention from `[A]`, and residual carry-over and candidate lift in the answer's logits.
public struct PredictionStage: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    After L thoughts and [A], edges and candidates shuffled. Scores: q·k/√(head width) before the softmax, summed over \
    heads, from [A] to the last thought, to [R], to the reachable and to the other candidate; mean over problems; \
    other: mean over all other positions. Answer logits: nodes of the problem in four kinds, in N_L or not, candidate \
    or not. baseline: mean logit of the nodes that are neither; carryOver: mean logit of the nodes exactly L hops from the \
    root that are no candidate (the ones the last thought holds most of), minus baseline; candidateLift: logit of the candidate that cannot be reached, minus baseline; \
    interaction: logit of the reachable candidate minus baseline, carryOver and candidateLift; it is above 0 where the last thought \
    holds this candidate more than the other nodes it has reached, and where the two effects do more than add.
    """

  /// Mean scores from `[A]` in one layer.
  public struct Scores: Codable, Sendable, Hashable {
    /// On the last thought: Fig. 4's carry-over.
    public var lastThought: Double
    /// On `[R]`: Fig. 4's lift.
    public var root: Double
    /// On the reachable candidate c* in the question.
    public var reachableCandidate: Double
    /// On the other candidate in the question.
    public var otherCandidate: Double
    /// Mean over all other positions.
    public var other: Double

    package init(
      lastThought: Double, root: Double, reachableCandidate: Double, otherCandidate: Double, other: Double
    ) {
      (self.lastThought, self.root, self.reachableCandidate) = (lastThought, root, reachableCandidate)
      (self.otherCandidate, self.other) = (otherCandidate, other)
    }
  }

  /// Scores q·k/√(head width) before the softmax, summed over heads; one entry a layer, from layer 1.
  public var layers: [Scores]
  /// Mean answer logit of nodes that are neither in N_L nor candidates. This and the next three are means over the
  /// problems that have all four kinds of nodes.
  public var baseline: Double
  /// What being exactly L hops from the root adds to a logit: Theorem 3's residual carry-over.
  public var carryOver: Double
  /// What being a candidate adds to a logit: Theorem 3's candidate lift.
  public var candidateLift: Double
  /// How far the logit of c*, which is both, exceeds the sum.
  public var interaction: Double
  /// Problems with all four kinds of nodes.
  public var logitProblems: Int
  /// Share, 0 … 1, of all problems whose greedy answer is the target.
  public var accuracy: Double

  package init(
    layers: [Scores], baseline: Double, carryOver: Double, candidateLift: Double, interaction: Double,
    logitProblems: Int, accuracy: Double
  ) {
    (self.layers, self.baseline, self.carryOver) = (layers, baseline, carryOver)
    (self.candidateLift, self.interaction, self.logitProblems) = (candidateLift, interaction, logitProblems)
    self.accuracy = accuracy
  }
}

/// The prediction stage of one run's checkpoints.
public struct PredictionStageSeries: Codable, Sendable, Hashable {
  /// The measurement of one checkpoint.
  public struct Point: Codable, Sendable, Hashable {
    /// Epochs finished at the checkpoint.
    public var epoch: Int
    /// The prediction stage as measured there.
    public var stage: PredictionStage

    package init(epoch: Int, stage: PredictionStage) {
      (self.epoch, self.stage) = (epoch, stage)
    }
  }

  /// One entry a checkpoint, ascending epochs.
  public var points: [Point]
  /// Training steps of one epoch; nil where the run did not record them.
  public var stepsPerEpoch: Double?

  package init(points: [Point], stepsPerEpoch: Double? = nil) {
    (self.points, self.stepsPerEpoch) = (points, stepsPerEpoch)
  }
}
