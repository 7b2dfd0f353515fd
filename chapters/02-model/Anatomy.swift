// The parts of a sequence and what each token is for. It computes nothing.

import Reachability

/// Consecutive positions with one purpose.
struct Part {
  let positions: Range<Int>
  /// The tokens as printed; a thought is `[t_1]`, `[t_2]`, …
  let tokens: String
  let meaning: String

  /// The positions as printed: `4` or `4–6`.
  var place: String {
    positions.count == 1 ? "\(positions.lowerBound)" : "\(positions.lowerBound)–\(positions.upperBound - 1)"
  }
}

extension Reading {
  /// The sequence from `<eos>` to the last position.
  var parts: [Part] {
    var parts: [Part] = []
    var end = 0
    func add(_ tokens: [String], _ meaning: String) {
      parts.append(
        Part(positions: end..<end + tokens.count, tokens: tokens.joined(separator: " "), meaning: meaning))
      end += tokens.count
    }
    func names(_ ids: Int...) -> [String] { ids.map { Vocabulary.names[$0] } }
    add(names(Vocabulary.endOfSequence), "opens the prompt")
    for (index, edge) in prompt.edges.enumerated() {
      let hop = problem.distance[edge.source].map { "an edge from frontier_\($0)" }
      let tokens = names(prompt.label[edge.source], prompt.label[edge.target])
      // The edge token `|` ends every edge except the last.
      add(
        index < prompt.edgeMarks.count ? tokens + names(Vocabulary.edge) : tokens,
        hop ?? "an edge the root does not reach")
    }
    add(
      names(Vocabulary.question, prompt.label[problem.target], prompt.label[problem.negativeTarget]),
      "which of these two can be reached (target first here) …")
    add(names(Vocabulary.root, prompt.label[problem.root]), "… from this root?")
    for thought in 0..<thoughts {
      add(["[t_\(thought + 1)]"], "a thought: the hidden state at position \(end - 1), fed back")
    }
    if answer { add(names(Vocabulary.answer), "asks for the answer") }
    return parts
  }
}
