// The gpt2-tiny fixture: what PyTorch computed in float64 for a random GPT-2. See its ORIGIN.md.

import Coconut
import Foundation
import Testing
import Transformer

/// The fixture's model, cases and expected tensors.
struct ParityFixture {
  struct Row: Decodable {
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

  let parameters: Parameters<Float>
  let cases: [Case]
  let adamW: AdamW
  /// By file: `<case>/<coconut|bfs>/<parameter>`, and `<parameter>`.
  let gradients, stepped: [String: [Float]]

  var configuration: Configuration { parameters.configuration }

  init() throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/gpt2-tiny")
    func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }
    let configuration = Configuration(positions: 96, width: 32, layers: 2, heads: 4)
    let tensors = try readTensors(data("model.safetensors"))
    parameters = Parameters(
      configuration: configuration,
      values: try Layout(configuration).tensors.flatMap { try #require(tensors[$0.name]) })
    cases = try JSONDecoder().decode(Cases.self, from: data("cases.json")).cases
    adamW = try JSONDecoder().decode(AdamW.self, from: data("adamw.json"))
    gradients = try readTensors(data("gradients.safetensors"))
    stepped = try readTensors(data("after-three-adamw-steps.safetensors"))
  }

  /// The expected flat vector in the layout's order.
  func flat(_ tensors: [String: [Float]], prefix: String = "") throws -> [Double] {
    try parameters.layout.tensors.flatMap { try #require(tensors[prefix + $0.name]).map(Double.init) }
  }
}

/// The float32 tensors of a safetensors file (https://huggingface.co/docs/safetensors), without its checks.
private func readTensors(_ data: Data) throws -> [String: [Float]] {
  let length = data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
  let header = try #require(
    try JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length)) as? [String: [String: Any]])
  let body = [UInt8](data.dropFirst(8 + length))
  var tensors: [String: [Float]] = [:]
  for (name, entry) in header where name != "__metadata__" {
    let offsets = try #require(entry["data_offsets"] as? [Int])
    tensors[name] = body.withUnsafeBytes { bytes in
      stride(from: offsets[0], to: offsets[1], by: 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
  }
  return tensors
}
