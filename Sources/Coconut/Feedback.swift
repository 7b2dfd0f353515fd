// What is fed back where a thought stands. The module Transformer runs the chain.

/// What stands at thought positions: Coconut's continuous thoughts, or a control.
public enum Feedback: String, Sendable, CaseIterable {
  /// The continuous thought.
  case continuous
  /// A fixed token that carries nothing from the previous position.
  case pause
  /// The node predicted there, as a token.
  case discrete
  /// Nothing: no thought positions at all.
  case none
}
