// The 40 tokens of the published model. It only names ids; prompts are built in Prompt.swift.

/// Token ids (published vocabulary): nodes are their own ids, then the special tokens.
public enum Vocabulary {
  /// Node tokens are `0 ..< nodeCount`.
  public static let nodeCount = 31
  /// Number of tokens.
  public static let count = 40
  /// `<|start-latent|>`, `<|end-latent|>`, `<|latent|>`.
  public static let startLatent = 31
  public static let endLatent = 32
  public static let latent = 33
  /// `|`, the paper's edge token `<e>`: it stands between edges, not after the last.
  public static let edge = 34
  /// `[Q]`, `[R]`, `[A]`: before the candidates, before the root, before the answer.
  public static let question = 35
  public static let root = 36
  public static let answer = 37
  /// `<eos>`, which also opens the prompt.
  public static let endOfSequence = 38
  /// `<|no-answer|>`.
  public static let noAnswer = 39

  /// The printed form of each token id.
  public static let names: [String] =
    (0..<nodeCount).map(String.init) + [
      "<|start-latent|>", "<|end-latent|>", "<|latent|>", "|", "[Q]", "[R]", "[A]", "<eos>", "<|no-answer|>",
    ]
}
