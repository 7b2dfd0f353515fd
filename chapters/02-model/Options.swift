// Chapter 02's flags, and the model and problem that they select.

import ArgumentParser
import Chapter
import Training
import Reachability
import Transformer

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "02-model",
    abstract: "The model: prompt, parameters, thoughts made and decoded, both losses, the gradient.",
    subcommands: [Inspect.self])

  @Option(
    help: ArgumentHelp("Checkpoint folder; a freshly initialised model if none is given.", valueName: "dir"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "Problem file; the worked example if none is given.", valueName: "file"))
  var testFile: String?

  @Option(help: "Which problem of the file, from 0.")
  var index = 0

  @Option(help: "Number of continuous thoughts.")
  var thoughts = 3

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if index < 0 { throw ValidationError("--index must be at least 0, found \(index)") }
    if index > 0 && testFile == nil {
      throw ValidationError("--index \(index) needs --test-file: the worked example is one problem")
    }
    if thoughts < 1 { throw ValidationError("--thoughts must be at least 1, found \(thoughts)") }
  }

  /// The problem from the file, or else the worked example.
  func problem() throws -> Problem {
    try testFile.map { try Reading.problem(index, of: $0) } ?? .workedExample
  }

  /// The model's name, in words.
  var modelName: String { checkpoint ?? "a fresh model of the profile \(common.profile.rawValue)" }

  /// The checkpoint, or else a fresh model with the shape that chapter 03 trains in this profile.
  func parameters() throws -> Parameters<Float> {
    if let checkpoint { return try ModelFolder.read(checkpoint) }
    var reader = ConfigurationReader()
    try reader.read(file: projectFile("chapters/03-coconut-train/\(common.profile.rawValue).yaml"))
    return Parameters(initial: try reader.finish().model, seed: common.seed ?? 0)
  }
}
