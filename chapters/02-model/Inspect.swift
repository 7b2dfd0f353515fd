// `02-model inspect`: what one model computes on one problem, as JSON or as tables.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Reachability
import Transformer

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows logits, thoughts and attention scores of a model on one problem of a file.",
    discussion: """
      The prompt lists the edges in file order and the target first. Logits and scores are read at the last position: \
      the prompt's last token, the last thought, or [A]. Scores are q·k/√(head width) of the last layer before the \
      softmax, summed over heads, one per position.

      --thoughts-from takes thoughts from a JSON list with one entry for each thought: a list of numbers, as many as the \
      model is wide, to be read in that thought's place, or null for the model's own. What --json prints as thoughts is \
      such a list, so that any change of a thought, made in any program, can be checked here.
      """)

  @Option(help: ArgumentHelp("Checkpoint folder.", valueName: "dir"))
  var checkpoint: String

  @Option(help: ArgumentHelp("Problem file.", valueName: "file"))
  var testFile: String

  @Option(help: "Which problem of the file, from 0.")
  var index = 0

  @Option(help: "Number of continuous thoughts.")
  var thoughts: Int

  @Option(
    help: ArgumentHelp("Thoughts to read in place of the model's own, a JSON list.", valueName: "file"))
  var thoughtsFrom: String?

  @Flag(help: "Put [A] after the thoughts.")
  var answer = false

  @Flag(help: "Print one JSON object: tokens, logits, thoughts, scores.")
  var json = false

  func validate() throws {
    if index < 0 { throw ValidationError("--index must be at least 0, found \(index)") }
    if thoughts < 0 { throw ValidationError("--thoughts must be at least 0, found \(thoughts)") }
  }

  func run() throws {
    let reading = try Reading(
      Reading.problem(index, of: testFile), thoughts: thoughts, given: given(), answer: answer,
      with: ModelFolder.read(checkpoint), from: checkpoint)
    if json { try printJSON(reading) } else { printTables(reading) }
  }

  /// The thoughts of `--thoughts-from`; none without it. Throws `InputError` unless there is an entry for each thought.
  private func given() throws -> Reading.Given? {
    guard let file = thoughtsFrom else { return nil }
    let vectors = try readJSON([[Double]?].self, from: file, whole: "a list of thoughts ([[…], null, …])")
    guard vectors.count == thoughts else {
      throw InputError(
        in: file, expected: "\(thoughts) entries, one for each thought", found: "\(vectors.count)",
        next: "correct the file or --thoughts")
    }
    return Reading.Given(vectors: vectors, file: file)
  }

  private func printJSON(_ reading: Reading) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(ReadingFile(reading)), as: UTF8.self))
  }

  private func printTables(_ reading: Reading) {
    let terminal = Terminal()
    terminal.section("Problem \(index) of \(testFile)")
    let problem = reading.problem
    terminal.say(
      "From root \(problem.root): \(problem.target) can be reached in \(problem.pathLength) hops, "
        + "\(problem.negativeTarget) cannot. \(thoughts) thoughts\(answer ? ", then [A]" : "").")

    terminal.section("Scores of the last layer at the last position, by part of the sequence")
    terminal.table(
      ["tokens", "positions", "scores", "what it is"],
      reading.parts.map { part in
        let scores = numbers(Array(reading.scores[part.positions]))
        return [part.tokens, part.place, scores, part.meaning]
      }, left: [0, 1, 2, 3])

    if thoughts > 0 {
      terminal.section("Thoughts, decoded by the output head")
      for (c, vector) in (reading.given?.vectors ?? []).enumerated() where vector != nil {
        terminal.say("[t_\(c + 1)] is given, not the model's own.")
      }
      terminal.table(thoughtHeader, thoughtRows(reading), left: [0, 2, 3])
    }
    terminal.section("Next token")
    let probabilities = softmax(logits: reading.logits)
    let order = reading.logits.indices.sorted { reading.logits[$0] > reading.logits[$1] }
    terminal.table(
      ["token", "logit", "probability"],
      order.prefix(8).map {
        [Vocabulary.names[$0], number(reading.logits[$0], 3), number(probabilities[$0], 4)]
      })
  }
}

/// A reading as JSON.
struct ReadingFile: Encodable {
  /// The prompt's ids, without those for thoughts and `[A]`.
  let tokens: [Int]
  /// Logits at the last position (40).
  let logits: [Double]
  /// The thoughts that the model read (thoughts, width): its own, or those given in their place.
  let thoughts: [[Double]]
  /// Scores from the last position, one for each position, thoughts and `[A]` included.
  let scores: [Double]

  init(_ reading: Reading) {
    tokens = reading.prompt.tokens
    logits = reading.logits
    thoughts = reading.run.thoughts
    scores = reading.scores
  }
}

let thoughtHeader = ["thought", "norm", "likeliest tokens", "largest logits"]

/// One row for each thought: its name, its norm, and the tokens that the output head finds in it.
func thoughtRows(_ reading: Reading) -> [[String]] {
  reading.run.thoughts.enumerated().map { index, thought in
    let logits = reading.model.logits(thought)
    return ["[t_\(index + 1)]", number(norm(thought), 2), likeliest(logits), largest(logits)]
  }
}
