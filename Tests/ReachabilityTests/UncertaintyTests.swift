// Bootstrap intervals and McNemar's test against known values.

import Foundation
import Randomness
import Reachability
import Testing

@Suite struct UncertaintyTests {
  @Test("McNemar's p values are the published ones of an example, and those that can be counted by hand")
  func mcnemarValues() {
    // Bentur et al. 2009 as computed by Fagerland et al. 2013, table 5: b = 1, c = 7.
    let published = McNemar(onlyFirst: 1, onlySecond: 7)
    #expect(abs(published.exact - 18.0 / 256) < 1e-12)
    #expect(abs(published.midP - 10.0 / 256) < 1e-12)
    // Five coins, all on one side: 2 / 32; the outcome itself counted half gives 1 / 32.
    #expect(abs(McNemar(onlyFirst: 5, onlySecond: 0).exact - 2.0 / 32) < 1e-12)
    #expect(abs(McNemar(onlyFirst: 5, onlySecond: 0).midP - 1.0 / 32) < 1e-12)
    // Balanced disagreement, and none at all, say nothing.
    #expect(abs(McNemar(onlyFirst: 4, onlySecond: 4).midP - 1) < 1e-12)
    #expect(McNemar(onlyFirst: 0, onlySecond: 0).exact == 1)
    #expect(McNemar(onlyFirst: 0, onlySecond: 0).midP == 1)
    // More coins than 2^−n has room for: symmetric, in 0 … 1, and tiny for a lopsided count.
    #expect(McNemar(onlyFirst: 900, onlySecond: 1100).midP == McNemar(onlyFirst: 1100, onlySecond: 900).midP)
    #expect(McNemar(onlyFirst: 900, onlySecond: 1100).midP < 1e-4)
  }

  @Test("An interval over seeds has the problems' width for one seed, and also the seeds' for several")
  func intervalOverSeeds() throws {
    // One seed: a normal distribution, ± 1.96 × 0.1. An end of 2000 draws has a standard error of about 0.006.
    let one = try #require(bootstrapInterval(overSeeds: [(3, 0.1)], resamples: 2000))
    #expect(abs(one.lowerBound - 2.804) < 0.02 && abs(one.upperBound - 3.196) < 0.02)
    // Two seeds without error: means of (0, 0), (0, 1), (1, 0), (1, 1), so that both ends are reached.
    #expect(bootstrapInterval(overSeeds: [(0, 0), (1, 0)]) == 0...1)
    #expect(bootstrapInterval(overSeeds: []) == nil)
  }

  @Test("McNemar's counts come from pairs of answers")
  func mcnemarCounts() {
    let test = McNemar([true, true, false, false, true], [true, false, true, false, false])
    #expect(test.onlyFirst == 2)
    #expect(test.onlySecond == 1)
  }

  @Test("An interval of a share is the normal approximation's where that holds")
  func intervalOfShare() throws {
    // 400 answers, 100 right: p ± 1.96 √(p(1−p)/n) = .25 ± .0424. The ends of 2000 resamples have a standard error of about
    // .0013 each and lie on a grid of 1/400, so .006 is more than two of both together.
    let answers = (0..<400).map { $0 % 4 == 0 }
    let interval = try #require(bootstrapInterval(answers, resamples: 2000))
    #expect(abs(interval.lowerBound - 0.2076) < 0.006)
    #expect(abs(interval.upperBound - 0.2924) < 0.006)
    #expect(bootstrapInterval(answers, resamples: 2000) == interval)
    #expect(bootstrapInterval(answers, resamples: 2000, seed: 1) != interval)
  }

  @Test("Intervals cover the true mean about as often as they say")
  func coverage() {
    // 300 samples of 100 normal numbers. Coverage of a percentile interval at this size is near .94; the standard error of the
    // observed share is .0137, and four of them make the bounds.
    var random = RandomStream(3)
    let covered = (0..<300).count { trial in
      let sample = (0..<100).map { _ in random.normal() }
      let interval = bootstrapInterval(sample, resamples: 400, seed: UInt64(trial)) {
        $0.reduce(0, +) / Double($0.count)
      }
      return interval?.contains(0) ?? false
    }
    #expect((0.885...0.995).contains(Double(covered) / 300))
  }

  @Test("Degenerate input: no values, one value, statistics that are not numbers")
  func degenerate() {
    #expect(bootstrapInterval([Bool]()) == nil)
    #expect(bootstrapInterval([true]) == 1...1)
    #expect(bootstrapInterval([1.0, 2.0]) { _ in Double.nan } == nil)
    // A mean over those that count: resamples that hold none are left out, not taken for 0.
    let interval = bootstrapInterval([nil, 5.0]) { values in
      let counted = values.compactMap { $0 }
      return counted.reduce(0, +) / Double(counted.count)
    }
    #expect(interval == 5...5)
  }
}
