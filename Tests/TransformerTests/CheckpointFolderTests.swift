// Model folders made by others: half precision, shards, old buffers, a head that a tied model does not use, and folders
// that must be refused. The fixtures' ORIGIN.md says how they were made.

import Foundation
import Inputs
import TestPrograms
import Testing
import Transformer

@Suite struct CheckpointFolderTests {
  private let fixtures: String
  /// The same model in float32, which is the right value for every other folder.
  private let exact: Parameters<Float>

  init() throws {
    fixtures = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/checkpoints").path
    exact = try ModelFolder.read(fixtures + "/float32")
  }

  @Test(arguments: ["float32", "sharded", "legacy-buffers"]) func holdsTheSameModel(_ name: String) throws {
    let read = try ModelFolder.read(fixtures + "/" + name) { Issue.record("warned: \($0)") }
    #expect(read.values == exact.values && read.configuration == exact.configuration)
  }

  @Test func aTiedModelUsesItsEmbeddingAndSaysSo() throws {
    var warnings: [String] = []
    let read = try ModelFolder.read(fixtures + "/head-beside-tied") { warnings.append($0) }
    #expect(read.values == exact.values && read.configuration.tied)
    #expect(
      warnings == [
        "warning: \(fixtures)/head-beside-tied/model.safetensors: lm_head.weight is not used: it differs from the "
          + "token embedding, which is the output head of a tied model (tie_word_embeddings in config.json)"
      ])
  }

  /// Rounding a weight w to a type with p bits of precision moves it by at most 2⁻ᵖ |w|, in float16 also by up to 2⁻²⁵
  /// where its exponent ends. `bfloat16` was rounded to float16 (p = 11) and then to bfloat16 (p = 8): both moves add up,
  /// and the second is 2⁻⁸ of what the first has left.
  ///
  /// To first order a logit moves by Σ (∂logit/∂w) · (move of w). Moves of different weights are independent, and each
  /// deviates from 0 by at most its largest value / √3, as a uniform number does. So the sum deviates by
  /// σ ≤ √(Σ (∂logit/∂w · largest move)² / 3). The bound is 5 σ: of Gaussian numbers one in two million is beyond it. The
  /// second order is smaller than the first by a factor of some 2⁻⁸.
  @Test(arguments: [
    ("float16", 0x1p-11, 0x1p-25), ("bfloat16", 0x1p-8 + 0x1p-11 * (1 + 0x1p-8), 0x1p-25 * (1 + 0x1p-8)),
  ])
  func halfPrecisionMovesLogitsByItsRounding(name: String, relative: Double, absolute: Double) throws {
    let read = try ModelFolder.read(fixtures + "/" + name) { Issue.record("warned: \($0)") }
    let moves = exact.values.map { relative * Double(abs($0)) + absolute }
    let moved = zip(read.values, exact.values).map { abs(Double($0) - Double($1)) }
    #expect(zip(moved, moves).allSatisfy { $0 <= $1 })
    func model(_ parameters: Parameters<Float>) -> ReadableModel<Double> {
      ReadableModel(
        Parameters(configuration: parameters.configuration, values: parameters.values.map { Double($0) }))
    }
    let sequence = ThoughtSequence(prompt: Array(0..<20), thoughts: 2)
    let (exact, rounded) = (model(exact), model(read).run(sequence).logits[2])
    let run = exact.run(sequence)
    for token in rounded.indices {
      var only = run.logits.map { $0.map { _ in 0.0 } }
      only[2][token] = 1
      var gradient = [Double](repeating: 0, count: moves.count)
      exact.backward(run, logitGradient: only, addingTo: &gradient)
      let squares = zip(gradient, moves).map { $0 * $1 * $0 * $1 }
      let bound = 5 * (squares.reduce(0, +) / 3).squareRoot()
      let error = abs(rounded[token] - run.logits[2][token])
      #expect(error > 0 && error <= bound, "token \(token): \(error), at most \(bound)")
    }
  }

  @Test func aFolderOfPickledWeightsNamesTheConverter() throws {
    let folder = try Folder.copy(of: nil)
    try folder.put(Data([0x80]), "pytorch_model.bin")
    expectRefusal(
      folder,
      "\(folder.path): expected model.safetensors, found only pytorch_model.bin; "
        + "run chapters/03-coconut-train/convert_checkpoint.py \(folder.path)/pytorch_model.bin FOLDER, then name FOLDER"
    )
  }

  /// An index changed in one line, and how the refusal goes on after `model.safetensors.index.json: `. `/` with an
  /// accent is one character to Swift and a slash to the system.
  @Test(arguments: [
    ("../model-1", "weight_map: expected names of files in this folder, found ../model-1;"),
    ("/dev/zero", "weight_map: expected names of files in this folder, found /dev/zero;"),
    ("..\\/\\u0301x", "weight_map: expected names of files in this folder, found ../\u{301}x;"),
    (
      "model-00004-of-00004.safetensors",
      "transformer.wpe.weight: expected this tensor in model-00004-of-00004.safetensors, found none there;"
    ),
  ])
  func anIndexThatIsWrongIsRefused(shard: String, rest: String) throws {
    let folder = try Folder.copy(of: fixtures + "/sharded")
    let index = "model.safetensors.index.json"
    try folder.replace("model-00001-of-00004.safetensors", with: shard, in: index)
    expectRefusal(folder, "\(folder.path)/\(index): \(rest)")
  }

  @Test(arguments: [
    ("missing.safetensors", "expected a file, found nothing there;"),
    ("", "expected a file, found a folder;"),
    ("..", "expected a file, found a folder;"),
  ])
  func aShardThatIsNoFileIsRefused(shard: String, rest: String) throws {
    let folder = try Folder.copy(of: fixtures + "/sharded")
    try folder.replace("model-00001-of-00004.safetensors", with: shard, in: "model.safetensors.index.json")
    expectRefusal(folder, "\(folder.path)/\(shard): \(rest)")
  }

  @Test func aShardWithAHugeHeaderIsRefused() throws {
    let folder = try Folder.copy(of: fixtures + "/sharded")
    let shard = "model-00003-of-00004.safetensors"
    try folder.put(Data(repeating: 0xFF, count: 64), shard)
    expectRefusal(folder, "\(folder.path)/\(shard): header: expected a length of at most 56")
  }

  @Test func aTensorInTwoShardsIsRefused() throws {
    let folder = try Folder.copy(of: fixtures + "/sharded")
    let name = "transformer.wpe.weight"
    let twice = [name, "lm_head.weight"].map { (name: $0, shape: [1], values: [1 as Float][...]) }
    try folder.put(Safetensors.encode(twice), "twice.safetensors")
    try folder.replace(
      "\"\(name)\"", with: "\"lm_head.weight\": \"twice.safetensors\", \"\(name)\"",
      in: "model.safetensors.index.json")
    expectRefusal(
      folder,
      "\(folder.path)/twice.safetensors: \(name): expected only the tensors that the index says are in this file, "
        + "found one that it says is in model-00001-of-00004.safetensors;")
  }

  /// Hubs' download tools keep files elsewhere and link them into the folder.
  @Test func aShardMayBeALink() throws {
    let folder = try Folder.copy(of: fixtures + "/sharded")
    let shard = folder.path + "/model-00001-of-00004.safetensors"
    try FileManager.default.removeItem(atPath: shard)
    try FileManager.default.createSymbolicLink(
      atPath: shard, withDestinationPath: fixtures + "/sharded/model-00001-of-00004.safetensors")
    #expect(try ModelFolder.read(folder.path).values == exact.values)
  }

  private func expectRefusal(_ folder: borrowing Folder, _ start: String) {
    let path = folder.path
    #expect {
      try ModelFolder.read(path)
    } throws: { error in
      let line = "\(error)"
      return error is InputError && line.hasPrefix(start) && !line.contains("\n")
    }
  }
}

extension Folder {
  /// A folder with the files of another one, or with none.
  fileprivate static func copy(of other: String?) throws -> Folder {
    let folder = try Folder()
    for name in try other.map(FileManager.default.contentsOfDirectory(atPath:)) ?? [] {
      try FileManager.default.copyItem(atPath: "\(other ?? "")/\(name)", toPath: folder.path + "/" + name)
    }
    return folder
  }

  fileprivate func put(_ data: Data, _ name: String) throws {
    try data.write(to: URL(fileURLWithPath: path + "/" + name))
  }

  fileprivate func replace(_ old: String, with new: String, in name: String) throws {
    let text = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    try put(Data(text.replacingOccurrences(of: old, with: new).utf8), name)
  }
}
