// The published attention measurement on one checkpoint, in the form of the raw data.
// Coconut/LogitDifference.swift computes the scores.

import Coconut
import Reachability
import Records

extension AttentionRawData {
  /// Measures one model for each c, the numbers of thoughts made, as the script published with arXiv
  /// 2509.23365 does (`Reader.edgeScores`). If no problem has both kinds of edges, scores and count are 0.
  public static func measure(_ reader: Reader, _ problems: [Problem], c values: [Int]) -> [Int: Result] {
    let scores = reader.edgeScores(problems, most: values.max() ?? 0)
    return Dictionary(
      uniqueKeysWithValues: values.map { c in
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
