// Measures of hops and the scale test, on numbers whose answer is known and against the measures that were there before.

import Coconut
import Foundation
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Transformer

@Suite struct HopMeasurementTests {
  /// Three problems over one graph with two children at the root; small random weights, so that nothing is tied.
  private let problems = [5, 4, 6].map {
    makeProblem(
      [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 5), (2, 6), (6, 5), (7, 8)], target: $0, other: 8)
  }
  private let parameters = Parameters<Float>(
    initial: Configuration(positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3), seed: 5)

  @Test func evennessIsEntropyOverItsLargestValue() {
    #expect(abs((evenness(of: [2, 2, 2]) ?? 0) - 1) < 1e-12)
    #expect(evenness(of: [7]) == nil && evenness(of: []) == nil)
    // Weights ¾ and ¼. Double rounds near 1e-16.
    let expected = -(0.75 * log(0.75) + 0.25 * log(0.25)) / log(2)
    #expect(abs((evenness(of: [log(3), 0]) ?? 0) - expected) < 1e-12)
    #expect((evenness(of: [1000, 0]) ?? 1) < 1e-12)
  }

  @Test func scoresAreThoseOfThePublishedMeasurement() throws {
    let reader = Reader(parameters, threads: 1)
    let published = AttentionRawData.measure(reader, problems, c: [0, 1, 2])
    for hop in HopReads.measure(reader, problems) {
      guard let result = published[hop.c], result.processedCount > 0 else { continue }
      // The same sums in another order, in Double.
      #expect(abs((hop.logitDifference[.edgeToken]?.mean ?? .nan) - result.difference) < 1e-9)
    }
  }

  @Test func predictionsAndLossesAreThoseOfTheLogits() throws {
    let reader = Reader(parameters, threads: 1)
    let hops = HopReads.measure(reader, problems)
    let logits = reader.lastLogits(
      problems.map { ThoughtSequence(prompt: Prompt(asItStands: $0).tokens, thoughts: 0) })
    let losses = zip(problems, logits).map { problem, logits in
      crossEntropy(logits: logits.map(Double.init), accepting: problem.frontier(1)).loss
    }
    #expect(
      abs((hops[0].losses[.bfsFrontier]?.mean ?? .nan) - mean(losses)) < 1e-6, "rounding of Float logits")
    let inside = zip(problems, logits).map { $0.frontier(1).contains(greedy($1)) ? 1.0 : 0 }
    #expect(hops[0].inFrontier?.mean == mean(inside) && hops[0].inFrontier?.count == 3)
    // Coconut's expectation is at least the loss that accepts all of its nodes and more.
    #expect((hops[0].losses[.coconut]?.mean ?? 0) > (hops[0].losses[.bfsFrontier]?.mean ?? .infinity))
    #expect(hops[0].frontierCosine == nil && hops[1].frontierCosine?.count == 3)
    // Paths are two to four hops long, so fewer problems have later hops.
    #expect(hops.map { $0.inFrontier?.count ?? 0 } == problemsLongerThan(0...3))
  }

  private func problemsLongerThan(_ c: ClosedRange<Int>) -> [Int] {
    c.map { c in problems.count { $0.pathLength > c } }
  }

  @Test func scaleOneIsTheModelItself() throws {
    let hops = HopReads.measure(Reader(parameters, threads: 1), problems)
    let curves = ScaleTest.measure(parameters, problems, scales: [0.5, 1, 2], threads: 1)
    #expect(
      curves.map { "\($0.c) \($0.thoughts)" } == ["0 held"]
        + (1...3).flatMap { ["\($0) held", "\($0) chain"] }.filter { !$0.isEmpty })
    for curve in curves {
      for loss in HopReads.losses {
        let expected = hops[curve.c].losses[loss]?.mean
        // Thoughts held pass through Float once more; a loss near 3 rounds near 3e-7.
        if let expected { #expect(abs((curve.losses[loss]?[1] ?? .nan) - expected) < 1e-5) }
      }
    }
    #expect(curves[0].losses[.coconut]?[0] != curves[0].losses[.coconut]?[2], "the scale acts")
  }
}
