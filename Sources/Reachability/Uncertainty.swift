// How sure a number over a set of problems is: a bootstrap interval for one model, McNemar's test for two sets of answers to
// the same problems. Problems are the unit: everything measured on one problem is drawn together.

import Foundation
import Randomness

/// A 95 % percentile bootstrap interval (Efron 1979, https://doi.org/10.1214/aos/1176344552).
///
/// `values` has one entry a problem; an entry may hold all that was measured on it. Each of `resamples` draws as many
/// entries with replacement and computes `statistic`; the interval lies between the 2.5th and the 97.5th percentile of the
/// results. Resamples on which the statistic is not a number (an average over nothing) do not count. Nil without values, or if
/// no resample counts. The same `seed` gives the same interval on every machine.
public func bootstrapInterval<Value>(
  _ values: [Value], resamples: Int = 1000, seed: UInt64 = 0, _ statistic: ([Value]) -> Double
) -> ClosedRange<Double>? {
  guard !values.isEmpty else { return nil }
  var random = RandomStream(seed, 0xB007)
  let results = (0..<resamples).map { _ in
    statistic(values.map { _ in values[random.below(values.count)] })
  }
  .filter { !$0.isNaN }.sorted()
  guard !results.isEmpty else { return nil }
  return percentile(results, 0.025)...percentile(results, 0.975)
}

/// The interval of a share: `values` says for each problem whether it counts.
public func bootstrapInterval(_ values: [Bool], resamples: Int = 1000, seed: UInt64 = 0)
  -> ClosedRange<Double>?
{
  bootstrapInterval(values, resamples: resamples, seed: seed) {
    Double($0.count { $0 }) / Double($0.count)
  }
}

/// The 95 % interval of a mean over seeds, by bootstrap over seeds and over problems.
///
/// `seeds` has each seed's mean over problems and the standard error of that. Each of `resamples` draws as many seeds with
/// replacement, and of each a mean from the normal distribution of its problems. Few seeds make it too narrow: three can be
/// drawn in ten ways. Nil without seeds. The same `seed` gives the same interval on every machine.
public func bootstrapInterval(
  overSeeds seeds: [(mean: Double, error: Double)], resamples: Int = 1000, seed: UInt64 = 0
) -> ClosedRange<Double>? {
  guard !seeds.isEmpty else { return nil }
  var random = RandomStream(seed, 0x5EED)
  let results = (0..<resamples).map { _ in
    seeds.reduce(0.0) { sum, _ in
      let drawn = seeds[random.below(seeds.count)]
      return sum + drawn.mean + drawn.error * random.normal()
    } / Double(seeds.count)
  }.sorted()
  return percentile(results, 0.025)...percentile(results, 0.975)
}

/// The value below which a share `q` of `sorted` lies, linear between neighbours; `sorted` ascends and is not empty.
package func percentile(_ sorted: [Double], _ q: Double) -> Double {
  let place = q * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// McNemar's test of two sets of right and wrong answers to the same problems: does one answer more of them?
///
/// Only problems on which the two disagree speak. If neither is better, each of them falls to either side with
/// probability 1/2 (McNemar 1947, https://doi.org/10.1007/BF02295996).
public struct McNemar: Sendable, Hashable {
  /// b: problems that only the first answers rightly.
  public let onlyFirst: Int
  /// c: problems that only the second answers rightly.
  public let onlySecond: Int

  /// The test of these counts.
  public init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// The test of two lists of answers, true where right, in the same order of problems and of the same length.
  public init(_ first: [Bool], _ second: [Bool]) {
    self.init(
      onlyFirst: zip(first, second).count { $0 && !$1 }, onlySecond: zip(first, second).count { !$0 && $1 })
  }

  /// The two-sided exact p: twice the binomial probability of min(b, c) or fewer among b + c, at most 1. Never above its
  /// level, often well below it.
  public var exact: Double { min(1, 2 * (below + at)) }

  /// The two-sided mid-p: as `exact`, with the probability of the very outcome counted half. Its level is near the nominal
  /// one, which is why it is preferred (Fagerland, Lydersen, Laake 2013, https://doi.org/10.1186/1471-2288-13-91).
  public var midP: Double { min(1, 2 * (below + at / 2)) }

  /// The probability of fewer than min(b, c).
  private var below: Double { (0..<min(onlyFirst, onlySecond)).map(probability).reduce(0, +) }
  /// The probability of exactly min(b, c).
  private var at: Double { probability(min(onlyFirst, onlySecond)) }

  /// The probability of k among b + c coins, in logarithms, because 2^−n underflows for n > 1074.
  private func probability(_ k: Int) -> Double {
    let n = onlyFirst + onlySecond
    return exp(
      lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1)) - Double(n) * log(2))
  }
}
