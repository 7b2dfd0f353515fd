// How a shard's sequences lie in memory: prompts end to end without padding, then one row per read. No arithmetic.

/// Sequences of one shard in the order in which they are processed: longest tail first, so that the sequences which
/// still go on at read `r` are always the first `active[r]`.
struct Shard {
  /// The sequences, sorted; `given[i]` is the caller's index of sorted sequence i.
  let sequences: [ThoughtSequence]
  let given: [Int]
  /// Prompt rows: sequence i occupies rows `start[i] ..< start[i] + length[i]` of `promptRows`.
  let start, length: [Int]
  let promptRows: Int
  /// Reads: read r of sequence i is row `base[r] + i` of `readRows`, for i below `active[r]`.
  let active, base: [Int]
  let readRows: Int
  /// Number of reads of the longest sequence.
  var reads: Int { active.count }
  /// One past the last position of any prompt, and the largest number of keys any read looks at.
  let promptPositions, mostKeys: Int

  init(_ unsorted: [ThoughtSequence]) {
    let order = unsorted.indices.sorted {
      let (a, b) = (unsorted[$0].tail.count, unsorted[$1].tail.count)
      return a != b ? a > b : $0 < $1
    }
    given = order
    let sorted = order.map { unsorted[$0] }
    sequences = sorted
    length = sorted.map { $0.prompt.count }
    var rows = 0
    start = sorted.map { sequence in
      defer { rows += sequence.prompt.count }
      return rows
    }
    promptRows = rows
    let reads = (sorted.first?.tail.count ?? -1) + 1
    active = (0..<reads).map { r in sorted.count { $0.tail.count >= r } }
    rows = 0
    base = active.map { count in
      defer { rows += count }
      return rows
    }
    readRows = rows
    promptPositions = sorted.map { $0.firstPosition + $0.prompt.count }.max() ?? 0
    mostKeys = sorted.map(\.count).max() ?? 0
  }
}
