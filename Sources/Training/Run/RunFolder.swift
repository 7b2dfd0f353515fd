// The folder of a run: where its checkpoints are, which is the newest whole one, and which may go.

import Foundation
import Inputs
import Records

/// A run's folder: checkpoints (`checkpoint_<epochs>`), a link `latest`, `run.json`, `config.yaml` and two CSV files.
public struct RunFolder: Sendable {
  /// Its path, as it was given.
  public let path: String

  /// The folder at `path`, which need not exist yet.
  public init(_ path: String) { self.path = path }

  /// File names in the folder.
  static let configuration = "config.yaml"
  static let trainingRows = "training.csv"
  static let evaluationRows = "metrics.csv"

  /// The name a folder has while it is written, or removed.
  static func hidden(_ folder: String) -> String {
    parentFolder(of: folder) + "/.partial-" + (folder as NSString).lastPathComponent
  }

  /// The folder of a checkpoint: `checkpoint_<epochs>` at the end of an epoch, else `checkpoint_step_<steps>`.
  func checkpoint(step: Int, epoch: Int?) -> String {
    path + "/" + (epoch.map { CheckpointName.after(epoch: $0) } ?? CheckpointName.after(step: step))
  }

  /// Epochs at whose end a checkpoint was kept, in order.
  public func epochs() -> [Int] {
    names().compactMap(CheckpointName.epoch).sorted()
  }

  /// Whether a run was begun here.
  public var holdsRun: Bool {
    FileManager.default.fileExists(atPath: path + "/" + RunRecord.file)
      || names().contains { $0.hasPrefix(CheckpointName.start) }
  }

  /// The newest checkpoint that is whole (nil and an empty path for none), its folder, and one warning for each broken
  /// one that was met on the way.
  public func newest() -> (checkpoint: Checkpoint?, folder: String, warnings: [String]) {
    var warnings: [String] = []
    var found: [(step: Int, folder: String)] = []
    for name in names() where name.hasPrefix(CheckpointName.start) {
      let folder = path + "/" + name
      do { found.append((try Checkpoint.readState(folder).step, folder)) } catch {
        warnings.append("skipped: \(error)")
      }
    }
    for (_, folder) in found.sorted(by: { $0.step > $1.step }) {
      do { return (try Checkpoint.read(folder), folder, warnings) } catch {
        warnings.append("skipped: \(error)")
      }
    }
    return (nil, "", warnings)
  }

  /// Points `latest` to a checkpoint of this run.
  func link(_ checkpoint: String) throws {
    let link = path + "/" + CheckpointName.latest
    let partial = RunFolder.hidden(link)
    unlink(partial)
    guard symlink((checkpoint as NSString).lastPathComponent, partial) == 0, rename(partial, link) == 0 else {
      throw InputError(
        in: link, expected: "a link that can be replaced", found: systemError(),
        next: "remove what stands there")
    }
    try flushFolder(path)
  }

  /// Removes checkpoints up to `step` but the `last` newest and those of every `every`-th epoch. `last` 0 keeps all.
  /// Later ones are broken ones that a resumed run has passed over and will replace: they must not count.
  func prune(upTo step: Int, last: Int, every: Int) {
    guard last > 0 else { return }
    let states = names().filter { $0.hasPrefix(CheckpointName.start) }.compactMap {
      name -> (String, CheckpointState)? in
      (try? Checkpoint.readState(path + "/" + name)).map { (path + "/" + name, $0) }
    }.filter { $0.1.step <= step }.sorted { $0.1.step > $1.1.step }
    for (folder, state) in states.dropFirst(last) {
      if every > 0, let epoch = state.epoch, epoch % every == 0 { continue }
      remove(folder)
    }
  }

  /// Removes everything a run left here; other files stay, and so does the lock (RunLock.swift).
  func clear() {
    for name in names() {
      let isRun =
        name.hasPrefix(CheckpointName.start) || name.hasPrefix(".partial-")
        || name.hasPrefix("events.out.tfevents.")
        || [
          CheckpointName.latest, RunRecord.file, RunFolder.configuration, RunFolder.trainingRows,
          RunFolder.evaluationRows,
        ].contains(name)
      if isRun { remove(path + "/" + name) }
    }
  }

  /// Removes what an interrupted write left.
  func sweep() {
    for name in names() where name.hasPrefix(".partial-") || name.hasSuffix(".partial") {
      remove(path + "/" + name)
    }
  }

  /// Names in the folder; none if there is no folder.
  func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// Renames first: a folder half removed must not look like a checkpoint.
  private func remove(_ item: String) {
    let aside = RunFolder.hidden(item)
    if item != aside { try? FileManager.default.removeItem(atPath: aside) }
    let gone = rename(item, aside) == 0 ? aside : item
    try? FileManager.default.removeItem(atPath: gone)
  }
}
