// Hugging Face's `config.json` of a GPT-2, to and from Configuration. Weights are ModelFolder.swift's.

import Foundation
import Inputs

extension Configuration {
  /// The keys of `config.json` that matter here, with Hugging Face's defaults where a file leaves one out
  /// (https://huggingface.co/docs/transformers/model_doc/gpt2#transformers.GPT2Config).
  private struct File: Codable {
    var architectures: [String]? = ["GPT2LMHeadModel"]
    var model_type: String? = "gpt2"
    var activation_function: String?
    var vocab_size, n_positions, n_embd, n_layer, n_head, n_inner, n_ctx: Int?
    var bos_token_id, eos_token_id: Int?
    var embd_pdrop, attn_pdrop, resid_pdrop, initializer_range, layer_norm_epsilon: Double?
    var tie_word_embeddings, scale_attn_weights, scale_attn_by_inverse_layer_idx,
      reorder_and_upcast_attn: Bool?
    var torch_dtype: String?
  }

  /// Reads a `config.json` with Hugging Face's defaults for keys it leaves out. Throws `InputError` when it cannot be
  /// read, and for values that are out of range or ask for another model than GPT-2's plain one.
  public static func read(_ path: String) throws -> Configuration {
    let file = try readJSON(File.self, from: path)
    func check(_ isRight: Bool, _ key: String, _ expected: String, _ found: Any?) throws {
      if !isRight {
        throw InputError(
          in: path, at: key, expected: expected, found: shown(found),
          next: "give a GPT-2 that this code computes")
      }
    }
    func size(_ key: String, _ value: Int?, _ range: ClosedRange<Int>) throws -> Int {
      try check(
        value.map(range.contains) ?? false, key, "a whole number in \(range.lowerBound)…\(range.upperBound)",
        value)
      return value ?? range.lowerBound
    }
    func rate(_ key: String, _ value: Double?) throws -> Double {
      let value = value ?? 0.1
      try check(value >= 0 && value < 1, key, "a number in 0..<1", value)
      return value
    }
    try check(file.model_type ?? "gpt2" == "gpt2", "model_type", "gpt2", file.model_type)
    let gelu = file.activation_function ?? "gelu_new"
    try check(["gelu_new", "gelu_pytorch_tanh"].contains(gelu), "activation_function", "gelu_new", gelu)
    try check(file.scale_attn_weights ?? true, "scale_attn_weights", "true", file.scale_attn_weights)
    try check(
      !(file.scale_attn_by_inverse_layer_idx ?? false), "scale_attn_by_inverse_layer_idx", "false", true)
    let width = try size("n_embd", file.n_embd ?? 768, 1...16384)
    let heads = try size("n_head", file.n_head ?? 12, 1...256)
    try check(width % heads == 0, "n_head", "a divisor of n_embd (\(width))", heads)
    try check(file.n_inner == nil || file.n_inner == 4 * width, "n_inner", "null or 4 × n_embd", file.n_inner)
    var configuration = Configuration(
      vocabulary: try size("vocab_size", file.vocab_size ?? 50257, 1...1_000_000),
      positions: try size("n_positions", file.n_positions ?? file.n_ctx ?? 1024, 1...65536), width: width,
      layers: try size("n_layer", file.n_layer ?? 12, 1...64), heads: heads,
      tied: file.tie_word_embeddings ?? true,
      initialDeviation: file.initializer_range ?? 0.02, epsilon: file.layer_norm_epsilon ?? 1e-5)
    try check(
      (0...10).contains(configuration.initialDeviation), "initializer_range", "a number in 0…10",
      configuration.initialDeviation)
    try check(
      configuration.epsilon > 0 && configuration.epsilon < 1, "layer_norm_epsilon",
      "a number between 0 and 1",
      configuration.epsilon)
    configuration.embeddingDropout = try rate("embd_pdrop", file.embd_pdrop)
    configuration.attentionDropout = try rate("attn_pdrop", file.attn_pdrop)
    configuration.residualDropout = try rate("resid_pdrop", file.resid_pdrop)
    return configuration
  }

  /// The text of a `config.json` that `transformers.GPT2LMHeadModel` loads. Throws the JSON encoder's error for a
  /// number that is not finite.
  /// - Parameters:
  ///   - beginning: id of a text's first token (`bos_token_id`); nil leaves the key out.
  ///   - end: id of a text's last token (`eos_token_id`); nil leaves the key out.
  public func json(beginning: Int? = nil, end: Int? = nil) throws -> Data {
    let file = File(
      activation_function: "gelu_new", vocab_size: vocabulary, n_positions: positions, n_embd: width,
      n_layer: layers,
      n_head: heads, n_ctx: positions, bos_token_id: beginning, eos_token_id: end,
      embd_pdrop: embeddingDropout,
      attn_pdrop: attentionDropout, resid_pdrop: residualDropout, initializer_range: initialDeviation,
      layer_norm_epsilon: epsilon, tie_word_embeddings: tied, torch_dtype: "float32")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(file) + Data("\n".utf8)
  }
}
