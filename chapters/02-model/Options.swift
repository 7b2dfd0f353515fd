// The flags of chapter 02, and the model and problem they amount to.

import ArgumentParser
import Chapter
import Training
import Reachability
import Transformer

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "02-model",
    abstract: "The model: prompt, parameters, one thought made and decoded, both losses, the gradient.",
    subcommands: [Inspect.self])

  @Option(
    help: ArgumentHelp("Checkpoint folder; a freshly initialised model if none is given.", valueName: "dir"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "Problem file; a small graph of the chapter's own if none is given.", valueName: "file"))
  var testFile: String?

  @Option(help: "Which problem of the file, from 0.")
  var index = 0

  @Option(help: "Number of continuous thoughts.")
  var thoughts = 2

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if index < 0 { throw ValidationError("--index must be at least 0, found \(index)") }
    if thoughts < 1 { throw ValidationError("--thoughts must be at least 1, found \(thoughts)") }
  }

  /// The problem: of the file, or the chapter's own.
  func problem() throws -> Problem { try testFile.map { try Reading.problem(index, of: $0) } ?? example }

  /// What the model is, in words.
  var modelName: String { checkpoint ?? "a fresh model of the profile \(common.profile.rawValue)" }

  /// The checkpoint, or a fresh model of the shape that the profile trains in chapter 03.
  func parameters() throws -> Parameters<Float> {
    if let checkpoint { return try ModelFolder.read(checkpoint) }
    var reader = ConfigurationReader()
    try reader.read(file: projectFile("chapters/03-coconut-train/\(common.profile.rawValue).yaml"))
    return Parameters(initial: try reader.finish().model, seed: common.seed ?? 0)
  }
}

/// Nine nodes: from root 0 the target 6 is three hops away, over 1 or 2 and then 4; 8 hangs on 7 alone.
let example = Problem(
  graph: Graph(
    nodeCount: 9,
    edges: [
      Edge(0, 1), Edge(7, 8), Edge(1, 3), Edge(4, 6), Edge(0, 2), Edge(2, 4), Edge(7, 5), Edge(1, 4),
    ]), symbols: (0..<9).map { "node \($0)" }, root: 0, target: 6, negativeTarget: 8)
