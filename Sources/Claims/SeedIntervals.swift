// Intervals of means over seeds, in the words of a finding. The bootstrap itself is Reachability's.

import Inputs
import Reachability
import Records

/// The interval of a mean over seeds; nil without seeds.
func overSeeds(_ seeds: [Estimate]) -> String? {
  interval(seeds.map { ($0.mean, $0.error) }) { number($0) }
}

/// The interval of the mean accuracy over seeds, in percent; nil without seeds.
func overSeeds(_ seeds: [Evaluation]) -> String? {
  let shares = seeds.map { run in
    let variance = run.accuracy * (1 - run.accuracy) / Double(max(run.count, 1))
    return (mean: run.accuracy, error: variance.squareRoot())
  }
  return interval(shares) { number(100 * $0, 1) }
}

private func interval(_ seeds: [(mean: Double, error: Double)], _ shown: (Double) -> String) -> String? {
  bootstrapInterval(overSeeds: seeds).map { "\(shown($0.lowerBound)) to \(shown($0.upperBound))" }
}
