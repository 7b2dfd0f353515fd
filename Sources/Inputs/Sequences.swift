// What the standard library lacks for sequences.

extension Sequence where Element: Hashable {
  /// The elements without repetitions, in the order in which they first appear.
  public func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
