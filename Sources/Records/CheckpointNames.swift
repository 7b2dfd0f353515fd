// Names checkpoint folders, and lists a run's checkpoints in the order of training. Module Transformer reads
// checkpoints, module Training writes them.

import Foundation
import Inputs

/// Names inside a run's folder.
public enum CheckpointName {
  /// The link to the newest checkpoint.
  public static let latest = "latest"
  /// What every checkpoint's name begins with.
  public static let start = "checkpoint_"

  /// The checkpoint after `epoch` epochs.
  public static func after(epoch: Int) -> String { "\(start)\(epoch)" }

  /// The checkpoint after `step` training steps, within an epoch.
  public static func after(step: Int) -> String { "\(start)step_\(step)" }

  /// The epochs after which the checkpoint of this name was kept; nil for other names.
  public static func epoch(_ name: String) -> Int? {
    guard name.hasPrefix(start), let epoch = Int(name.dropFirst(start.count)), epoch >= 0 else { return nil }
    return epoch
  }
}

/// The folders `checkpoint_<n>` of a run, n = epochs finished.
public struct CheckpointSeries: Sendable, Hashable {
  /// The run's folder.
  public let folder: String
  /// Epochs, ascending.
  public let epochs: [Int]

  /// Finds in `folder` the checkpoints after the `asked` epochs, or all if none are asked for. Throws
  /// `InputError` when one is missing or there is none.
  public static func find(in folder: String, epochs asked: [Int] = []) throws -> CheckpointSeries {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard isFolder.boolValue else {
      throw InputError(
        in: folder, expected: "a folder with checkpoint_<n> folders",
        found: exists ? "a file" : "no folder", next: "train first, or check the path")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let there = names.filter { name in
      FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && isFolder.boolValue
    }.compactMap(CheckpointName.epoch).sorted()
    guard !there.isEmpty else {
      throw InputError(
        in: folder, expected: "folders named checkpoint_<n>", found: "none",
        next: "train first, or name the run's folder")
    }
    if let missing = asked.first(where: { !there.contains($0) }) {
      throw InputError(
        in: folder, at: CheckpointName.after(epoch: missing), expected: "a checkpoint", found: "none",
        next: "choose among " + there.map(String.init).joined(separator: " "))
    }
    return CheckpointSeries(folder: folder, epochs: asked.isEmpty ? there : Set(asked).sorted())
  }

  /// The folder of the checkpoint after `epoch` epochs.
  public func path(_ epoch: Int) -> String { "\(folder)/\(CheckpointName.after(epoch: epoch))" }
}
