// What a run of the readable model leaves: results to look at, and the tape its backward pass reads.

/// Results of one sequence. Reads are the prompt's last position and every position of the tail.
public struct ReadableRun<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// The sequence that was read.
  public let sequence: ThoughtSequence
  /// The continuous thoughts in order (thoughts, width), as the model read them.
  public internal(set) var thoughts: [[Scalar]] = []
  /// Logits ξ (reads, vocabulary).
  public internal(set) var logits: [[Scalar]] = []
  /// Whether thoughts may have been changed before they were read.
  let isEdited: Bool
  let dropout: SequenceDropout
  /// Queries, keys and values: (layers, positions, 3 · width).
  var rows: [[[Scalar]]]
  var positions: [Position] = []

  /// A run that has read nothing yet.
  init(_ sequence: ThoughtSequence, layers: Int, _ dropout: SequenceDropout, isEdited: Bool) {
    self.sequence = sequence
    self.isEdited = isEdited
    self.dropout = dropout
    rows = Array(repeating: [], count: layers)
  }

  /// One position's tape.
  struct Position: Sendable {
    let layers: [ReadableLayer.Tape<Scalar>]
    let norm: LayerNorm.Tape<Scalar>
    let hidden: [Scalar]
  }

  private var reads: ArraySlice<Position> { positions[(sequence.prompt.count - 1)...] }

  /// Hidden states after the final layer norm (reads, width).
  public var hidden: [[Scalar]] { reads.map(\.hidden) }

  /// Last-layer scores of each read, q · k/√(width of a head) summed over heads before the softmax: one a position up
  /// to the read's own.
  public var scores: [[Scalar]] { reads.map { $0.layers.last?.attention.scores ?? [] } }
}

extension ThoughtSequence {
  /// The token at `position`, nil where a thought stands.
  func token(at position: Int) -> Int? {
    guard position >= prompt.count else { return prompt[position] }
    switch tail[position - prompt.count] {
    case .thought: return nil
    case .token(let token): return token
    }
  }
}
