// Layer 2 (the last): how much attention each group of edges gets while a thought is made.

import Coconut
import Reachability
import Transformer

/// Last-layer attention mass per edge triplet, by group and number of thoughts made.
public struct EdgeGroupAttention: Codable, Sendable, Hashable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Last-layer attention weights after the softmax, summed over heads, from the position that makes thought c + 1; \
    problems as they stand, c = 0 … L − 1. A triplet's mass adds its source, target and edge token; the last edge is \
    left out. Groups by the edge's source: outside N_c; in N_c; at the end of a walk of c edges (arXiv 2505.12514's \
    frontier); exactly c hops from the root; optimal: the edge continues a shortest path to the target. Mean and \
    deviation over edges of all problems.
    """

  /// One number of thoughts.
  public struct Step: Codable, Sendable, Hashable {
    /// Thoughts made, from 0.
    public var c: Int
    /// Attention mass of an edge triplet, added over heads (0 … number of heads): mean and spread by group that has
    /// edges.
    public var groups: [NodeGroup: Moments]
  }

  /// One entry a number of thoughts made, ascending.
  public var steps: [Step]

  /// Measures a model on `problems`, which it must be able to read.
  public init(_ engine: Engine, _ problems: [Problem]) {
    let prompts = problems.map { Prompt(asItStands: $0) }
    let sequences = zip(prompts, problems).map {
      ThoughtSequence(prompt: $0.tokens, thoughts: max($1.pathLength - 1, 0))
    }
    let parts = engine.evaluate(sequences) { model, range in
      range.flatMap { at in
        (0..<problems[at].pathLength).map { c -> (c: Int, values: [NodeGroup: [Double]]) in
          let position = prompts[at].tokens.count - 1 + c
          let masses = edgeMasses(
            model, prompts[at], sequence: at - range.lowerBound, position: position)
          let edges = Array(prompts[at].edges.prefix(masses.count))
          return (c, byGroup { group in group.edges(problems[at], edges, c).map { masses[$0] } })
        }
      }
    }
    steps = collect(parts.flatMap { $0 }).map { c, values in
      Step(c: c, groups: values.compactMapValues { Moments($0) })
    }
  }
}

/// Last-layer attention weight from `position` on each edge's source, target and edge token, added over heads: one a
/// triplet, so none for the last edge.
func edgeMasses(_ model: FastModel, _ prompt: Prompt, sequence: Int, position: Int) -> [Double] {
  let weights = (0..<model.configuration.heads).map {
    model.attentionWeights(
      layer: model.configuration.layers - 1, head: $0, sequence: sequence, position: position)
  }
  return prompt.edgeMarks.map { mark in
    weights.reduce(0.0) { $0 + $1[mark - 2...mark].reduce(0) { $0 + Double($1) } }
  }
}

/// A value per group.
func byGroup<Value>(_ value: (NodeGroup) -> Value) -> [NodeGroup: Value] {
  Dictionary(uniqueKeysWithValues: NodeGroup.allCases.map { ($0, value($0)) })
}

/// Joins the values of all problems per number of thoughts, ascending.
func collect(_ rows: [(c: Int, values: [NodeGroup: [Double]])]) -> [(c: Int, values: [NodeGroup: [Double]])] {
  let most = rows.map(\.c).max() ?? -1
  return (0..<most + 1).compactMap { c in
    let mine = rows.filter { $0.c == c }
    guard !mine.isEmpty else { return nil }
    return (c, byGroup { group in mine.flatMap { $0.values[group] ?? [] } })
  }
}
