// What the fast model refuses before it touches memory: every argument that does not fit, each in a sentence that names
// what was found.

import Testing
import Transformer

private let shape = Configuration(vocabulary: 10, positions: 8, width: 4, layers: 2, heads: 2)
private let weightCount = Layout(shape).count
/// Four tokens, two thoughts and a closing token.
private let sequence = ThoughtSequence(prompt: [0, 1, 2, 9], thoughts: 2, closing: [9])

@Suite struct FastChecksTests {
  private let model = FastModel(shape)

  @Test func whatFitsIsTaken() {
    let full = ThoughtSequence(prompt: [0, 1, 2], tail: [.thought, .token(0)], firstPosition: 3)
    #expect(model.complaint([sequence, full], weights: weightCount, dropoutSeeds: 2) == nil)
    #expect(model.complaint(weights: weightCount, gradient: weightCount) == nil)
  }

  @Test(arguments: [
    (ThoughtSequence(prompt: [], thoughts: 1), "a prompt without tokens"),
    (ThoughtSequence(prompt: [0, 10], thoughts: 1), "token 10 for a model with 10 tokens"),
    (ThoughtSequence(prompt: [-1], thoughts: 1), "token -1 for a model with 10 tokens"),
    (ThoughtSequence(prompt: [0], thoughts: 1, closing: [99]), "token 99 for a model with 10 tokens"),
    (ThoughtSequence(prompt: [0, 1, 2, 3], thoughts: 5), "9 positions from 0 on for a model with 8"),
    (
      ThoughtSequence(prompt: [0, 1], tail: [.thought], firstPosition: 6),
      "3 positions from 6 on for a model with 8"
    ),
    (ThoughtSequence(prompt: [0], tail: [], firstPosition: -1), "1 positions from -1 on for a model with 8"),
    (
      ThoughtSequence(prompt: [0], tail: [], firstPosition: .max),
      "1 positions from \(Int.max) on for a model with 8"
    ),
  ])
  func sequencesThatDoNotFit(_ odd: ThoughtSequence, _ complaint: String) {
    #expect(
      model.complaint([sequence, odd], weights: weightCount) == "sequence 1: \(complaint)")
  }

  @Test func buffersThatDoNotFit() {
    let (one, count) = ([sequence], weightCount)
    #expect(model.complaint(one, weights: 7) == "7 weights for a model with \(count)")
    #expect(
      model.complaint(one, weights: count, dropoutSeeds: 2) == "2 dropout seeds for 1 sequences")
    #expect(model.complaint(weights: 7, gradient: count) == "7 weights for a model with \(count)")
    #expect(model.complaint(weights: count, gradient: 7) == "a gradient of 7 numbers for \(count) weights")
  }

  @Test func attentionMapsThatAreNotThere() {
    #expect(model.complaint(layer: 0, sequence: 0, position: 0) == "sequence 0 of 0, counted from 0")
    run(model, sequence)
    #expect(model.complaint(layer: 2, sequence: 0, position: 0) == "layer 2 of 2, counted from 0")
    #expect(model.complaint(layer: 0, head: -1, sequence: 0, position: 0) == "head -1 of 2, counted from 0")
    #expect(model.complaint(layer: 0, sequence: 1, position: 0) == "sequence 1 of 1, counted from 0")
    for (layer, first) in [(0, 0), (1, 3)] {
      for position in -1...8 {
        let isThere = (first...6).contains(position)
        let complaint = model.complaint(layer: layer, sequence: 0, position: position)
        #expect((complaint == nil) == isThere, "layer \(layer), position \(position): \(complaint ?? "none")")
        guard isThere else { continue }
        let weights = model.attentionWeights(layer: layer, head: 1, sequence: 0, position: position)
        // A softmax in Float over at most seven numbers adds to 1 but for rounding.
        #expect(weights.count == position + 1 && abs(weights.reduce(0, +) - 1) < 1e-6)
        #expect(model.attentionScores(layer: layer, sequence: 0, position: position).count == position + 1)
      }
    }
  }

  @Test func onlyTrainingTakesMemoryForGradients() {
    run(model, sequence)
    model.forEachRead { _, _, logits in #expect(logits.count == 10) }
    model.forEachHidden { _, _, hidden, _ in #expect(hidden.count == 4) }
    #expect(model.gradientBytes == 0)
    model.setLogitGradients { _, _, _, gradient in #expect(gradient.allSatisfy { $0 == 0 }) }
    #expect(model.gradientBytes > 0)
  }

  /// A complaint stops the process, with its sentence on standard error.
  @Test func forwardStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      run(FastModel(shape), ThoughtSequence(prompt: [10], thoughts: 0))
    }
    expect("sequence 0: token 10 for a model with 10 tokens", in: result)
  }

  @Test func backwardStopsWithoutGradientsOfLogits() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = FastModel(shape)
      run(model, sequence)
      var (weights, gradient) = (zeros(weightCount), zeros(weightCount))
      weights.withUnsafeMutableBufferPointer { w in
        gradient.withUnsafeMutableBufferPointer { model.backward(weights: w, gradient: $0) }
      }
    }
    expect("a backward pass without forward and setLogitGradients before it", in: result)
  }

  @Test func backwardStopsAfterThoughtsWereChanged() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = FastModel(shape)
      var (weights, gradient) = (zeros(weightCount), zeros(weightCount))
      weights.withUnsafeMutableBufferPointer { w in
        model.forward([sequence], weights: w, edit: { _, _, thought in thought[0] += 1 })
        model.setLogitGradients { _, _, _, _ in }
        gradient.withUnsafeMutableBufferPointer { model.backward(weights: w, gradient: $0) }
      }
    }
    expect("a backward pass through thoughts that may have been changed", in: result)
  }

  @Test func attentionMapsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = FastModel(shape)
      run(model, sequence)
      _ = model.attentionScores(layer: 1, sequence: 0, position: 7)
    }
    expect("position 7 as a query of layer 1, which has those from 3 to 6", in: result)
  }

  @Test func adamWStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (long, short) = (zeros(16), zeros(15))
      long.withUnsafeMutableBufferPointer { long in
        short.withUnsafeMutableBufferPointer {
          let step = AdamWStep(
            learningRate: 1, beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0, step: 1)
          adamW(step, in: 0..<16, weights: long, gradient: long, first: long, second: $0, scale: 1)
        }
      }
    }
    expect("elements 0..<16 of 15", in: result)
  }

  private func expect(_ sentence: String, in result: ExitTest.Result?) {
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.contains(sentence), "\(errors)")
  }
}

private func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }

/// A forward pass with weights of 0.
private func run(_ model: FastModel, _ sequence: ThoughtSequence) {
  var weights = zeros(Layout(model.configuration).count)
  weights.withUnsafeMutableBufferPointer { model.forward([sequence], weights: $0) }
}
