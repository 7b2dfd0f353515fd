// Layer 1: do edge tokens read their own source and target, as the theory assumes they do?

import Coconut
import Inputs
import Reachability
import Transformer

/// Attention of layer 1 from edge tokens `|` to their own source (two positions back) and target (one back).
public struct FirstLayerCopying: Codable, Sendable {
  /// What is measured, in words, as raw data state it.
  public static let definition = """
    Layer-1 attention weights after the softmax, problems as they stand. From each edge token (the last edge has none) \
    the weight on its own source and on its own target, per head; mean and deviation over all edge tokens. \
    copyingShare: edge tokens whose two largest weights, summed over heads, lie on their own source and target; places: \
    the same for the first, second, … edge of all prompts. \
    uniform: the mean weight a position gets where attention is even.
    """

  /// One head's weights over all edge tokens.
  public struct Head: Codable, Sendable, Hashable {
    /// Weight, 0 … 1, on the edge token's own source.
    public var source: Moments
    /// Weight on its own target.
    public var target: Moments
    /// Weight on everything else: what is left to 1.
    public var other: Moments
  }

  /// The edges at one place in their prompts.
  public struct Place: Codable, Sendable, Hashable {
    /// Edges at that place.
    public var count: Int
    /// Those whose token reads most from its own source and target, heads added.
    public var copying: Int

    /// Counts as given.
    public init(count: Int, copying: Int) {
      self.count = count
      self.copying = copying
    }
  }

  /// The map of one problem.
  public struct Map: Codable, Sendable, Hashable {
    /// The prompt's tokens, in words.
    public var tokens: [String]
    /// Weights (heads, queries, keys): query i has i + 1 keys. Rounded to 1e-4.
    public var weights: [[[Double]]]
  }

  /// One entry a head.
  public var heads: [Head]
  /// Mean of 1/(number of keys) over the edge tokens: the weight that even attention would give.
  public var uniform: Double
  /// Share, 0 … 1, of edge tokens that read most from their own source and target; the theory assumes 1.
  public var copyingShare: Double
  /// One entry a place, from the first edge on; nil in raw data that lack it.
  public var places: [Place]?
  /// The first problem's map.
  public var map: Map

  /// Measures layer 1 of a model of at least two layers. Throws `InputError` when it has fewer.
  public init(_ engine: Engine, _ problems: [Problem]) throws {
    let configuration = engine.configuration
    guard configuration.layers >= 2 else {
      throw InputError(
        in: "the model", at: "n_layer", expected: "at least 2 layers", found: "\(configuration.layers)",
        next: "probe a deeper model")
    }
    let prompts = problems.map { Prompt(asItStands: $0) }
    let heads = 0..<configuration.heads
    let sequences = prompts.map { ThoughtSequence(prompt: $0.tokens, thoughts: 0) }
    let parts = engine.evaluate(sequences) { model, range in
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
    self.heads = heads.compactMap { head in
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
    places = (0..<(prompts.map(\.edgeMarks.count).max() ?? 0)).map { place in
      let mine = zip(numbers, copies).filter { $0.0 == place }
      return Place(count: mine.count, copying: mine.count(where: \.1))
    }
    let count = Double(max(rows.count, 1))
    copyingShare = Double(copying) / count
    uniform = rows.reduce(0) { $0 + 1 / Double($1[0].count) } / count
    let tokens = prompts.first?.tokens ?? []
    let maps = engine.evaluate(Array(sequences.prefix(1))) { model, _ in
      heads.map { head in
        tokens.indices.map { position in
          model.attentionWeights(layer: 0, head: head, sequence: 0, position: position).map {
            (Double($0) * 1e4).rounded() / 1e4
          }
        }
      }
    }
    map = Map(tokens: tokens.map { Vocabulary.names[$0] }, weights: maps.first ?? [])
  }
}
