// Schema: counts of right answers and predictions on a set of problems. Module Coconut does the counting.

/// What an evaluation counted.
public struct Evaluation: Sendable, Hashable, Codable {
  /// Problems, each counted once.
  public var count: Int
  /// Problems whose greedy token over the whole vocabulary, after L thoughts and `[A]`, was the target.
  public var correct: Int
  /// Problems answered rightly without thoughts, `[A]` right after the prompt (control of arXiv 2604.06374).
  public var correctWithoutThoughts: Int
  /// Entry c, for c thoughts made: problems with a hop c + 1.
  public var hopCount: [Int]
  /// Entry c: those of them whose greedy token lies in frontier_{c+1}.
  public var hopInFrontier: [Int]

  /// Share of right answers, 0 … 1 (0 without problems); 0.962 in the paper.
  public var accuracy: Double { Double(correct) / Double(max(count, 1)) }
  /// Share of right answers with the thoughts removed, 0 … 1.
  public var accuracyWithoutThoughts: Double { Double(correctWithoutThoughts) / Double(max(count, 1)) }
  /// Per hop, from hop 1: share of predictions inside the frontier, 0 … 1.
  public var frontierShare: [Double] { zip(hopInFrontier, hopCount).map { Double($0) / Double(max($1, 1)) } }

  package init(count: Int, correct: Int, correctWithoutThoughts: Int, hopCount: [Int], hopInFrontier: [Int]) {
    (self.count, self.correct, self.correctWithoutThoughts) = (count, correct, correctWithoutThoughts)
    (self.hopCount, self.hopInFrontier) = (hopCount, hopInFrontier)
  }
}
