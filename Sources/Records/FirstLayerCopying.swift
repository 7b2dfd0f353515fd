// Schema: layer-1 attention from edge tokens to their own source and target. Superposition measures it.

/// Attention of layer 1 from edge tokens `|` to their own source (two positions back) and target (one back).
public struct FirstLayerCopying: Codable, Sendable {
  /// What is measured, in words; the records carry this text.
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
    /// Weight on everything else: 1 minus the other two.
    public var other: Moments

    package init(source: Moments, target: Moments, other: Moments) {
      (self.source, self.target, self.other) = (source, target, other)
    }
  }

  /// All edges at the same place in their prompts.
  public struct Place: Codable, Sendable, Hashable {
    /// Edges at that place.
    public var count: Int
    /// How many of their tokens attend most to their own source and target, summed over heads.
    public var copying: Int

    package init(count: Int, copying: Int) {
      (self.count, self.copying) = (count, copying)
    }
  }

  /// The attention map of one problem.
  public struct Map: Codable, Sendable, Hashable {
    /// The prompt's tokens, in words.
    public var tokens: [String]
    /// Weights (heads, queries, keys): query i has i + 1 keys. Rounded to 1e-4.
    public var weights: [[[Double]]]

    package init(tokens: [String], weights: [[[Double]]]) {
      (self.tokens, self.weights) = (tokens, weights)
    }
  }

  /// One entry per head.
  public var heads: [Head]
  /// Mean of 1/(number of keys) over the edge tokens: the weight that even attention would give.
  public var uniform: Double
  /// Share, 0 … 1, of edge tokens that attend most to their own source and target; the theory assumes 1.
  public var copyingShare: Double
  /// One entry per place, from the first edge on; nil in records without it.
  public var places: [Place]?
  /// The first problem's map.
  public var map: Map

  package init(heads: [Head], uniform: Double, copyingShare: Double, places: [Place]? = nil, map: Map) {
    (self.heads, self.uniform, self.copyingShare, self.places) = (heads, uniform, copyingShare, places)
    self.map = map
  }
}
