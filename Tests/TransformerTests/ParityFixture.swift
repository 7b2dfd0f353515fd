// The gpt2-tiny fixture: what PyTorch computed in float64 for a random GPT-2. See its ORIGIN.md.

import Coconut
import Foundation
import Reachability
import Testing
import Transformer

/// The fixture's model, cases and expected tensors.
struct ParityFixture {
  struct Row: Decodable {
    let edges: [[Int]]
    let root, first, second: Int
    let tokens: [Int]
    let thoughts: Int
    let answer: Bool
    let target: Int
    let candidates: [Int]
    let logits: [Double]
    let thoughtVectors: [[Double]]
    let layer2Scores: [Double]
    let coconutLoss, bfsLoss: Double

    /// One labelled read, at the last position.
    func sample(_ objective: Objective) -> Sample {
      let sequence = ThoughtSequence(prompt: tokens, thoughts: thoughts, closing: answer ? [37] : [])
      let accepted = objective == .bfs && !answer ? candidates : [target]
      let label = Label(
        read: sequence.tail.count, accepted: accepted, target: target, hop: answer ? nil : thoughts + 1)
      return Sample(sequence: sequence, labels: [label], stage: thoughts)
    }

    func loss(_ objective: Objective) -> Double { objective == .bfs ? bfsLoss : coconutLoss }
  }
  struct Case: Decodable {
    let name: String
    let rows: [Row]
  }
  struct Cases: Decodable { let cases: [Case] }
  struct AdamW: Decodable {
    let lossBeforeEachStep: [Double]
    let lr: Double
    let betas: [Double]
    let eps: Double
    let weightDecay: Double
  }

  /// The fixture's folder, which is also a model folder.
  let folder: String
  let parameters: Parameters<Float>
  let cases: [Case]
  let adamW: AdamW
  /// Weights after three steps, as the flat vector.
  let stepped: [Double]
  private let gradients: Safetensors

  var configuration: Configuration { parameters.configuration }

  init() throws {
    folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/gpt2-tiny").path
    let folder = folder
    func decode<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
      try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }
    parameters = try ModelFolder.read(folder)
    cases = try decode(Cases.self, "cases.json").cases
    adamW = try decode(AdamW.self, "adamw.json")
    gradients = try Safetensors.read(folder + "/gradients.safetensors")
    let after = try Safetensors.read(folder + "/after-three-adamw-steps.safetensors")
    stepped = try parameters.layout.tensors.flatMap { try after.values($0.name) }
  }

  /// The gradient of a case's mean loss, as the flat vector.
  func gradient(_ name: String, _ objective: Objective) throws -> [Double] {
    try parameters.layout.tensors.flatMap { try gradients.values("\(name)/\(objective)/\($0.name)") }
  }
}
