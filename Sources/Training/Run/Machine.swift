// The machine that a run, a benchmark or a page was made on, for its record.

import Foundation
import Records
import Transformer

extension RunRecord.Machine {
  /// This machine.
  public static func here() -> RunRecord.Machine {
    let lines =
      (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return RunRecord.Machine(
      processor: name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown",
      cores: ProcessInfo.processInfo.processorCount, blas: blasCoreName(),
      system: ProcessInfo.processInfo.operatingSystemVersionString)
  }
}
