// What a model reads: a prompt, then a tail of fed-back thoughts and tokens. It knows nothing of graphs.

/// A prompt and the positions after it. Logits are read at the prompt's last position and after each element of the
/// tail, so a sequence has `tail.count + 1` reads; read `r` comes after `r` elements of the tail.
public struct ThoughtSequence: Sendable, Hashable {
  /// One position after the prompt.
  public enum Element: Sendable, Hashable {
    /// A continuous thought: the hidden state after the final layer norm at the previous position, fed back.
    case thought
    /// An ordinary token: `[A]`, a node of a discrete chain of thought, a pause.
    case token(Int)
  }

  /// Token ids of the prompt, at least one.
  public let prompt: [Int]
  /// What follows the prompt.
  public let tail: [Element]
  /// The position id of the first token: 0, as published, but for training on shifted prompts.
  public let firstPosition: Int

  /// A prompt followed by `tail`.
  public init(prompt: [Int], tail: [Element], firstPosition: Int = 0) {
    self.prompt = prompt
    self.tail = tail
    self.firstPosition = firstPosition
  }

  /// A prompt, `thoughts` continuous thoughts, then `closing` tokens (`[A]` at the answer stage).
  public init(prompt: [Int], thoughts: Int, closing: [Int] = []) {
    self.init(
      prompt: prompt,
      tail: Array(repeating: .thought, count: thoughts) + closing.map { .token($0) })
  }

  /// Number of positions, prompt and tail together.
  public var count: Int { prompt.count + tail.count }
}
