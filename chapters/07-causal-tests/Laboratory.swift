// The models of this chapter with their problems, and how each test is run on all of them and written down. What a test
// measures is in Sources/Superposition/CausalTests; what is printed of it is in Tables.swift.

import Chapter
import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Superposition
import Transformer

/// Models, problems, and the records that tests leave.
struct Laboratory {
  /// One model, with its unchanged chains.
  struct Model {
    let name: String
    let checkpoint: String?
    /// The record of its run; nil where there is none.
    let run: RunRecord?
    let bed: TestBed
    /// Weights and reader; nil for the construction.
    let trained: (parameters: Parameters<Float>, reader: Reader)?
    /// What stands in the places of its thoughts; nil where no record says so.
    let feedback: Feedback?

    /// Whether these are thoughts of its own; a control reads tokens there.
    var thinks: Bool { feedback ?? .continuous == .continuous }
  }

  let models: [Model]
  let options: Options
  private let digest: String

  /// Problems that probes, means and thresholds are found on; the construction needs few, having no probes.
  static let (trainingCount, fewCount) = (2000, 200)

  /// Reads problems and models, and runs the unchanged chains. Throws `InputError`.
  init(_ options: Options) throws {
    let terminal = options.terminal
    let test = PromptedProblems(try ProblemSets.read(options.testFile, note: terminal.note))
    let other = Generator().problems(Self.trainingCount, of: .train, seed: 0)
    let training = PromptedProblems(other)
    let few = PromptedProblems(Array(other.prefix(Self.fewCount)))
    for known in [other, few.problems] {
      let (asked, longest) = (
        test.problems.map(\.pathLength).max() ?? 0, known.map(\.pathLength).max() ?? 0
      )
      guard asked <= longest else {
        throw InputError(
          in: options.testFile,
          expected: "paths of at most \(longest) hops, as in the problems that probes are fitted on",
          found: "one of \(asked)", next: "leave longer paths out")
      }
    }
    let threads = terminal.threads(options.threads)
    terminal.note("chains of \(test.problems.count) problems, and of \(other.count) for probes")
    let read = try options.checkpoint.map { folder in
      let parameters = try ModelFolder.read(folder)
      for (problems, name) in [(test.problems, options.testFile), (other, "generated problems")] {
        try parameters.configuration.check(reads: problems, model: folder, problems: name)
      }
      let reader = Reader(parameters, threads: threads)
      let run = try RunRecord.beside(folder)
      let feedback = run?.configuration["feedback"].flatMap(Feedback.init)
      return Model(
        name: RunRecord.modelName(of: folder).name, checkpoint: folder, run: run,
        bed: TestBed(
          try Self.subject(reader, feedback ?? .continuous, model: folder), test, training: training),
        trained: (parameters, reader), feedback: feedback)
    }
    let construction = Model(
      name: "construction", checkpoint: nil, run: nil,
      bed: TestBed(ConstructionSubject(), test, training: few), trained: nil,
      feedback: nil)
    models = read + [construction]
    self.options = options
    digest = try SHA256.digest(ofFile: options.testFile)
  }

  /// The model as it was trained to read what stands in the places of thoughts.
  private static func subject(_ reader: Reader, _ feedback: Feedback, model: String) throws -> any Subject {
    if feedback == .continuous { return reader }
    guard let control = FedBack(reader, feedback) else {
      throw InputError(
        in: model, at: "feedback", expected: "continuous, pause, or discrete with a tied output head",
        found: feedback.rawValue, next: "test another model")
    }
    return control
  }

  /// Runs a test on every model for which `measure` gives a result, writes its record and prints it under `title`; nothing
  /// if this run leaves the test out. An `InputError` ends the chapter.
  func test<Result: TestResult>(_ test: CausalName, _ title: String, _ measure: (Model) -> Result?) {
    guard options.includes(test) else { return }
    let terminal = options.terminal
    let measured = models.compactMap { model -> CausalFile<Result>.Measured? in
      terminal.note("\(test.rawValue): \(model.name)")
      guard let result = measure(model) else { return nil }
      return CausalFile.Measured(
        name: model.name, checkpoint: model.checkpoint, run: model.run, feedback: model.feedback?.rawValue,
        result: result)
    }
    let file = CausalFile(
      test, definition: Result.definition, testFile: options.testFile, testFileSHA256: digest,
      models: measured)
    let path = "\(options.out)/\(test.file)"
    orExit { try writeJSON(options.add ? file.adding(to: path) : file, to: path) }
    terminal.section(title)
    Result.show(file, on: terminal)
  }
}
