// A model as Hugging Face keeps it: a folder with `config.json` and `model.safetensors`.

import Foundation
import Inputs

/// Reads and writes folders that `transformers.GPT2LMHeadModel` reads and writes.
public enum ModelFolder {
  /// The file with the model's shape and dropout rates (`Configuration.read`).
  public static let configurationFile = "config.json"
  /// The file with the weights (`Safetensors`).
  public static let weightsFile = "model.safetensors"

  /// The model in a folder, with or without the `transformer.` prefix of its tensors' names.
  ///
  /// A tied model may also hold `lm_head.weight`; the causal masks of old files (`attn.bias`, `attn.masked_bias`) are
  /// not weights. Throws `InputError` for a missing or unknown tensor, another shape, or a number that is not finite.
  public static func read(_ folder: String) throws -> Parameters<Float> {
    let configuration = try Configuration.read(folder + "/" + configurationFile)
    return try weights(folder + "/" + weightsFile, configuration, as: Float.self)
  }

  /// The weights in one safetensors file of a model with this configuration. Throws `InputError` as `read` does.
  public static func weights<Scalar: BinaryFloatingPoint & Sendable>(
    _ path: String, _ configuration: Configuration, as type: Scalar.Type
  ) throws -> Parameters<Scalar> {
    let file = try Safetensors.read(path)
    let layout = Layout(configuration)
    let prefix = "transformer."
    let isBare = file.entries["wte.weight"] != nil
    func stored(_ name: String) -> String {
      isBare && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
    let names = Set(layout.tensors.map { stored($0.name) })
    if let unknown = file.entries.keys.sorted().first(where: { !names.contains($0) && !isIgnored($0) }) {
      throw InputError(
        in: path, at: InputError.printable(unknown, atMost: 80),
        expected: "the tensors of a GPT-2 with \(configuration.layers) layers",
        found: "a tensor of shape \(shown(file.entries[unknown]?.shape))",
        next: "check that config.json belongs to it")
    }
    // All shapes first: config.json alone must not make this ask for memory that the file does not fill.
    for tensor in layout.tensors {
      let name = stored(tensor.name)
      guard file.entries[name]?.shape == tensor.shape else {
        throw InputError(
          in: path, at: name, expected: "a tensor of shape \(tensor.shape)",
          found: file.entries[name].map { "shape \($0.shape.prefix(8))" } ?? "none",
          next: "check that config.json belongs to it")
      }
    }
    var values = [Scalar](repeating: 0, count: layout.count)
    for tensor in layout.tensors {
      let name = stored(tensor.name)
      let numbers = try file.values(name, as: Scalar.self)
      if let place = numbers.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          in: path, at: name, expected: "finite numbers", found: "\(numbers[place]) as number \(place)",
          next: "take another checkpoint")
      }
      values.replaceSubrange(tensor.range, with: numbers)
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

  private static func isIgnored(_ name: String) -> Bool {
    name == "lm_head.weight" || name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias")
  }
}
