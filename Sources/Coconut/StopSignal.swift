// SIGINT and SIGTERM as a flag that the training loop asks after each step.

import Foundation
import Synchronization

private let caught = Atomic<Int32>(0)

/// The signal that asked a run to stop.
enum StopSignal {
  /// Notes SIGINT and SIGTERM from now on instead of ending the program.
  static func watch() {
    caught.store(0, ordering: .relaxed)
    // A program started from a thread that blocks signals inherits that.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in [SIGINT, SIGTERM] {
      signal(number) { caught.store($0, ordering: .relaxed) }
      sigaddset(&wanted, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  /// Lets them end the program again.
  static func ignore() {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }

  /// The last signal, 0 if none came.
  static var number: Int32 { caught.load(ordering: .relaxed) }
}
