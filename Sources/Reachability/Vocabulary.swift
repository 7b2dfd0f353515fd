// The 40 tokens of the published model. It only names ids; prompts are built in Prompt.swift.

/// Token ids (published vocabulary): nodes are their own ids, then the special tokens.
public enum Vocabulary {
  /// Number of node tokens, `0 ..< nodeCount`: the largest graph a prompt can hold.
  public static let nodeCount = 31
  /// Number of tokens, nodes and special ones together.
  public static let count = 40
  /// `<|start-latent|>`; no prompt of this task holds it.
  public static let startLatent = 31
  /// `<|end-latent|>`; no prompt of this task holds it.
  public static let endLatent = 32
  /// `<|latent|>`: where the published code puts a thought, and here the pause token of the control `feedback: pause`.
  public static let latent = 33
  /// `|`, the paper's edge token `<e>`: it stands between edges, not after the last.
  public static let edge = 34
  /// `[Q]`, the paper's `<Q>`: before the two candidates.
  public static let question = 35
  /// `[R]`, the paper's `<R>`: before the root.
  public static let root = 36
  /// `[A]`, the paper's `<A>`: after the last thought, where the answer is read.
  public static let answer = 37
  /// `<eos>`, which also opens the prompt (the paper's `<s>`).
  public static let endOfSequence = 38
  /// `<|no-answer|>`; no prompt of this task holds it.
  public static let noAnswer = 39

  /// The printed form of each token, by id.
  public static let names: [String] =
    (0..<nodeCount).map(String.init) + [
      "<|start-latent|>", "<|end-latent|>", "<|latent|>", "|", "[Q]", "[R]", "[A]", "<eos>", "<|no-answer|>",
    ]
}
