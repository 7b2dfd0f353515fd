// The checkpoints of one run in the order of training. Reading one is ModelFolder's business.

import Foundation
import Inputs

/// The folders `checkpoint_<n>` of a run, n = epochs finished.
public struct CheckpointSeries: Sendable, Hashable {
  /// The run's folder.
  public let folder: String
  /// Epochs, ascending.
  public let epochs: [Int]

  /// The checkpoints in `folder`: those asked for, or all. Throws `InputError` when one is missing or there is none.
  public init(folder: String, epochs asked: [Int]? = nil) throws {
    self.folder = folder
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard isFolder.boolValue else {
      throw InputError(
        in: folder, expected: "a folder with checkpoint_<n> folders",
        found: exists ? "a file" : "no folder", next: "train first, or check the path")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let there = names.compactMap { name -> Int? in
      var isFolder: ObjCBool = false
      guard name.hasPrefix("checkpoint_"), let epoch = Int(name.dropFirst("checkpoint_".count)), epoch >= 0,
        FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder),
        isFolder.boolValue
      else { return nil }
      return epoch
    }.sorted()
    guard !there.isEmpty else {
      throw InputError(
        in: folder, expected: "folders named checkpoint_<n>", found: "none",
        next: "train first, or name the run's folder")
    }
    if let missing = asked?.first(where: { !there.contains($0) }) {
      let list = there.map(String.init).joined(separator: " ")
      throw InputError(
        in: folder, at: "checkpoint_\(missing)", expected: "a checkpoint", found: "none",
        next: "choose among \(list)")
    }
    epochs = asked.map { Set($0).sorted() } ?? there
  }

  /// The folder of the checkpoint after `epoch` epochs.
  public func path(_ epoch: Int) -> String { "\(folder)/checkpoint_\(epoch)" }
}
