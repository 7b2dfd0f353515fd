// Parity with PyTorch: logits, thoughts, scores, losses, every gradient tensor, three AdamW steps. The readable model
// in Float and Double, and the fast one.

import Reachability
import Testing
import Transformer

/// The fixture's tensors are float32, and Float's own rounding stays near 1e-6; a wrong term errs far more.
private let tolerance = 1e-4
/// Gradients that are mathematically 0 (key biases) must be 0 up to rounding.
private let zero = 1e-6
/// Weights after three steps of 1e-3: a tenth of a percent of what the steps move.
private let steppedTolerance = 1e-5

@Suite struct ParityTests {
  let fixture: ParityFixture

  init() throws { fixture = try ParityFixture() }

  @Test func readableInFloat() throws { try checkReadable(Float.self) }
  @Test func readableInDouble() throws { try checkReadable(Double.self) }

  private func checkReadable<Scalar: BinaryFloatingPoint & Sendable>(_: Scalar.Type) throws {
    let model = ReadableModel(
      Parameters(configuration: fixture.configuration, values: fixture.parameters.values.map { Scalar($0) }))
    for batch in fixture.cases {
      for row in batch.rows {
        let run = model.run(row.sample(.coconut).sequence)
        expect(run.logits.last?.map { Double($0) }, row.logits, "\(batch.name): logits")
        expect(run.scores.last?.map { Double($0) }, row.layer2Scores, "\(batch.name): scores")
        #expect(run.thoughts.count == row.thoughtVectors.count)
        for (thought, expected) in zip(run.thoughts, row.thoughtVectors) {
          expect(thought.map { Double($0) }, expected, "\(batch.name): thought")
        }
      }
      for objective in [Objective.coconut, .bfs] {
        let samples = batch.rows.map { $0.sample(objective) }
        let mean = batch.rows.reduce(0) { $0 + $1.loss(objective) } / Double(batch.rows.count)
        expect([Double(model.loss(of: samples))], [mean], "\(batch.name): \(objective) loss")
        try expectGradient(model.gradient(of: samples).map { Double($0) }, batch.name, objective)
      }
    }
  }

  @Test func fast() throws {
    let model = FastModel(fixture.configuration)
    for batch in fixture.cases {
      for objective in [Objective.coconut, .bfs] {
        let samples = batch.rows.map { $0.sample(objective) }
        let (loss, gradient) = fastGradient(model, fixture.parameters, samples)
        let mean = batch.rows.reduce(0) { $0 + $1.loss(objective) } / Double(batch.rows.count)
        expect([loss], [mean], "\(batch.name): \(objective) loss")
        try expectGradient(gradient, batch.name, objective)
      }
      model.forEachRead { sequence, read, logits in
        guard read == samplesTail(batch.rows[sequence]) else { return }
        expect(logits.map(Double.init), batch.rows[sequence].logits, "\(batch.name): logits")
      }
      model.forEachHidden { sequence, read, hidden, scores in
        let row = batch.rows[sequence]
        if read < row.thoughts {
          expect(hidden.map(Double.init), row.thoughtVectors[read], "\(batch.name): thought")
        }
        if read == samplesTail(row) {
          expect(scores.map(Double.init), row.layer2Scores, "\(batch.name): scores")
        }
      }
    }
  }

  @Test func threeAdamWStepsInDouble() {
    var model = ReadableModel(
      Parameters(configuration: fixture.configuration, values: fixture.parameters.values.map(Double.init)))
    var optimizer = ReadableAdamW<Double>(count: model.parameters.values.count)
    let samples = fixture.cases.flatMap(\.rows).map { $0.sample(.coconut) }
    for (index, expected) in fixture.adamW.lossBeforeEachStep.enumerated() {
      expect([model.loss(of: samples)], [expected], "loss before step \(index + 1)")
      let gradient = model.gradient(of: samples)
      optimizer.update(&model.parameters.values, gradient: gradient, step(index + 1))
    }
    let stepped = fixture.stepped
    for tensor in fixture.parameters.layout.tensors {
      let error = relativeError(model.parameters.values[tensor.range], stepped[tensor.range])
      #expect(error < steppedTolerance, "\(tensor.name)")
    }
  }

  /// Without key biases: their gradient is rounding noise near ε, which AdamW divides by itself.
  @Test func threeAdamWStepsOnTheFastModel() {
    let model = FastModel(fixture.configuration)
    var parameters = fixture.parameters
    // Weights, gradient, both moments.
    let buffers = (0..<4).map { _ in
      UnsafeMutableBufferPointer<Float>.allocate(capacity: parameters.values.count)
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    for buffer in buffers { buffer.initialize(repeating: 0) }
    _ = buffers[0].update(from: parameters.values)
    let samples = fixture.cases.flatMap(\.rows).map { $0.sample(.coconut) }
    for (index, expected) in fixture.adamW.lossBeforeEachStep.enumerated() {
      let (loss, gradient) = fastGradient(model, parameters, samples)
      expect([loss], [expected], "loss before step \(index + 1)")
      _ = buffers[1].update(from: gradient.map { Float($0) })
      adamW(
        step(index + 1), in: 0..<parameters.values.count, weights: buffers[0], gradient: buffers[1],
        first: buffers[2], second: buffers[3], scale: 1)
      parameters.values = Array(buffers[0])
    }
    let stepped = fixture.stepped
    for (name, indices) in fixture.configuration.compared {
      let error = relativeError(indices.map { Double(parameters.values[$0]) }, indices.map { stepped[$0] })
      #expect(error < steppedTolerance, "\(name)")
    }
  }

  private func step(_ number: Int) -> AdamWStep {
    let a = fixture.adamW
    return AdamWStep(
      learningRate: a.lr, beta1: a.betas[0], beta2: a.betas[1], epsilon: a.eps, weightDecay: a.weightDecay,
      step: number)
  }

  /// The read whose logits a row lists: the last.
  private func samplesTail(_ row: ParityFixture.Row) -> Int { row.thoughts + (row.answer ? 1 : 0) }

  private func expect(
    _ values: [Double]?, _ expected: [Double], _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values?.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    #expect(relativeError(values ?? [], expected) < tolerance, "\(what)", sourceLocation: sourceLocation)
  }

  private func expectGradient(_ gradient: [Double], _ name: String, _ objective: Objective) throws {
    let expected = try fixture.gradient(name, objective)
    for tensor in fixture.parameters.layout.tensors {
      let error = relativeError(gradient[tensor.range], expected[tensor.range])
      #expect(error < tolerance, "\(name), \(objective): gradient of \(tensor.name)")
    }
    for keys in fixture.configuration.keyBiases {
      #expect(keys.allSatisfy { abs(gradient[$0]) < zero }, "\(name), \(objective): key biases")
    }
  }
}
