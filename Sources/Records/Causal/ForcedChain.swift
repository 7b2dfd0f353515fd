// Schema: thoughts read out as a written chain. Module Superposition measures it.

/// Test 7, force the chain: is what the thoughts read out as a path?
public struct ForcedChain: Codable, Sendable, Hashable {
  /// What is measured, in words; the records carry this text.
  public static let definition = """
    Each of the L thoughts is read out through the output head as one token; the thoughts themselves go on unchanged. greedy: \
    the token with the largest logit. sampled: one token from the softmax of the logits, each of 20 chains by itself. A \
    chain is v if root and tokens are a path along edges that ends at the target, p if they are a path that does not, e if \
    they are no path but the last token is the target, o if neither. asTokens: the greedy tokens' embeddings are fed back in place \
    of the thoughts; 1 if the answer is the target. norms: mean norm of thought c, entry c − 1; embeddings: mean norm of the \
    node embeddings.
    """

  /// The letters of chains, one a problem.
  public var greedy: Outcomes
  /// For each of 20 draws the letters of chains, one a problem.
  public var sampled: [Outcomes]
  /// Whether the answer is right with tokens fed back.
  public var asTokens: Outcomes
  /// Whether the answer is right with the model's own thoughts.
  public var own: Outcomes
  /// Mean norm of each thought.
  public var norms: [Double]
  /// Mean norm of node embeddings.
  public var embeddings: Double

  package init(
    greedy: Outcomes, sampled: [Outcomes], asTokens: Outcomes, own: Outcomes, norms: [Double],
    embeddings: Double
  ) {
    (self.greedy, self.sampled, self.asTokens, self.own) = (greedy, sampled, asTokens, own)
    (self.norms, self.embeddings) = (norms, embeddings)
  }
}
