// How many worker threads a chapter starts when it is not told. What the machine gives is ProcessorShare's to find out.

import Inputs
import Synchronization

private let isSaid = Atomic(false)

extension Terminal {
  /// Worker threads of this process: as many as `asked` for, or its part of what `processes` on this machine may use
  /// together. Where that is less than the machine has cores, one line says why, once in a program.
  public func threads(_ asked: Int?, processes: Int = 1) -> Int {
    let share = ProcessorShare.here
    let threads = asked ?? max(1, share.threads / processes)
    if asked == nil, let reason = share.reason, !isSaid.exchange(true, ordering: .relaxed) {
      let line = "threads: \(threads)\(processes > 1 ? " in each of \(processes) processes" : "") (\(reason))"
      // A page shows nothing of the machine it was woven on.
      isWeaving ? note(line) : say(line)
    }
    return threads
  }
}
