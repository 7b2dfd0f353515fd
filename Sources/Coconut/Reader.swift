// A trained model that reads: sequences forward on several threads. It has no gradients and no moments, so probes and
// evaluations need no more memory than weights and activations.

import Inputs
import Reachability
import Transformer

/// Weights, and the threads that run sequences through them.
public final class Reader {
  /// The model's shape and parameter layout.
  public let configuration: Configuration
  /// The weights, as many floats as the layout of `configuration` counts.
  public let weights: UnsafeMutableBufferPointer<Float>
  /// The threads.
  public let workers: Workers

  /// A reader of these weights.
  public init(_ parameters: Parameters<Float>, threads: Int) {
    configuration = parameters.configuration
    workers = Workers(parameters.configuration, threads: threads)
    weights = .allocate(capacity: parameters.values.count)
    _ = weights.initialize(from: parameters.values)
  }

  deinit { weights.deallocate() }

  /// A reader of a checkpoint folder, checked to be able to read `problems` with `thoughts` thoughts each (nil: as many as
  /// the path has hops), and `[A]`; `testFile` names the problems in errors. Throws `InputError` for a folder that is no
  /// model, another vocabulary, or a problem that takes more positions than the model has.
  public static func read(
    checkpoint: String, reading problems: [Problem], from testFile: String, thoughts: Int? = nil, threads: Int
  ) throws -> Reader {
    let parameters = try ModelFolder.read(checkpoint)
    try parameters.configuration.check(
      reads: problems, thoughts: thoughts, model: checkpoint, problems: testFile)
    return Reader(parameters, threads: threads)
  }

  /// Runs sequences forward in blocks over all threads; `visit` is called once a block, with its indices.
  ///
  /// `edit` is given each thought before it is read, with the number of its sequence, and may change it. `visit` and `edit`
  /// are called from any thread; results come in the order of the blocks, each of at most `block` sequences.
  public func evaluate<Result: Sendable>(
    _ sequences: [ThoughtSequence], edit: ThoughtEdit? = nil, block: Int = 32,
    _ visit: @escaping @Sendable (_ model: FastModel, _ range: Range<Int>) -> Result
  ) -> [Result] {
    let weights = Shared(weights)
    return workers.run((sequences.count + block - 1) / block) { model, index in
      let range = index * block..<min((index + 1) * block, sequences.count)
      var shifted: ThoughtEdit?
      if let edit { shifted = { edit(range.lowerBound + $0, $1, $2) } }
      model.forward(Array(sequences[range]), weights: weights.value, edit: shifted)
      return visit(model, range)
    }
  }
}

extension Configuration {
  /// Throws `InputError` unless a model of this shape has the tokens of this task; `model` names its file.
  public func checkVocabulary(model: String) throws {
    guard vocabulary == Vocabulary.count else {
      throw InputError(
        in: model, at: "vocab_size", expected: "\(Vocabulary.count), the tokens of this task",
        found: "\(vocabulary)", next: "name a model with this vocabulary")
    }
  }

  /// Throws `InputError` unless a model of this shape can read `problems` with `thoughts` thoughts each (nil: as many as
  /// the path has hops) and `closing` tokens after them (`[A]`). `model` and `problems` name the two files.
  public func check(
    reads all: [Problem], thoughts: Int? = nil, closing: Int = 1, model: String, problems: String
  ) throws {
    try checkVocabulary(model: model)
    let longest =
      all.map { Prompt(asItStands: $0).tokens.count + (thoughts ?? $0.pathLength) + closing }.max() ?? 0
    guard longest <= positions else {
      throw InputError(
        in: problems, expected: "at most \(positions) positions, as many as the model has",
        found: "a problem that takes \(longest)", next: "name other problems or a model with more positions")
    }
  }
}
