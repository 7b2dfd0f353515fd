// What a thought holds: its inner products with node embeddings, by group of nodes.

import Coconut
import Reachability
import Records
import Transformer

extension ThoughtContent {
  /// Measures a model that can read `problems`; each histogram has `bins` equal bins.
  public static func measure(_ reader: Reader, _ problems: [Problem], bins: Int = 60) -> ThoughtContent {
    let thoughts = reader.thoughts(
      zip(problems.map { Prompt(asItStands: $0).tokens }, problems).map {
        ThoughtSequence(prompt: $0, thoughts: $1.pathLength)
      })
    var rows: [(c: Int, values: [NodeGroup: [Double]])] = []
    var overlaps: [(c: Int, share: Double)] = []
    for (problem, thoughts) in zip(problems, thoughts) {
      for (c, thought) in thoughts.enumerated().map({ ($0 + 1, $1) }) {
        let products = reader.innerProducts(thought, nodes: problem.graph.nodeCount)
        rows.append((c, byGroup { group in group.nodes(problem, c).map { products[$0] } }))
        let frontier = Set(problem.frontier(c))
        let first = products.indices.sorted { products[$0] > products[$1] }.prefix(frontier.count)
        overlaps.append((c, Double(first.count(where: frontier.contains)) / Double(max(frontier.count, 1))))
      }
    }
    let all = rows.flatMap { $0.values.values.flatMap { $0 } }
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    let size = max(high - low, 1e-9) / Double(bins)
    let edges = (0...bins).map { low + Double($0) * size }
    let held = collect(rows).map { c, values in
      let shares = overlaps.filter { $0.c == c }.map(\.share)
      return Thought(
        c: c, problems: shares.count, groups: values.compactMapValues { Moments($0) },
        histograms: values.mapValues { values in
          values.reduce(into: Array(repeating: 0, count: bins)) { counts, value in
            counts[min(Int((value - low) / size), bins - 1)] += 1
          }
        },
        frontierFirst: Double(shares.count { $0 == 1 }) / Double(shares.count),
        frontierOverlap: shares.reduce(0, +) / Double(shares.count))
    }
    return ThoughtContent(thoughts: held, edges: edges)
  }
}

extension Reader {
  /// The inner product of a thought (width) with the embedding of each node token `0 ..< nodes`.
  public func innerProducts(_ thought: [Float], nodes: Int) -> [Double] {
    let start = Layout(configuration).tokenEmbedding
    return (0..<nodes).map { node in
      thought.indices.reduce(0) { sum, i in
        sum + Double(thought[i]) * Double(weights[start + node * configuration.width + i])
      }
    }
  }

  /// The thoughts (thoughts, width) made in each sequence: hidden states after the final layer norm.
  public func thoughts(_ sequences: [ThoughtSequence]) -> [[[Float]]] {
    evaluate(sequences) { model, range in
      var thoughts = range.map { _ in [[Float]]() }
      model.forEachHidden { index, read, hidden, _ in
        let tail = sequences[range.lowerBound + index].tail
        if read < tail.count && tail[read] == .thought { thoughts[index].append(Array(hidden)) }
      }
      return thoughts
    }.flatMap { $0 }
  }

  /// Whether each problem, as it stands, is answered rightly: greedily, after as many thoughts as its path has hops, and `[A]`.
  public func answersRightly(_ problems: [Problem]) -> [Bool] {
    zip(problems, lastLogits(problems.map { ThoughtSequence(asItStands: $0) })).map {
      $0.target == greedy($1)
    }
  }

  /// The logits (vocabulary) after each whole sequence.
  public func lastLogits(_ sequences: [ThoughtSequence]) -> [[Float]] {
    evaluate(sequences) { model, range in
      var logits = range.map { _ in [Float]() }
      model.forEachRead { index, read, values in
        if read == sequences[range.lowerBound + index].tail.count { logits[index] = Array(values) }
      }
      return logits
    }.flatMap { $0 }
  }
}

extension ThoughtSequence {
  /// What a model reads to answer `problem` as it stands: its prompt, as many thoughts as its path has hops, and `[A]`.
  init(asItStands problem: Problem) {
    self.init(
      prompt: Prompt(asItStands: problem).tokens, thoughts: problem.pathLength, closing: [Vocabulary.answer])
  }
}
