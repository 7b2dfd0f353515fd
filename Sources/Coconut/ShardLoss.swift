// Loss and logit gradients of one shard, and what is counted along the way.

import Reachability
import Transformer

/// Sums over samples; sums of sums are sums, so shards and ranks add theirs.
public struct Tally: Sendable, Hashable, Codable, BitwiseCopyable {
  /// Number of samples.
  public var samples = 0.0
  /// Sum of their losses in nats.
  public var loss = 0.0
  /// Labelled reads before `[A]`, one a hop.
  public var reads = 0.0
  /// Those whose largest logit is the demonstrated token.
  public var predicted = 0.0
  /// Those whose largest logit is an accepted token.
  public var accepted = 0.0
  /// Labelled reads at `[A]`.
  public var answers = 0.0
  /// Those whose largest logit is the target.
  public var answered = 0.0
  /// Prompt tokens, without thoughts and `[A]`.
  public var tokens = 0.0

  /// An empty tally.
  public init() {}

  /// Adds another's sums.
  public static func += (a: inout Tally, b: Tally) {
    a.samples += b.samples
    a.loss += b.loss
    a.reads += b.reads
    a.predicted += b.predicted
    a.accepted += b.accepted
    a.answers += b.answers
    a.answered += b.answered
    a.tokens += b.tokens
  }
}

extension FastModel {
  /// Fills the logit gradients for `samples` (the sequences just run, in the same order), each sample weighing
  /// `weight`, and counts. `backward` then makes the gradient of `weight` times the sum of their losses.
  public func loss(of samples: [Sample], weight: Double) -> Tally {
    var tally = Tally()
    tally.samples = Double(samples.count)
    tally.tokens = Double(samples.reduce(0) { $0 + $1.sequence.prompt.count })
    // Losses are added per sample in the caller's order, so that the sum does not depend on how rows are sorted.
    var losses = [Double](repeating: 0, count: samples.count)
    setLogitGradients { index, read, logits, gradient in
      let sample = samples[index]
      let share = 1 / Double(sample.labels.count)
      for label in sample.labels where label.read == read {
        let (loss, slope) = crossEntropy(logits: logits, acceptingOneOf: label.acceptedSets)
        losses[index] += share * Double(loss)
        for v in gradient.indices { gradient[v] += Float(weight * share) * slope[v] }
        let best = greedy(logits)
        if label.hop == nil {
          tally.answers += 1
          tally.answered += best == label.target ? 1 : 0
        } else {
          tally.reads += 1
          tally.predicted += best == label.target ? 1 : 0
          tally.accepted += label.accepted.contains(best) ? 1 : 0
        }
      }
    }
    tally.loss = losses.reduce(0, +)
    return tally
  }
}
