// The fast pass computes the readable model's function and gradient: random graphs, every stage, both losses.

import Coconut
import Randomness
import Reachability
import TestPrograms
import Testing
import Transformer

/// Float rounds at 6e-8; sums over a few hundred terms and four layers leave some 1e-6, a wrong term far more than 1e-5.
private let tolerance = 1e-5

/// For wide models: the readable model is slow there, and one thread computes what it computes for narrow ones.
private let notUnderThreadSanitizer = ConditionTrait.disabled(
  if: Sanitizer.isThread, "one thread, and too slow under ThreadSanitizer")

@Suite struct FastAgreementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var layers: Int
    var width: Int
    var heads: Int
    var tied = true
    var dropout = 0.0
    var testDescription: String {
      "\(layers) layers, width \(width), \(heads) heads, dropout \(dropout)\(tied ? "" : ", untied")"
    }
  }

  /// Each stage by itself on narrow models.
  @Test(arguments: [
    Case(layers: 1, width: 32, heads: 1), Case(layers: 1, width: 32, heads: 4, dropout: 0.1),
    Case(layers: 2, width: 32, heads: 4), Case(layers: 2, width: 32, heads: 2, tied: false, dropout: 0.2),
    Case(layers: 3, width: 32, heads: 8, tied: false), Case(layers: 3, width: 36, heads: 3, dropout: 0.1),
    Case(layers: 4, width: 40, heads: 5), Case(layers: 4, width: 32, heads: 4, dropout: 0.3),
  ])
  func eachStageAgrees(_ shape: Case) {
    for stage in 0...4 {
      for objective in Objective.allCases {
        let samples = randomSamples(stages: [stage, stage], objective, seed: UInt64(stage))
        check(shape, samples, "stage \(stage), \(objective)")
      }
    }
  }

  /// Ragged batches with every stage at once, every hop labelled, on wider models.
  @Test(arguments: [
    Case(layers: 3, width: 64, heads: 4, dropout: 0.1), Case(layers: 4, width: 128, heads: 8),
  ])
  func mixedStagesAgree(_ shape: Case) {
    checkMixed(shape)
  }

  /// The same at width 256.
  @Test(
    notUnderThreadSanitizer,
    arguments: [
      Case(layers: 2, width: 256, heads: 8, dropout: 0.1), Case(layers: 1, width: 256, heads: 4),
    ])
  func wideMixedStagesAgree(_ shape: Case) {
    checkMixed(shape)
  }

  /// The paper's width, at every depth, every stage at once, both losses; small graphs, since the readable model takes
  /// its time.
  @Test(
    notUnderThreadSanitizer,
    arguments: [
      Case(layers: 1, width: 768, heads: 8), Case(layers: 2, width: 768, heads: 8, dropout: 0.1),
      Case(layers: 3, width: 768, heads: 12), Case(layers: 4, width: 768, heads: 8, tied: false),
    ])
  func paperWidthAgrees(_ shape: Case) {
    for objective in Objective.allCases {
      check(
        shape, randomSamples(stages: [4, 0, 2, 1, 3], objective, nodes: 8, seed: 3), "mixed, \(objective)")
    }
  }

  private func checkMixed(_ shape: Case) {
    for objective in Objective.allCases {
      check(
        shape, randomSamples(stages: [2, 0, 4, 1, 3], objective, labels: .everyHop, seed: 7),
        "mixed, \(objective)")
    }
  }

  private func check(_ shape: Case, _ samples: [Sample], _ what: String) {
    // Attention and GELU leave their linear range, so that mistakes show, alike at every width (0.02 at 768, as
    // published); far larger weights would make a chain of thoughts amplify Float's rounding itself.
    let configuration = Configuration(
      positions: 64, width: shape.width, layers: shape.layers, heads: shape.heads, tied: shape.tied,
      dropout: shape.dropout, initialDeviation: 0.6 / Double(shape.width).squareRoot())
    var parameters = Parameters<Float>(initial: configuration, seed: 5)
    var random = RandomStream(6)
    for i in parameters.values.indices { parameters.values[i] += Float(0.02 * random.normal()) }
    let seeds: [UInt64]? = shape.dropout > 0 ? samples.indices.map { UInt64($0) + 11 } : nil
    let readable = ReadableModel(
      Parameters(configuration: configuration, values: parameters.values.map(Double.init)))
    let fast = FastModel(configuration)
    let (loss, gradient) = fastGradient(fast, parameters, samples, dropoutSeeds: seeds)

    let runs = samples.enumerated().map { readable.run($1.sequence, dropoutSeed: seeds?[$0]) }
    fast.forEachRead { sequence, read, logits in
      #expect(
        relativeError(logits.map(Double.init), runs[sequence].logits[read]) < tolerance, "\(what): logits")
    }
    fast.forEachHidden { sequence, read, hidden, scores in
      #expect(
        relativeError(hidden.map(Double.init), runs[sequence].hidden[read]) < tolerance, "\(what): hidden")
      #expect(
        relativeError(scores.map(Double.init), runs[sequence].scores[read]) < tolerance, "\(what): scores")
    }
    let expected = readable.loss(of: samples, dropoutSeeds: seeds)
    #expect(abs(loss - expected) < tolerance * expected, "\(what): loss")
    let reference = readable.gradient(of: samples, dropoutSeeds: seeds)
    for (name, indices) in configuration.compared {
      let error = relativeError(indices.map { gradient[$0] }, indices.map { reference[$0] })
      #expect(error < tolerance, "\(what): gradient of \(name)")
    }
    for keys in configuration.keyBiases {
      #expect(
        keys.allSatisfy { abs(gradient[$0]) < 1e-6 && abs(reference[$0]) < 1e-12 }, "\(what): key biases")
    }
  }
}
