// From a checkpoint folder and problems to an engine that can read them, with one-line errors where they do not fit.

import Inputs
import Reachability
import Transformer

extension Engine {
  /// An engine with the weights of a checkpoint folder, checked to be able to read `problems` and `thoughts` thoughts
  /// each (nil: as many as the path has hops), and `[A]`; `testFile` names the problems in errors. Throws `InputError`
  /// for a folder that is no model, another vocabulary, or a problem that takes more positions than the model has.
  public convenience init(
    checkpoint: String, reading problems: [Problem], from testFile: String, thoughts: Int? = nil, threads: Int
  ) throws {
    let parameters = try ModelFolder.read(checkpoint)
    let configuration = parameters.configuration
    guard configuration.vocabulary == Vocabulary.count else {
      throw InputError(
        in: checkpoint, at: "vocab_size", expected: "\(Vocabulary.count), the tokens of this task",
        found: "\(configuration.vocabulary)", next: "name a checkpoint that was trained on it")
    }
    let longest =
      problems.map { Prompt(asItStands: $0).tokens.count + (thoughts ?? $0.pathLength) + 1 }.max() ?? 0
    guard longest <= configuration.positions else {
      throw InputError(
        in: testFile, expected: "at most \(configuration.positions) positions, as many as the model has",
        found: "a problem that takes \(longest)", next: "name other problems or a model with more positions")
    }
    self.init(parameters, shards: 1, threads: threads)
  }
}
