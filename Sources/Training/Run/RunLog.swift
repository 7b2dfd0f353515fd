// A run's rows as files that grow: two CSV files and a TensorBoard event file. They follow from the rows, so opening a
// log writes all of them anew, without what came after the checkpoint that a run resumes from.

import Foundation
import Inputs
import Records

/// Open log files of a run.
final class RunLog {
  private let training, evaluations, events: FileHandle
  private let folder: String

  /// Writes `metrics` so far into `folder` and opens the files for more.
  init(folder: String, metrics: Metrics) throws {
    self.folder = folder
    for name in RunFolder(folder).names() where name.hasPrefix("events.out.tfevents.") {
      unlink(folder + "/" + name)
    }
    let now = Date.now.timeIntervalSince1970
    let host = ProcessInfo.processInfo.hostName.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    let name = "events.out.tfevents.\(Int(now)).\(host.isEmpty ? "host" : host)"
    let rows =
      metrics.training.map { ($0.step, 0, $0.events) } + metrics.evaluations.map { ($0.step, 1, $0.events) }
    let past = rows.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.reduce(into: TensorBoardEvents.version(time: now))
    { $0 += $1.2 }
    func open(_ name: String, _ data: Data) throws -> FileHandle {
      let path = folder + "/" + name
      try writeAtomically(data, to: path)
      guard let file = FileHandle(forWritingAtPath: path) else {
        throw InputError(
          in: path, expected: "a file to write to", found: systemError(),
          next: "check its permissions")
      }
      try file.seekToEnd()
      return file
    }
    training = try open(RunFolder.trainingRows, Data(metrics.trainingCSV.utf8))
    evaluations = try open(
      RunFolder.evaluationRows, metrics.evaluations.isEmpty ? Data() : Data(metrics.evaluationCSV.utf8))
    events = try open(name, past)
  }

  deinit { for file in [training, evaluations, events] { try? file.close() } }

  /// Adds a row to the files.
  func append(_ row: TrainingRow) throws {
    try write(Data((row.csv + "\n").utf8), to: training)
    try write(row.events, to: events)
  }

  /// Adds a row to the files; the first one brings the header.
  func append(_ row: EvaluationRow, isFirst: Bool) throws {
    let header = EvaluationRow.header(hops: row.frontierShare.count, thoughts: row.frontierScore.count) + "\n"
    try write(Data(((isFirst ? header : "") + row.csv + "\n").utf8), to: evaluations)
    try write(row.events, to: events)
  }

  private func write(_ data: Data, to file: FileHandle) throws {
    do { try file.write(contentsOf: data) } catch {
      throw InputError(
        in: folder, expected: "room for the run's log", found: "\(error.localizedDescription)",
        next: "make room on the disk, then go on with --resume")
    }
  }
}
