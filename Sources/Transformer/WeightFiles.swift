// The safetensors files of one model folder: `model.safetensors`, or several files (shards) that
// `model.safetensors.index.json` lists, as transformers writes large models. What the tensors mean is ModelFolder's.

import Foundation
import Inputs

/// The tensors of a model folder, whichever of its files they are in.
struct WeightFiles {
  /// The file that lists all tensors: the only one or the index. Errors name it.
  let path: String
  /// The file that holds each tensor, by the tensor's name.
  private(set) var byTensor: [String: Safetensors] = [:]

  /// The list of shards: each tensor's file, as a name without a folder.
  private struct Index: Decodable {
    let weight_map: [String: String]
  }

  /// Reads `model.safetensors`, or all shards where there is only an index. Throws `InputError` when a file is missing
  /// or wrong, when the index names a file elsewhere, and when a shard holds other tensors than the index says.
  init(_ folder: String) throws {
    let single = folder + "/" + ModelFolder.weightsFile
    let index = single + ".index.json"
    let exists = FileManager.default.fileExists(atPath:)
    guard exists(index) && !exists(single) else {
      path = single
      let file = try Safetensors.read(single)
      byTensor = file.entries.mapValues { _ in file }
      return
    }
    path = index
    let shards = try readJSON(Index.self, from: index).weight_map
    var bytesLeft = Safetensors.sizeLimit
    for shard in Set(shards.values).sorted() {
      // Bytes, not characters: a slash with an accent above it is another character, but the same slash to the system.
      guard !shard.utf8.contains(UInt8(ascii: "/")) else {
        throw InputError(
          in: index, at: "weight_map", expected: "names of files in this folder", found: shard,
          next: "put all shards into one folder and name them without it")
      }
      let file = try Safetensors.read(folder + "/" + shard, atMost: bytesLeft)
      bytesLeft -= file.byteCount
      // A tensor in two shards is refused here too: the index names only one of them.
      if let name = file.entries.keys.filter({ shards[$0] != shard }).min() {
        throw InputError(
          in: file.path, at: name, expected: "only the tensors that the index says are in this file",
          found: shards[name].map { "one that it says is in \($0)" } ?? "one that it does not name",
          next: "take the folder anew from where it came from")
      }
      for name in file.entries.keys { byTensor[name] = file }
    }
    if let name = shards.keys.filter({ byTensor[$0] == nil }).min() {
      throw InputError(
        in: index, at: name, expected: "this tensor in \(shards[name] ?? "")", found: "none there",
        next: "take the folder anew from where it came from")
    }
  }

  /// Throws `InputError` for a folder whose weights are only in `pytorch_model.bin`: Python's pickle, a program that
  /// reading would have to run.
  static func requireSafetensors(_ folder: String) throws {
    let pickled = folder + "/pytorch_model.bin"
    let readable = ["", ".index.json"].map { folder + "/" + ModelFolder.weightsFile + $0 }
    let exists = FileManager.default.fileExists(atPath:)
    guard exists(pickled) && !readable.contains(where: exists) else { return }
    throw InputError(
      in: folder, expected: ModelFolder.weightsFile, found: "only pytorch_model.bin",
      next: "run chapters/03-coconut-train/convert_checkpoint.py \(pickled) FOLDER, then name FOLDER")
  }
}
