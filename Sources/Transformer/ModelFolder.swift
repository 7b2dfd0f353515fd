// A model as Hugging Face keeps it: a folder with `config.json` and the weights. Which file holds which tensor is
// WeightFiles.swift's.

import Foundation
import Inputs

/// Reads folders that `transformers.GPT2LMHeadModel` reads and writes, and writes such folders.
public enum ModelFolder {
  /// The file with the model's shape and dropout rates (`Configuration.read`).
  public static let configurationFile = "config.json"
  /// The file with the weights (`Safetensors`).
  public static let weightsFile = "model.safetensors"

  /// The model in a folder; weights of any floating-point type become float32.
  ///
  /// Tensors' names may lack the prefix `transformer.`, as `GPT2Model` writes them. The causal masks of old files
  /// (`attn.bias`, `attn.masked_bias`) are no weights and left aside. The head of a tied model is its token embedding,
  /// also when the files hold another `lm_head.weight`; `warn` is then given one line that says so.
  ///
  /// Throws `InputError` for a missing or unknown tensor, another shape, or a number that is not finite.
  public static func read(_ folder: String, warn: (String) -> Void = complain) throws -> Parameters<Float> {
    try WeightFiles.requireSafetensors(folder)
    let configuration = try Configuration.read(folder + "/" + configurationFile)
    let files = try WeightFiles(folder)
    let layout = Layout(configuration)
    let prefix = "transformer."
    let isBare = files.byTensor["wte.weight"] != nil
    func stored(_ name: String) -> String {
      isBare && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
    let names = Set(layout.tensors.map { stored($0.name) })
    if let unknown = files.byTensor.keys.filter({ !names.contains($0) && !isNoWeight($0) }).min() {
      throw InputError(
        in: files.path, at: InputError.printable(unknown, atMost: 80),
        expected: "the tensors of a GPT-2 with \(configuration.layers) layers",
        found: "a tensor of shape \(shown(files.byTensor[unknown]?.entries[unknown]?.shape))",
        next: "check that config.json belongs to it")
    }
    // All shapes first: config.json alone must not make this ask for memory that the files do not fill.
    let places = try layout.tensors.map { tensor in
      let name = stored(tensor.name)
      let file = files.byTensor[name]
      let shape = file?.entries[name]?.shape
      guard let file, shape == tensor.shape else {
        throw InputError(
          in: file?.path ?? files.path, at: name, expected: "a tensor of shape \(tensor.shape)",
          found: shape.map { "shape \($0.prefix(8))" } ?? "none",
          next: "check that config.json belongs to it")
      }
      return (tensor.range, name, file)
    }
    var values = [Float](repeating: 0, count: layout.count)
    for (range, name, file) in places {
      let numbers = try file.values(name, as: Float.self)
      if let place = numbers.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          in: file.path, at: name, expected: "finite numbers", found: "\(numbers[place]) as number \(place)",
          next: "take another checkpoint")
      }
      values.replaceSubrange(range, with: numbers)
    }
    let embedding = values[layout.tokenEmbedding..<layout.positionEmbedding]
    if configuration.tied, let file = files.byTensor[head], try !file.values(head).elementsEqual(embedding) {
      warn(
        "warning: \(InputError.printable(file.path, atMost: 300)): \(head) is not used: it differs from the token "
          + "embedding, which is the output head of a tied model (tie_word_embeddings in config.json)")
    }
    return Parameters(configuration: configuration, values: values)
  }

  /// The bytes of `model.safetensors` for these weights, in single precision and with Hugging Face's names. Throws as
  /// `Safetensors.encode(_:metadata:)` does.
  public static func encode(_ parameters: Parameters<Float>) throws -> Data {
    try Safetensors.encode(
      parameters.layout.tensors.map { ($0.name, $0.shape, parameters.values[$0.range]) },
      metadata: ["format": "pt"])
  }

  /// Writes the model into `folder`, each file completely or not at all; `beginning` and `end` are the token ids of
  /// `Configuration.json`. Throws `InputError`.
  public static func write(
    _ parameters: Parameters<Float>, to folder: String, beginning: Int? = nil, end: Int? = nil
  )
    throws
  {
    try writeAtomically(
      parameters.configuration.json(beginning: beginning, end: end), to: folder + "/" + configurationFile)
    try writeAtomically(encode(parameters), to: folder + "/" + weightsFile)
  }

  private static let head = "lm_head.weight"

  private static func isNoWeight(_ name: String) -> Bool {
    name == head || name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias")
  }
}
