// One problem as a model solves it, thought by thought, for a reader to look at. The other probes take means
// over many problems.

import Coconut
import Reachability
import Records
import Transformer

/// What a model holds and attends to for one problem, at every thought and at the answer.
public struct ThoughtTrace: Codable, Sendable, Hashable {
  /// What is measured, in the words that raw data carry.
  public static let definition = """
    Problems as they stand, L thoughts, then [A]. weights: inner product of the thought (the hidden state after the \
    final layer norm) and each node's token embedding; for the answer the node's logit. attention: last-layer \
    attention weight after the softmax from the position that makes the thought (for the answer: from [A]), mean over \
    heads, added over each edge's source, target and edge token; null for the last edge, which has no edge token. \
    decoded: the most probable tokens if the thought were read out as a token, and their probabilities over the whole \
    vocabulary. All rounded to three digits after the point.
    """

  /// One thought, or the answer.
  public struct Reading: Codable, Sendable, Hashable {
    /// One number for each node: its inner product with the thought, or its logit in the answer.
    public var weights: [Double]
    /// Last-layer attention, mean over heads: a share 0 … 1 per edge in file order; nil for the last edge.
    public var attention: [Double?]
    /// The most probable tokens, in descending order.
    public var decoded: [Token]
  }

  /// A token and its probability.
  public struct Token: Codable, Sendable, Hashable {
    /// Its id; a node's number is its id (`Vocabulary`).
    public var id: Int
    /// Its share of the softmax over the whole vocabulary.
    public var probability: Double
  }

  /// The L thoughts, in their order.
  public var thoughts: [Reading]
  /// The reading at `[A]`.
  public var answer: Reading

  /// The traces of `problems`, in order, each with its `top` most probable tokens decoded.
  public static func measure(_ reader: Reader, _ problems: [Problem], top: Int = 5) -> [ThoughtTrace] {
    let prompts = problems.map { Prompt(asItStands: $0) }
    let sequences = zip(prompts, problems).map {
      ThoughtSequence(prompt: $0.tokens, thoughts: $1.pathLength, closing: [Vocabulary.answer])
    }
    let heads = Double(reader.configuration.heads)
    // Read c makes thought c + 1. One more read follows thought L, and the last one reads [A].
    let passes = reader.evaluate(sequences) { model, range in
      var hidden = range.map { _ in [[Float]]() }
      var logits = hidden
      model.forEachHidden { index, _, values, _ in hidden[index].append(Array(values)) }
      model.forEachRead { index, _, values in logits[index].append(Array(values)) }
      return range.enumerated().map { index, at in
        let edges = prompts[at].edges.count
        let attention = hidden[index].indices.map { read in
          let masses = edgeMasses(
            model, prompts[at], sequence: index, position: prompts[at].tokens.count - 1 + read)
          return masses.map { rounded($0 / heads) as Double? }
            + Array(repeating: nil, count: edges - masses.count)
        }
        return (hidden: hidden[index], logits: logits[index], attention: attention)
      }
    }
    return zip(problems, passes.flatMap { $0 }).map { problem, pass in
      let (nodes, answer) = (problem.graph.nodeCount, problem.pathLength + 1)
      return ThoughtTrace(
        thoughts: (0..<problem.pathLength).map { read in
          Reading(
            weights: reader.innerProducts(pass.hidden[read], nodes: nodes).map { rounded($0) },
            attention: pass.attention[read], decoded: mostProbable(top, pass.logits[read]))
        },
        answer: Reading(
          weights: pass.logits[answer].prefix(nodes).map { rounded(Double($0)) },
          attention: pass.attention[answer], decoded: mostProbable(top, pass.logits[answer])))
    }
  }
}

/// The `count` most probable tokens under the softmax of `logits`; ties are ordered by id.
private func mostProbable(_ count: Int, _ logits: [Float]) -> [ThoughtTrace.Token] {
  let shares = softmax(logits: logits)
  return shares.indices.sorted { (-shares[$0], $0) < (-shares[$1], $1) }.prefix(count).map {
    ThoughtTrace.Token(id: $0, probability: rounded(shares[$0]))
  }
}
