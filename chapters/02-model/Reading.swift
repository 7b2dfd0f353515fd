// One model's reading of one problem, for both commands of the chapter. All inputs are checked here.

import Coconut
import Inputs
import Reachability
import Transformer

/// A problem in file order (target first), `thoughts` thoughts, perhaps `[A]`, and the model's run on them.
struct Reading: Sendable {
  let problem: Problem
  let prompt: Prompt
  let thoughts: Int
  /// Thoughts read in place of the model's own; nil where all are its own.
  let given: Given?
  let answer: Bool
  let model: ReadableModel<Double>
  let run: ReadableRun<Double>

  /// Thoughts from a file: a vector (width) or nil for each thought.
  struct Given: Sendable {
    let vectors: [[Double]?]
    let file: String
  }

  /// Reads `problem`; `source` names the model in errors.
  init(
    _ problem: Problem, thoughts: Int, given: Given? = nil, answer: Bool = false,
    with parameters: Parameters<Float>, from source: String
  ) throws {
    self.problem = problem
    self.thoughts = thoughts
    self.given = given
    self.answer = answer
    prompt = Prompt(asItStands: problem)
    let configuration = parameters.configuration
    try configuration.checkVocabulary(model: source)
    let room = configuration.positions - prompt.tokens.count - (answer ? 1 : 0)
    guard thoughts <= room else {
      throw InputError(
        in: source, at: "n_positions",
        expected: "room for a prompt of \(prompt.tokens.count) tokens, \(thoughts) thoughts and what follows",
        found: "\(configuration.positions)", next: "ask for fewer thoughts, or give another model")
    }
    for (c, vector) in (given?.vectors ?? []).enumerated() {
      if let found = vector?.count, found != configuration.width {
        throw InputError(
          in: given?.file ?? "", at: "[\(c)]", expected: "\(configuration.width) numbers, the model's width",
          found: "\(found)", next: "correct the file or name another checkpoint")
      }
    }
    let sequence = ThoughtSequence(
      prompt: prompt.tokens, thoughts: thoughts, closing: answer ? [Vocabulary.answer] : [])
    model = ReadableModel(
      Parameters(configuration: configuration, values: parameters.values.map(Double.init)))
    run = model.run(sequence) { place, thought in
      if let vector = given?.vectors[place] { thought = vector }
    }
    if let overflow = (logits + scores).first(where: { !$0.isFinite }) {
      throw InputError(
        in: source, expected: "finite logits", found: "\(overflow)", next: "take another checkpoint")
    }
  }

  /// Logits (40) and last-layer scores (one for each position), both read at the last position.
  var logits: [Double] { run.logits[run.logits.count - 1] }
  var scores: [Double] { run.scores[run.scores.count - 1] }

  /// The position embedding P of one position (width).
  func positionEmbedding(_ position: Int) -> [Double] {
    let width = model.parameters.configuration.width
    let row = model.parameters.layout.positionEmbedding + position * width
    return Array(model.parameters.values[row..<row + width])
  }

  /// Reads problem `index` from a file.
  static func problem(_ index: Int, of file: String) throws -> Problem {
    let problems = try ProblemFile.read(file)
    guard problems.indices.contains(index) else {
      throw InputError(
        in: file, at: "[\(index)]", expected: "an index in 0…\(problems.count - 1)", found: "\(index)",
        next: "correct --index")
    }
    return problems[index]
  }
}

/// The most probable tokens under `softmax(ξ)` of the logits ξ, as `7 0.31, 2 0.12, 0 0.08`.
func likeliest(_ logits: [Double]) -> String { named(softmax(logits: logits), 3, digits: 2) }

/// The tokens with the largest logits, as `7 4.1, 2 3.2, …`.
func largest(_ logits: [Double]) -> String { named(logits, 5, digits: 1) }

private func named(_ values: [Double], _ count: Int, digits: Int) -> String {
  let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
  return order.prefix(count).map { "\(Vocabulary.names[$0]) \(number(values[$0], digits))" }
    .joined(separator: ", ")
}

/// A table row with the first numbers of a vector.
func firstNumbers(_ name: String, _ vector: [Double]) -> [String] {
  [name] + vector.prefix(4).map { number($0, 3) } + ["…"]
}

/// `‖x‖`.
func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
