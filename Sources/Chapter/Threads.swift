// How many worker threads a chapter starts by default. ProcessorShare finds out what the machine offers.

import Inputs
import Synchronization

private let isSaid = Atomic(false)

extension Terminal {
  /// Worker threads for this process: `asked`, or its part of what `processes` on this machine may use
  /// together. If they may use fewer cores than the machine has, prints once why.
  public func threads(_ asked: Int?, processes: Int = 1) -> Int {
    let share = ProcessorShare.here
    let threads = asked ?? max(1, share.threads / processes)
    if asked == nil, let reason = share.reason, !isSaid.exchange(true, ordering: .relaxed) {
      let line = "threads: \(threads)\(processes > 1 ? " in each of \(processes) processes" : "") (\(reason))"
      // A page must not show the machine on which it was woven.
      isWeaving ? note(line) : say(line)
    }
    return threads
  }
}
