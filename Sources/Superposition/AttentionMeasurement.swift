// The published attention measurement on one checkpoint, as its raw data have it. The scores themselves come from
// Coconut/LogitDifference.swift.

import Coconut
import Reachability
import Records

extension AttentionRawData {
  /// Measures one model after each number c of thoughts in `steps` as the script published with arXiv 2509.23365
  /// does: see `Reader.edgeScores`. A c without a problem that has both kinds of edges gets zeros and a count of 0.
  public static func measure(_ reader: Reader, _ problems: [Problem], steps: [Int]) -> [Int: Result] {
    let scores = reader.edgeScores(problems, most: steps.max() ?? 0)
    return Dictionary(
      uniqueKeysWithValues: steps.map { c in
        let score = scores[c]
        return (
          c,
          Result(
            meanFrontierAttention: score.frontier, meanOtherAttention: score.other,
            processedCount: score.count)
        )
      })
  }
}
