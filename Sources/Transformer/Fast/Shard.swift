// How a shard's sequences lie in memory: prompts end to end without padding, then one row per read. No arithmetic.

/// A block of neighbouring rows, all of prompts or all of reads, and which position of which sequence each row is.
struct RowBlock {
  let rows: Range<Int>
  /// Sequence (sorted) and position in it, one entry a row: what dropout's masks depend on.
  let places: [(sequence: Int, position: Int)]
}

/// Neighbouring sequences whose prompts go through all layers together: so few that what one operation leaves is still in
/// the processor's cache when the next one reads it, and so many that the copy that OpenBLAS makes of each weight is small
/// beside the product. Wide models keep little in the cache either way.
struct Chunk {
  let sequences: Range<Int>
  /// Their prompts' rows.
  let block: RowBlock

  /// Prompt rows at which a chunk ends with the sequence that reaches them: 384 at width 128, whole shards at 768.
  static func rows(width: Int) -> Int { 3 * width }
}

/// Sequences of one shard in the order in which they are processed: longest tail first, so that the sequences which
/// still go on at read `r` are always the first `active[r]`.
struct Shard {
  /// The sequences, sorted; `given[i]` is the caller's index of sorted sequence i.
  let sequences: [ThoughtSequence]
  let given: [Int]
  /// Prompt rows: sequence i occupies rows `start[i] ..< start[i] + length[i]`.
  let start, length: [Int]
  /// The token and position id of every prompt row, and the chunks that these rows are cut into.
  let promptTokens: [(token: Int, position: Int)]
  let chunks: [Chunk]
  /// Reads: read r of sequence i is row `base[r] + i` of `readRows`, for i below `active[r]`.
  let active, base: [Int]
  let readRows: Int
  /// Number of reads of the longest sequence.
  var reads: Int { active.count }
  /// One past the last position id of any prompt; the largest number of keys any read looks at, rounded up to whole tiles.
  let promptPositions, mostKeys: Int

  init(_ unsorted: [ThoughtSequence], width: Int) {
    let order = unsorted.indices.sorted {
      let (a, b) = (unsorted[$0].tail.count, unsorted[$1].tail.count)
      return a != b ? a > b : $0 < $1
    }
    given = order
    let sorted = order.map { unsorted[$0] }
    sequences = sorted
    length = sorted.map { $0.prompt.count }
    start = Shard.starts(length)
    promptTokens = sorted.flatMap { sequence in
      sequence.prompt.enumerated().map { (token: $1, position: sequence.firstPosition + $0) }
    }
    chunks = Shard.chunks(length, rows: Chunk.rows(width: width))
    let reads = (sorted.first?.tail.count ?? -1) + 1
    active = (0..<reads).map { r in sorted.count { $0.tail.count >= r } }
    base = Shard.starts(active)
    readRows = active.reduce(0, +)
    promptPositions = sorted.map { $0.firstPosition + $0.prompt.count }.max() ?? 0
    mostKeys = wholeTiles(sorted.map(\.count).max() ?? 0)
  }

  /// Rows of sequence i's prompt.
  func prompt(_ i: Int) -> Range<Int> { start[i]..<start[i] + length[i] }

  /// Row of the last token of sequence i's prompt, where read 0 is made.
  func lastRow(_ i: Int) -> Int { start[i] + length[i] - 1 }

  /// Rows of one read.
  func read(_ read: Int) -> Range<Int> { base[read]..<base[read] + active[read] }

  /// Read rows of sequence i's tail up to read `read`: of reads 1 … `read`, since read 0 is in the prompt.
  func tail(_ i: Int, upTo read: Int) -> [Int] { stride(from: 1, through: read, by: 1).map { base[$0] + i } }

  /// Rows and places of one read; read 0 is at the prompt's last position.
  func block(_ read: Int) -> RowBlock {
    RowBlock(
      rows: self.read(read),
      places: (0..<active[read]).map { (sequence: $0, position: length[$0] - 1 + read) })
  }

  /// Chunks of sequences whose prompts have these lengths; each ends with the sequence that reaches `most` rows.
  private static func chunks(_ lengths: [Int], rows most: Int) -> [Chunk] {
    var (chunks, row, first): ([Chunk], Int, Int) = ([], 0, 0)
    var places: [(sequence: Int, position: Int)] = []
    for (i, n) in lengths.enumerated() {
      places += (0..<n).map { (sequence: i, position: $0) }
      guard places.count >= most || i + 1 == lengths.count else { continue }
      let block = RowBlock(rows: row..<row + places.count, places: places)
      chunks.append(Chunk(sequences: first..<i + 1, block: block))
      (row, first, places) = (row + places.count, i + 1, [])
    }
    return chunks
  }

  /// Where each of neighbouring parts of these lengths starts.
  static func starts(_ lengths: [Int]) -> [Int] {
    var end = 0
    return lengths.map { length in
      defer { end += length }
      return end
    }
  }
}
