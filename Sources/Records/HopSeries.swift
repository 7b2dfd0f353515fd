// Schema: what a run's checkpoints do after each number of thoughts. Module Superposition measures it.

import Reachability

/// The three tokens of an edge `s t |` at which an attention score can be read.
public enum EdgePart: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
  /// The node from which the edge leads.
  case source
  /// The node to which it leads.
  case target
  /// The token `|` that closes the edge, where the paper reads.
  case edgeToken = "edge_token"
}

/// What a model does after c thoughts: where it looks, what it predicts, and what its thought holds.
public struct HopReads: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    After c thoughts, on problems as they stand. logitDifference: mean last-layer score q·k/√(head width), summed over \
    heads, on edges whose source is exactly c hops from the root, minus that on the other edges, read at the source, the \
    target or the edge token of each edge but the last. The other quantities count problems whose target is more than c \
    hops away. inFrontier: share whose largest logit is a node exactly c + 1 hops from the root. evenness: entropy of the \
    softmax restricted to those nodes, over its largest value; problems with one such node are left out. losses: mean \
    cross-entropy in nats under each loss, in expectation over its label. probability: what the softmax gives to all \
    nodes that the loss may accept. frontierCosine and reachableCosine: cosine of thought c with the sum of the \
    embeddings of frontier_c, and of N_c. Intervals: 95 %, bootstrap over problems.
    """

  /// The losses whose values are recorded. Soft Coconut's equals Coconut's in expectation.
  public static let losses: [Loss] = [
    .coconut, .bfsReachable, .bfsSuccessors, .bfsFrontier, .uniform, .uniformFrontier,
  ]
  /// The losses whose accepted nodes differ: a uniform label comes from the same nodes as Coconut-BFS accepts.
  public static let acceptances: [Loss] = [.coconut, .bfsReachable, .bfsSuccessors, .bfsFrontier]

  /// c, the thoughts made before the read.
  public var c: Int
  /// Frontier minus other edges, for each token of an edge.
  public var logitDifference: [EdgePart: Estimate]
  /// Share, 0 … 1, of greedy predictions in frontier_{c+1}.
  public var inFrontier: Estimate?
  /// 0 where one node of frontier_{c+1} has all the weight, 1 where all have the same.
  public var evenness: Estimate?
  /// The value of each loss in nats.
  public var losses: [Loss: Estimate]
  /// Probability, 0 … 1, of the nodes that each loss accepts.
  public var probability: [Loss: Estimate]
  /// Cosine of thought c with the equal superposition of frontier_c; nil for c = 0.
  public var frontierCosine: Estimate?
  /// Cosine of thought c with the equal superposition of N_c; nil for c = 0.
  public var reachableCosine: Estimate?

  package init(
    c: Int, logitDifference: [EdgePart: Estimate], inFrontier: Estimate?, evenness: Estimate?,
    losses: [Loss: Estimate], probability: [Loss: Estimate], frontierCosine: Estimate?,
    reachableCosine: Estimate?
  ) {
    (self.c, self.logitDifference, self.inFrontier, self.evenness) = (
      c, logitDifference, inFrontier, evenness
    )
    (self.losses, self.probability) = (losses, probability)
    (self.frontierCosine, self.reachableCosine) = (frontierCosine, reachableCosine)
  }
}

/// `HopReads` at every checkpoint of a run.
public struct HopSeries: Codable, Sendable {
  /// One checkpoint.
  public struct Checkpoint: Codable, Sendable {
    /// Epochs finished.
    public var epoch: Int
    /// Training steps finished.
    public var step: Int
    /// The curriculum's stage of the last training step; nil where no record says it.
    public var stage: Int?
    /// Share, 0 … 1, of problems answered rightly after as many thoughts as their paths have hops; nil where it was not
    /// measured.
    public var answered: Estimate?
    /// One entry for each c, ascending from 0.
    public var hops: [HopReads]

    package init(epoch: Int, step: Int, stage: Int? = nil, answered: Estimate? = nil, hops: [HopReads]) {
      (self.epoch, self.step, self.stage) = (epoch, step, stage)
      (self.answered, self.hops) = (answered, hops)
    }
  }

  /// What is measured, in words.
  public var definition: String
  /// The run's folder, its last component.
  public var run: String
  /// The loss the run was trained on; nil where no record of this project lies beside the checkpoints.
  public var loss: Loss?
  /// The run's seed; nil likewise.
  public var seed: UInt64?
  /// The run's configuration by key, each value as YAML text; empty without a record.
  public var configuration: [String: String]
  /// The commit of the source that trained it.
  public var commit: String?
  /// The machine that trained it.
  public var machine: RunRecord.Machine?
  /// The problem file, as it was named.
  public var testFile: String
  /// Problems that were read.
  public var problems: Int
  /// The checkpoints, ascending.
  public var checkpoints: [Checkpoint]

  /// A series of the run with this record; nil for checkpoints of another program.
  package init(
    run: String, record: RunRecord?, testFile: String, problems: Int, checkpoints: [Checkpoint]
  ) {
    definition = HopReads.definition
    self.run = run
    (loss, seed, configuration) = (record?.loss, record?.seed, record?.configuration ?? [:])
    (commit, machine) = (record?.parts.last?.commit, record?.parts.last?.machine)
    (self.testFile, self.problems, self.checkpoints) = (testFile, problems, checkpoints)
  }
}
