// Which samples of a batch each shard gets. The cut depends on the samples alone, not on the number of workers, and every
// rank makes the same one.

import Coconut

/// The indices of each shard's samples, ascending: every sample in one shard, nowhere more of them than an even cut needs,
/// and nearly the same work in all.
///
/// Samples are dealt the largest first, each to the shard that has the least work so far and still has room. `work` is
/// what each sample takes, in any unit.
package func balancedShards(work: [Int], shards: Int) -> [[Int]] {
  let room = (work.count + shards - 1) / shards
  var parts = [[Int]](repeating: [], count: shards)
  var sums = [Int](repeating: 0, count: shards)
  let largestFirst = work.indices.sorted { work[$0] != work[$1] ? work[$0] > work[$1] : $0 < $1 }
  for index in largestFirst {
    let open = parts.indices.filter { parts[$0].count < room }
    guard let least = open.min(by: { (sums[$0], $0) < (sums[$1], $1) }) else { break }
    parts[least].append(index)
    sums[least] += work[index]
  }
  return parts.map { $0.sorted() }
}

extension Sample {
  /// About how long a training step works on the sample, in prompt tokens. A thought or `[A]` passes through all of the
  /// last layer, of which a prompt token passes through little: 24 to 31 d² multiply-adds against 9.5 d².
  var work: Int { sequence.prompt.count + 3 * sequence.tail.count }
}
