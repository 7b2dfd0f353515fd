// Layer 1: whether edge tokens read their own source and target, as the theory assumes.

import Coconut
import Inputs
import Reachability
import Records
import Transformer

extension FirstLayerCopying {
  /// Measures layer 1 of a model with at least two layers. Throws `InputError` if it has fewer.
  public static func measure(_ reader: Reader, _ problems: [Problem]) throws -> FirstLayerCopying {
    let configuration = reader.configuration
    guard configuration.layers >= 2 else {
      throw InputError(
        in: "the model", at: "n_layer", expected: "at least 2 layers", found: "\(configuration.layers)",
        next: "probe a deeper model")
    }
    let prompts = problems.map { Prompt(asItStands: $0) }
    let heads = 0..<configuration.heads
    let sequences = prompts.map { ThoughtSequence(prompt: $0.tokens, thoughts: 0) }
    let parts = reader.evaluate(sequences) { model, range in
      range.flatMap { at in
        prompts[at].edgeMarks.map { mark in
          heads.map {
            model.attentionWeights(layer: 0, head: $0, sequence: at - range.lowerBound, position: mark)
          }
        }
      }
    }
    // (edge tokens, heads, keys)
    let rows = parts.flatMap { $0 }
    let measured = heads.compactMap { head -> Head? in
      let own = rows.map {
        (source: Double($0[head][$0[head].count - 3]), target: Double($0[head][$0[head].count - 2]))
      }
      guard let source = Moments(own.map(\.source)), let target = Moments(own.map(\.target)),
        let other = Moments(own.map { 1 - $0.source - $0.target })
      else { return nil }
      return Head(source: source, target: target, other: other)
    }
    let copies = rows.map { weights in
      let keys = weights[0].count
      let total = (0..<keys).map { key in weights.reduce(0) { $0 + $1[key] } }
      return Set(total.indices.sorted { total[$0] > total[$1] }.prefix(2)) == [keys - 3, keys - 2]
    }
    let copying = copies.count { $0 }
    let numbers = prompts.flatMap(\.edgeMarks.indices)
    let places = (0..<(prompts.map(\.edgeMarks.count).max() ?? 0)).map { place in
      let mine = zip(numbers, copies).filter { $0.0 == place }
      return Place(count: mine.count, copying: mine.count(where: \.1))
    }
    let count = Double(max(rows.count, 1))
    let uniform = rows.reduce(0) { $0 + 1 / Double($1[0].count) } / count
    let tokens = prompts.first?.tokens ?? []
    let maps = reader.evaluate(Array(sequences.prefix(1))) { model, _ in
      heads.map { head in
        tokens.indices.map { position in
          model.attentionWeights(layer: 0, head: head, sequence: 0, position: position).map {
            rounded(Double($0), 4)
          }
        }
      }
    }
    return FirstLayerCopying(
      heads: measured, uniform: uniform, copyingShare: Double(copying) / count, places: places,
      map: Map(tokens: tokens.map { Vocabulary.names[$0] }, weights: maps.first ?? []))
  }
}
