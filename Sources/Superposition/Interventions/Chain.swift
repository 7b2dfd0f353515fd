// A chain of thoughts under interventions, and what runs it: a trained model by the fast path, its readable definition, or
// the construction whose weights are written down. What a test asks of them is in the files of the tests.

import Coconut
import Reachability
import Transformer

/// A prompt, thoughts, and `[A]`, with what is done to the thoughts on the way.
public struct Chain: Sendable, Hashable {
  /// Token ids of the prompt.
  public var prompt: [Int]
  /// Thoughts that are made if none is removed.
  public var thoughts: Int
  /// What is done, in this order. Thoughts are made one after the other, so a change of thought c reaches all later ones.
  public var interventions: [Intervention]

  /// A chain; without interventions it is the model's own.
  public init(_ prompt: [Int], thoughts: Int, _ interventions: [Intervention] = []) {
    (self.prompt, self.thoughts, self.interventions) = (prompt, thoughts, interventions)
  }

  /// The numbers c of the thoughts that stand in the sequence, in order: all that are not removed.
  public var kept: [Int] {
    let removed = Set(interventions.filter { $0.change == .remove }.map(\.c))
    return stride(from: 1, through: thoughts, by: 1).filter { !removed.contains($0) }
  }

  /// What a model reads: the prompt, the thoughts that are kept, `[A]`.
  public var sequence: ThoughtSequence {
    ThoughtSequence(prompt: prompt, thoughts: kept.count, closing: [Vocabulary.answer])
  }

  /// Does to `thought` (width), which stands at `place` (0 is the first) of those kept, all that is asked for it.
  public func edit<Scalar: BinaryFloatingPoint>(_ place: Int, _ thought: inout [Scalar]) {
    let c = kept[place]
    for intervention in interventions where intervention.c == c { intervention.apply(to: &thought) }
  }
}

/// The edit that puts `thoughts` (sequences, thoughts, width) in place of the model's own.
func giving(_ thoughts: [[[Float]]]) -> ThoughtEdit {
  { sequence, place, row in _ = row.update(fromContentsOf: thoughts[sequence][place]) }
}

/// What a model made of a chain.
public struct ChainResult: Sendable, Hashable {
  /// Each kept thought (width) as the model made it, before anything was done to it.
  public var made: [[Float]]
  /// The logits (vocabulary) at `[A]`.
  public var answer: [Float]
}

/// What a causal test asks of a model.
public protocol Subject {
  /// The vectors (vocabulary, width) whose inner products with a thought read it out: the output head. Row v belongs to
  /// node v.
  var readout: [[Float]] { get }
  /// The most positions that a prompt, its thoughts and `[A]` may take.
  var positions: Int { get }
  /// Runs chains; results come in their order.
  func run(_ chains: [Chain]) -> [ChainResult]
}

extension Subject {
  /// Numbers in a thought.
  public var width: Int { readout.first?.count ?? 0 }

  /// The logits (vocabulary) of a thought: its inner products with the readout vectors.
  public func logits(_ thought: [Float]) -> [Double] { readout.map { product(thought, $0) } }
}

/// A trained model by the fast path.
extension Reader: Subject {
  /// The rows of the output head.
  public var readout: [[Float]] { rows(from: Layout(configuration).head) }

  /// The token embeddings (vocabulary, width).
  var embeddings: [[Float]] { rows(from: Layout(configuration).tokenEmbedding) }

  /// A matrix (vocabulary, width) of the weights.
  private func rows(from start: Int) -> [[Float]] {
    let d = configuration.width
    return (0..<configuration.vocabulary).map { token in
      (0..<d).map { weights[start + token * d + $0] }
    }
  }

  /// As many as the model has position embeddings.
  public var positions: Int { configuration.positions }

  /// Runs chains on the reader's threads.
  public func run(_ chains: [Chain]) -> [ChainResult] {
    let sequences = chains.map(\.sequence)
    let edit: ThoughtEdit = { sequence, place, row in
      let chain = chains[sequence]
      guard !chain.interventions.isEmpty else { return }
      var thought = Array(row)
      chain.edit(place, &thought)
      _ = row.update(fromContentsOf: thought)
    }
    return evaluate(sequences, edit: edit) { model, range in
      var results = range.map { _ in ChainResult(made: [], answer: []) }
      model.forEachHidden { index, read, hidden, _ in
        if read < sequences[range.lowerBound + index].tail.count - 1 {
          results[index].made.append(Array(hidden))
        }
      }
      model.forEachRead { index, read, logits in
        if read == sequences[range.lowerBound + index].tail.count { results[index].answer = Array(logits) }
      }
      return results
    }.flatMap { $0 }
  }
}

/// A trained model that reads something else than thoughts in their places, as it was trained to: each thought that it makes
/// gives way to a token's embedding before anything else is done to it.
public struct FedBack: Subject {
  private let reader: Reader
  private let change: Intervention.Change

  /// A model that reads pause tokens, or its own greedy tokens; nil for any other feedback, and for greedy tokens of a model
  /// whose head is not its embedding, since the token is chosen by the inner product with what is read next.
  public init?(_ reader: Reader, _ feedback: Feedback) {
    let rows = reader.embeddings
    switch feedback {
    case .pause: change = .replace(rows[Vocabulary.latent])
    case .discrete where reader.configuration.tied: change = .choose(rows)
    case .discrete, .continuous, .none: return nil
    }
    self.reader = reader
  }

  /// The rows of the output head.
  public var readout: [[Float]] { reader.readout }

  /// As many as the model has position embeddings.
  public var positions: Int { reader.positions }

  /// Runs chains on the reader's threads.
  public func run(_ chains: [Chain]) -> [ChainResult] {
    reader.run(
      chains.map { chain in
        Chain(
          chain.prompt, thoughts: chain.thoughts,
          chain.kept.map { Intervention($0, change) } + chain.interventions)
      })
  }
}

extension ReadableModel {
  /// Runs one chain by the definition: what the fast path is tested against.
  public func run(_ chain: Chain) -> (made: [[Scalar]], answer: [Scalar]) {
    let run = run(chain.sequence) { place, thought in chain.edit(place, &thought) }
    return (Array(run.hidden.prefix(chain.kept.count)), run.logits[chain.kept.count + 1])
  }
}
