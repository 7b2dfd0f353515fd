// The shape of a GPT-2: what fixes its parameters and its function. Reading and writing it is in ConfigurationFile.swift.

/// A GPT-2 decoder's shape and dropout rates (names as in the paper; Hugging Face's key in brackets).
public struct Configuration: Sendable, Hashable {
  /// Number of tokens (`vocab_size`); 40 in the published model.
  public var vocabulary: Int
  /// Largest number of positions (`n_positions`): prompt, thoughts and `[A]` together.
  public var positions: Int
  /// Width of the residual stream (`n_embd`), a multiple of `heads`.
  public var width: Int
  /// Number of layers (`n_layer`).
  public var layers: Int
  /// Attention heads per layer (`n_head`).
  public var heads: Int
  /// Whether the output head is the token embedding (`tie_word_embeddings`).
  public var tied: Bool
  /// Dropout of the embedded input in training, in `[0, 1)` (`embd_pdrop`).
  public var embeddingDropout: Double
  /// Dropout of attention weights after the softmax, in `[0, 1)` (`attn_pdrop`).
  public var attentionDropout: Double
  /// Dropout of what each sublayer adds to the residual stream, in `[0, 1)` (`resid_pdrop`).
  public var residualDropout: Double
  /// Standard deviation of initial weights (`initializer_range`).
  public var initialDeviation: Double
  /// Layer norm's epsilon (`layer_norm_epsilon`).
  public var epsilon: Double

  /// A configuration; defaults are the paper's (2 layers, width 768, 8 heads, 40 tokens, tied), but for its dropout of
  /// 0.1. `dropout` sets all three rates.
  public init(
    vocabulary: Int = 40, positions: Int = 1024, width: Int = 768, layers: Int = 2, heads: Int = 8,
    tied: Bool = true, dropout: Double = 0, initialDeviation: Double = 0.02, epsilon: Double = 1e-5
  ) {
    self.vocabulary = vocabulary
    self.positions = positions
    self.width = width
    self.layers = layers
    self.heads = heads
    self.tied = tied
    self.embeddingDropout = dropout
    self.attentionDropout = dropout
    self.residualDropout = dropout
    self.initialDeviation = initialDeviation
    self.epsilon = epsilon
  }

  /// Whether training drops anything: whether one of the three rates is above 0.
  public var hasDropout: Bool { max(embeddingDropout, attentionDropout, residualDropout) > 0 }
  /// Width of one head, `width / heads`.
  public var headWidth: Int { width / heads }
  /// Width of the feed-forward layer: 4 × width, as in GPT-2.
  public var inner: Int { 4 * width }
}
