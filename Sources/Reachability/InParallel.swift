// A list whose items do not depend on each other, computed on all cores. Order and values are those of a plain map.

import Dispatch
import Foundation
import Inputs

/// `(0..<count).map(item)` on all cores, in the same order; `item` is called from several threads at once.
public func inParallel<Item: Sendable>(_ count: Int, _ item: @Sendable (Int) -> Item) -> [Item] {
  let pieces = min(count, 4 * ProcessorShare.here.threads)
  let parts = Parts<[Item]>(count: pieces)
  DispatchQueue.concurrentPerform(iterations: pieces) { piece in
    parts.set(piece, (piece * count / pieces..<(piece + 1) * count / pieces).map(item))
  }
  return parts.all.flatMap(\.self)
}

/// Collects parts that finish in any order. The lock makes it safe to share between threads.
private final class Parts<Part: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var parts: [Part?]

  init(count: Int) { parts = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ part: Part) { lock.withLock { parts[index] = part } }

  var all: [Part] { lock.withLock { parts.compactMap(\.self) } }
}
