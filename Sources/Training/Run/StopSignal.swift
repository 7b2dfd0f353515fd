// SIGINT, SIGTERM and SIGUSR1 as a flag that the training loop asks after each step. SIGUSR1 is the one that mpirun
// passes on to its ranks; Slurm sends it before the end of a job's time on request.

import Foundation
import Synchronization

private let caught = Atomic<Int32>(0)

/// The signal that asked a run to stop.
enum StopSignal {
  private static let all = [SIGINT, SIGTERM, SIGUSR1]

  /// Notes these signals from now on instead of ending the program.
  static func watch() {
    caught.store(0, ordering: .relaxed)
    // A program started from a thread that blocks signals inherits that.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in all {
      signal(number) { caught.store($0, ordering: .relaxed) }
      sigaddset(&wanted, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  /// Lets them end the program again.
  static func ignore() {
    for number in all { signal(number, SIG_DFL) }
  }

  /// The last signal, 0 if none came.
  static var number: Int32 { caught.load(ordering: .relaxed) }
}
