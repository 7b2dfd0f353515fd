// Theorem 3's equation, fitted to the answers of checkpoints.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Superposition

struct Regression: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit Theorem 3's equation, carry-over and candidate lift, to the answers of checkpoints.")

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Checkpoint folders, one after another.", valueName: "dir"))
  var checkpoint = ["laptop-coconut", "laptop-bfs", "contrast-coconut", "contrast-bfs-frontier"].map {
    "data/checkpoints/\($0)"
  }

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Option(help: ArgumentHelp("Folder for answer-regression.json.", valueName: "dir"))
  var out: String

  @Option(help: "Worker threads (default: all cores this process may use).")
  var threads: Int?

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func validate() throws { try checkThreads(threads) }

  func run() throws {
    let terminal = Terminal(quiet: quiet)
    let problems = try ProblemSets.read(testFile, note: terminal.say)
    let models = try checkpoint.map { folder in
      let reader = try Reader.read(
        checkpoint: folder, reading: problems, from: testFile, threads: terminal.threads(threads))
      let (name, epoch) = RunRecord.modelName(of: folder)
      guard
        let model = AnswerRegression.Model.measure(
          reader, problems, name: name, epoch: epoch, record: try RunRecord.beside(folder))
      else {
        throw InputError(
          in: folder, expected: "thoughts that tell nodes apart", found: "one inner product for all",
          next: "name a trained checkpoint")
      }
      return model
    }
    let data = AnswerRegression(testFile: testFile, problems: problems.count, models: models)
    terminal.section("Theorem 3's equation, fitted to trained models")
    terminal.show(answerRegressionTable(data))
    terminal.section("Do the two effects add?")
    terminal.show(answerSumTable(data))
    terminal.section("Where [A] looks")
    terminal.show(answerAttentionTable(data))
    let path = "\(out)/\(RecordName.answerRegression)"
    try writeJSON(data, to: path)
    terminal.say("→ \(path)")
  }
}
