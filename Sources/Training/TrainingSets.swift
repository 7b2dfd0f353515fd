// Which problems a configuration names: files, or what a generator draws. Every problem that leaves here fits the model.
// In which order they are trained is TrainingProblems.swift's.

import Coconut
import Inputs
import Randomness
import Reachability

extension TrainingConfiguration {
  /// The problems to train on; `say` is told when a set is generated. Throws `InputError` for a file that cannot be
  /// used, for problems that take more positions than the model has, and for graphs that cannot be drawn.
  public func trainingProblems(say: (String) -> Void) throws -> TrainingProblems {
    switch problems {
    case .file:
      guard let path = trainPath else {
        throw InputError(
          in: "configuration", at: "train_path", expected: "a problem file, since problems is file",
          found: "none",
          next: "set train_path, or problems to stream")
      }
      let read = try ProblemSets.read(path, note: say)
      try model.check(reads: read, model: "configuration", problems: path)
      return .file(read)
    case .stream:
      let (generator, positions) = (try generator(), model.positions)
      return .stream { sizes, random in
        generator.problem(nodes: sizes, using: &random) { $0.promptLength + $0.pathLength + 1 <= positions }
      }
    }
  }

  /// The problems to evaluate on: `val_path`, or generated ones of the size the run ends with (400, or
  /// `eval_problems`), the same for all seeds. Throws `InputError` as `trainingProblems(say:)` does.
  public func validationProblems(say: (String) -> Void) throws -> [Problem] {
    // An evaluation asks for the answer, and where thoughts are vectors also for scores after some of them.
    let scored = feedback == .continuous ? Trainer.scoredThoughts : 0
    if let path = validationPath {
      let read = try ProblemSets.read(path, note: say)
      try model.check(reads: read, model: "configuration", problems: path)
      try model.check(reads: read, thoughts: scored, closing: 0, model: "configuration", problems: path)
      return read
    }
    let (generator, positions) = (try generator(), model.positions)
    return (0..<(evaluationProblems > 0 ? evaluationProblems : 400)).map { index in
      var random = RandomStream(heldOut, UInt64(index))
      return generator.problem(nodes: minNodes...maxNodes, using: &random) {
        $0.promptLength + max($0.pathLength + 1, scored) <= positions
      }
    }
  }

  /// A generator whose problems fit the model, but for a few that are drawn again. Throws `InputError` where most do
  /// not, and where graphs of these sizes practically never have paths of these lengths.
  private func generator() throws -> Generator {
    // Two edges a node is more than most graphs have.
    let needed = 6 * maxNodes + 12
    guard model.positions >= needed else {
      throw InputError(
        in: "configuration", at: "positions",
        expected: "at least \(needed) for graphs of \(maxNodes) nodes",
        found: "\(model.positions)", next: "--set positions=\(needed) or more, or a smaller max_nodes")
    }
    let generator = Generator(hops: minHops...maxHops)
    if let (nodes, hops) = generator.neverDrawn(nodes: minNodes...maxNodes) {
      throw InputError(
        in: "configuration", at: "max_hops", expected: "path lengths of graphs that grow to \(nodes) nodes",
        found: "\(hops), which hardly any has", next: "choose a smaller max_hops, or a larger min_nodes")
    }
    return generator
  }
}

extension Problem {
  /// Tokens of the problem's prompt.
  fileprivate var promptLength: Int { Prompt(asItStands: self).tokens.count }
}

/// The random stream of generated validation problems: not one of any run, whatever its seed.
private let heldOut: UInt64 = 0x4E1D_0CE7
