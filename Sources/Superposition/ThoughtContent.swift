// What a thought holds: its inner products with the embeddings of the nodes, by group.

import Coconut
import Reachability
import Transformer

/// Inner products of thoughts and node embeddings, and whether the frontier comes first.
public struct ThoughtContent: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Inner product of thought c (c = 1 … L; the hidden state after the final layer norm) and each node's token \
    embedding; problems as they stand. Groups of nodes: outside N_c; in N_c; ends of walks of c edges (arXiv \
    2505.12514's frontier); exactly c hops from the root; on a shortest path to the target at hop c. Mean and \
    deviation over nodes of all problems. frontierFirst: share of problems in which the |frontier_c| nodes with the \
    largest inner products are frontier_c; frontierOverlap: mean share of those nodes that are in it.
    """

  /// The c-th thoughts of all problems that have one.
  public struct Step: Codable, Sendable, Hashable {
    /// The thought's number, from 1: also the hops it should have searched.
    public var c: Int
    /// Problems that have this thought.
    public var problems: Int
    /// Inner products of thought and node embedding: mean and spread by group that has nodes.
    public var groups: [NodeGroup: Moments]
    /// Per group, how many inner products fall between neighbouring `edges` of the result.
    public var histograms: [NodeGroup: [Int]]
    /// Share of problems in which the |frontier_c| nodes with the largest inner products are frontier_c.
    public var frontierFirst: Double
    /// Mean share of those nodes that lie in frontier_c.
    public var frontierOverlap: Double
  }

  /// One entry a thought, ascending.
  public var steps: [Step]
  /// Bounds of the histograms' bins, ascending: bin i counts values from `edges[i]` up to `edges[i + 1]`.
  public var edges: [Double]

  /// Measures a model on `problems`, which it must be able to read; histograms have `bins` equal bins.
  public init(_ engine: Engine, _ problems: [Problem], bins: Int = 60) {
    let thoughts = engine.thoughts(
      zip(problems.map { Prompt(asItStands: $0).tokens }, problems).map {
        ThoughtSequence(prompt: $0, thoughts: $1.pathLength)
      })
    var rows: [(c: Int, values: [NodeGroup: [Double]])] = []
    var overlaps: [(c: Int, share: Double)] = []
    for (problem, thoughts) in zip(problems, thoughts) {
      for (c, thought) in thoughts.enumerated().map({ ($0 + 1, $1) }) {
        let products = engine.innerProducts(thought, nodes: problem.graph.nodeCount)
        rows.append((c, byGroup { group in group.nodes(problem, c).map { products[$0] } }))
        let frontier = Set(problem.frontier(c))
        let first = products.indices.sorted { products[$0] > products[$1] }.prefix(frontier.count)
        overlaps.append((c, Double(first.count(where: frontier.contains)) / Double(max(frontier.count, 1))))
      }
    }
    let all = rows.flatMap { $0.values.values.flatMap { $0 } }
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    let size = max(high - low, 1e-9) / Double(bins)
    edges = (0...bins).map { low + Double($0) * size }
    steps = collect(rows).map { c, values in
      let shares = overlaps.filter { $0.c == c }.map(\.share)
      return Step(
        c: c, problems: shares.count, groups: values.compactMapValues { Moments($0) },
        histograms: values.mapValues { values in
          values.reduce(into: Array(repeating: 0, count: bins)) { counts, value in
            counts[min(Int((value - low) / size), bins - 1)] += 1
          }
        },
        frontierFirst: Double(shares.count { $0 == 1 }) / Double(shares.count),
        frontierOverlap: shares.reduce(0, +) / Double(shares.count))
    }
  }
}

extension Engine {
  /// The inner product of a thought (width) and the embedding of each node token `0 ..< nodes`.
  public func innerProducts(_ thought: [Float], nodes: Int) -> [Double] {
    let start = Layout(configuration).tokenEmbedding
    return (0..<nodes).map { node in
      thought.indices.reduce(0) { sum, i in
        sum + Double(thought[i]) * Double(weights[start + node * configuration.width + i])
      }
    }
  }

  /// The thoughts (thoughts, width) that the model makes in each sequence: hidden states after the final layer norm.
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

  /// The logits (vocabulary) after each whole sequence; `givenThoughts` (sequences, thoughts, width) are read in place
  /// of its own thoughts.
  public func lastLogits(_ sequences: [ThoughtSequence], givenThoughts: [[[Float]]]? = nil) -> [[Float]] {
    evaluate(sequences, givenThoughts: givenThoughts) { model, range in
      var logits = range.map { _ in [Float]() }
      model.forEachRead { index, read, values in
        if read == sequences[range.lowerBound + index].tail.count { logits[index] = Array(values) }
      }
      return logits
    }.flatMap { $0 }
  }
}
