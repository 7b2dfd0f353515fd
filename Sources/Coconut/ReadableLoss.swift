// The loss of samples and its gradient on the readable model: the definition of what ShardLoss does on the fast one.

import Reachability
import Transformer

extension ReadableModel {
  /// Mean loss of `samples` in nats (paper Eq. 5 and 6); a sample's loss is the mean over its labels. `dropoutSeeds`,
  /// one a sample, train with dropout.
  public func loss(of samples: [Sample], dropoutSeeds: [UInt64]? = nil) -> Scalar {
    let losses = samples.enumerated().map { index, sample in
      logitGradient(run(sample.sequence, dropoutSeed: dropoutSeeds?[index]), sample).loss
    }
    return losses.reduce(0, +) / Scalar(samples.count)
  }

  /// Gradient of `loss(of:)` with respect to all weights (`layout.count`).
  public func gradient(of samples: [Sample], dropoutSeeds: [UInt64]? = nil) -> [Scalar] {
    var gradient = [Scalar](repeating: 0, count: parameters.values.count)
    for (index, sample) in samples.enumerated() {
      let run = run(sample.sequence, dropoutSeed: dropoutSeeds?[index])
      let slopes = logitGradient(run, sample).gradient
      let weighted = slopes.map { $0.map { $0 / Scalar(samples.count) } }
      backward(run, logitGradient: weighted, addingTo: &gradient)
    }
    return gradient
  }

  /// A sample's loss and its gradient with respect to the logits (reads, vocabulary).
  private func logitGradient(_ run: ReadableRun<Scalar>, _ sample: Sample) -> (
    loss: Scalar, gradient: [[Scalar]]
  ) {
    var total: Scalar = 0
    var gradient = run.logits.map { $0.map { _ in Scalar(0) } }
    for label in sample.labels {
      let (loss, slope) = crossEntropy(
        logits: run.logits[label.read], acceptingOneOf: label.acceptedSets)
      total += loss / Scalar(sample.labels.count)
      for v in slope.indices { gradient[label.read][v] += slope[v] / Scalar(sample.labels.count) }
    }
    return (total, gradient)
  }
}
