// The problems of a training run: files, or a generator. Files that are missing from data/prosqa are generated first.

import Foundation
import Inputs
import Randomness
import Reachability
import Training

extension TrainingConfiguration {
  /// The problems to train on; `say` is told when a set is generated. Throws `InputError` for a file that cannot be
  /// used, and for graphs that take more positions than the model has.
  func trainingProblems(say: (String) -> Void) throws -> TrainingProblems {
    switch problems {
    case .file:
      guard let path = trainPath else {
        throw InputError(
          in: "configuration", at: "train_path", expected: "a problem file, since problems is file",
          found: "none",
          next: "set train_path, or problems to stream")
      }
      let read = try ProblemSets.read(path, note: say)
      try checkPositions(read, from: path)
      return .file(read)
    case .stream:
      // Two edges a node is more than most graphs have; the few that do not fit are drawn again.
      let needed = 6 * maxNodes + 12
      guard positions >= needed || modelFile != nil else {
        throw InputError(
          in: "configuration", at: "positions",
          expected: "at least \(needed) for graphs of \(maxNodes) nodes",
          found: "\(positions)", next: "--set positions=\(needed) or more, or a smaller max_nodes")
      }
      let (generator, positions) = (Generator(hops: minHops...maxHops), positions)
      return .stream { sizes, random in
        while true {
          let problem = generator.problem(nodes: sizes, using: &random)
          if problem.positions <= positions { return problem }
        }
      }
    }
  }

  /// The problems to evaluate on: `val_path`, or generated ones of the size the run ends with (400, or
  /// `eval_problems`), the same for all seeds. Throws `InputError` as `trainingProblems(say:)` does.
  func validationProblems(say: (String) -> Void) throws -> [Problem] {
    if let path = validationPath {
      let read = try ProblemSets.read(path, note: say)
      try checkPositions(read, from: path)
      return read
    }
    let generator = Generator(hops: minHops...maxHops)
    return (0..<(evaluationProblems > 0 ? evaluationProblems : 400)).map { index in
      var random = RandomStream(heldOut, UInt64(index))
      return generator.problem(nodes: minNodes...maxNodes, using: &random)
    }
  }

  private func checkPositions(_ problems: [Problem], from path: String) throws {
    let longest = problems.map(\.positions).max() ?? 0
    guard longest <= model.positions || modelFile != nil else {
      throw InputError(
        in: path, expected: "prompts of at most \(model.positions) tokens (positions)",
        found: "one of \(longest) tokens",
        next: "--set positions=\(longest) or more")
    }
  }
}

extension Problem {
  /// Positions that the problem takes: its prompt, a thought a hop, `[A]`.
  fileprivate var positions: Int { Prompt(asItStands: self).tokens.count + pathLength + 1 }
}

/// The random stream of generated validation problems: not one of any run, whatever its seed.
private let heldOut: UInt64 = 0x4E1D_0CE7
