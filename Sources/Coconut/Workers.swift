// Tasks on a fixed number of threads, each with a fast model of its own. What a task does is its caller's.

import Dispatch
import Synchronization
import Transformer

/// A value that threads share; each thread touches its own part of it.
package struct Shared<Value>: @unchecked Sendable {
  /// What is shared.
  package let value: Value

  package init(_ value: Value) { self.value = value }
}

/// Worker threads and their models; the models' buffers grow with the largest shard that each has run.
public final class Workers: Sendable {
  /// Number of threads, at least 1.
  public let threads: Int
  private let models: Shared<[FastModel]>

  /// Workers for models of one shape. OpenBLAS runs single-threaded from then on.
  public init(_ configuration: Configuration, threads: Int) {
    useSingleThreadedBLAS()
    self.threads = max(1, threads)
    models = Shared((0..<self.threads).map { _ in FastModel(configuration) })
  }

  /// Runs `tasks` tasks, whichever thread is free taking the next; the results come in the order of the tasks. `body` may
  /// use `model` until it returns.
  public func run<Result: Sendable>(
    _ tasks: Int, _ body: @escaping @Sendable (_ model: FastModel, _ task: Int) -> Result
  ) -> [Result] {
    let results = UnsafeMutablePointer<Result?>.allocate(capacity: tasks)
    results.initialize(repeating: nil, count: tasks)
    defer {
      results.deinitialize(count: tasks)
      results.deallocate()
    }
    let out = Shared(results)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        out.value[task] = body(models.value[worker], task)
      }
    }
    return (0..<tasks).compactMap { results[$0] }
  }
}
