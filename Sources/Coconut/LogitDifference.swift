// The paper's measurement: how much more the last layer's attention scores favour frontier edges than the others.

import Reachability
import Transformer

/// Attention scores on frontier edges and on the others after `c` thoughts (paper Fig. 3; published analysis script).
public struct EdgeScores: Sendable, Hashable, Codable {
  /// Mean over problems of the mean score over frontier edges; 0 where none was counted. A score is q·k/√(head width)
  /// before the softmax, summed over heads.
  public var frontier: Double
  /// The same over the other edges.
  public var other: Double
  /// Problems counted: those that have both kinds of edges.
  public var count: Int
  /// The logit difference, frontier minus other: near 60 at its level in the paper's Fig. 3.
  public var difference: Double { frontier - other }

  package init(frontier: Double, other: Double, count: Int) {
    self.frontier = frontier
    self.other = other
    self.count = count
  }
}

extension Reader {
  /// Scores per number of thoughts `c` in `0 … most`, measured as published: problems as they stand (file order of
  /// edges, target first), raw q·k/√(head width) of the last layer from the last position, summed over heads, read at
  /// the `|` tokens (so the last edge is left out); an edge is a frontier edge when its source is exactly `c` hops from
  /// the root. Problems without frontier edges or without others are skipped.
  public func edgeScores(_ problems: [Problem], most: Int) -> [EdgeScores] {
    let prompts = problems.map { Prompt(asItStands: $0) }
    let parts = evaluate(prompts.map { ThoughtSequence(prompt: $0.tokens, thoughts: most) }) { model, range in
      var rows: [(c: Int, frontier: Double, other: Double)] = []
      model.forEachHidden { index, c, _, scores in
        let at = range.lowerBound + index
        if let mean = meanScores(problems[at], prompts[at], c, scores) {
          rows.append((c, mean.frontier, mean.other))
        }
      }
      return rows
    }
    let rows = parts.flatMap { $0 }
    return (0...most).map { c in
      let mine = rows.filter { $0.c == c }
      let n = Double(max(mine.count, 1))
      return EdgeScores(
        frontier: mine.reduce(0) { $0 + $1.frontier } / n, other: mine.reduce(0) { $0 + $1.other } / n,
        count: mine.count)
    }
  }
}

/// The mean score of the edges that leave the frontier after `c` thoughts, and that of all other edges; nil unless there
/// are both. `scores` has one number for each position, and that of an edge stands at the `|` which closes it, `back` 0. (One place
/// back stands its target, two places back its source.)
package func meanScores(
  _ problem: Problem, _ prompt: Prompt, _ c: Int, _ scores: some RandomAccessCollection<Float>, back: Int = 0
) -> (frontier: Double, other: Double)? {
  var (frontier, other) = ([Double](), [Double]())
  for (edge, mark) in zip(prompt.edges, prompt.edgeMarks) {
    let score = Double(scores[scores.index(scores.startIndex, offsetBy: mark - back)])
    if problem.distance[edge.source] == c { frontier.append(score) } else { other.append(score) }
  }
  guard !frontier.isEmpty, !other.isEmpty else { return nil }
  return (frontier.reduce(0, +) / Double(frontier.count), other.reduce(0, +) / Double(other.count))
}
