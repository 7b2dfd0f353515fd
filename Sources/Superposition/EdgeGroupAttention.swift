// How much attention the last layer (layer 2) pays to each group of edges while the model makes a thought.

import Coconut
import Reachability
import Records
import Transformer

extension EdgeGroupAttention {
  /// Measures a model that can read `problems`.
  public static func measure(_ reader: Reader, _ problems: [Problem]) -> EdgeGroupAttention {
    let prompts = problems.map { Prompt(asItStands: $0) }
    let sequences = zip(prompts, problems).map {
      ThoughtSequence(prompt: $0.tokens, thoughts: max($1.pathLength - 1, 0))
    }
    let parts = reader.evaluate(sequences) { model, range in
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
    return EdgeGroupAttention(
      reads: collect(parts.flatMap { $0 }).map { c, values in
        Read(c: c, groups: values.compactMapValues { Moments($0) })
      })
  }
}

/// Last-layer attention weight from `position` on each edge's source, target and edge token, added over these
/// three and over heads. The last edge has no edge token, so it has no entry.
func edgeMasses(_ model: FastModel, _ prompt: Prompt, sequence: Int, position: Int) -> [Double] {
  let weights = (0..<model.configuration.heads).map {
    model.attentionWeights(
      layer: model.configuration.layers - 1, head: $0, sequence: sequence, position: position)
  }
  return prompt.edgeMarks.map { mark in
    weights.reduce(0.0) { $0 + $1[mark - 2...mark].reduce(0) { $0 + Double($1) } }
  }
}

func byGroup<Value>(_ value: (NodeGroup) -> Value) -> [NodeGroup: Value] {
  Dictionary(uniqueKeysWithValues: NodeGroup.allCases.map { ($0, value($0)) })
}

/// Joins the values of all problems for each number of thoughts, in ascending order.
func collect(_ rows: [(c: Int, values: [NodeGroup: [Double]])]) -> [(c: Int, values: [NodeGroup: [Double]])] {
  let most = rows.map(\.c).max() ?? -1
  return (0..<most + 1).compactMap { c in
    let mine = rows.filter { $0.c == c }
    guard !mine.isEmpty else { return nil }
    return (c, byGroup { group in mine.flatMap { $0.values[group] ?? [] } })
  }
}
