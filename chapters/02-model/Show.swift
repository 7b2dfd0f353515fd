// The chapter's text: one thing after another about the model, with what a real one computes. It holds no numerics.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Reachability
import Transformer

/// Nine nodes: from root 0 the target 6 is three hops away, over 1 or 2 and then 4; 8 hangs on 7 alone.
let example = Problem(
  graph: Graph(
    nodeCount: 9,
    edges: [
      Edge(0, 1), Edge(7, 8), Edge(1, 3), Edge(4, 6), Edge(0, 2), Edge(2, 4), Edge(7, 5), Edge(1, 4),
    ]), symbols: (0..<9).map { "node \($0)" }, root: 0, target: 6, negativeTarget: 8)

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The chapter's text: prompt, parameters, one thought made and decoded, both losses.")

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

  @Option(help: "Seed of the fresh model.")
  var seed: UInt64 = 0

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func validate() throws {
    if index < 0 { throw ValidationError("--index must be at least 0, found \(index)") }
    if thoughts < 1 { throw ValidationError("--thoughts must be at least 1, found \(thoughts)") }
  }

  func run() throws {
    let reading = try Reading(
      testFile.map { try Reading.problem(index, of: $0) } ?? example, thoughts: thoughts, answer: false,
      with: checkpoint.map { try ModelFolder.read($0) } ?? Parameters(initial: Configuration(), seed: seed),
      from: checkpoint ?? "the fresh model")
    let terminal = Terminal(quiet: quiet)
    terminal.section("Chapter 02: the model")
    terminal.say(
      """
      Goal: the decoder with continuous thoughts (the paper's model): what it reads, what it is made of, how a continuous
      thought is made, and what it is trained on. All of it is computed here by the readable model, the definition
      that the fast one is tested against. Takes a few seconds. To look at a trained model: --checkpoint DIR.
      """)
    showPrompt(reading, on: terminal)
    showParameters(reading, on: terminal)
    showThought(reading, on: terminal)
    showLosses(reading, on: terminal)
    showGradient(reading, on: terminal)
  }

  private func showPrompt(_ reading: Reading, on terminal: Terminal) {
    terminal.section("The prompt")
    terminal.say(
      """
      A graph is read as its edges in any order, then two candidates, then the root. \(thoughts) continuous
      thoughts follow. After the last one the model says which node it has reached.
      """)
    terminal.table(
      ["tokens", "positions", "what it is"], reading.parts.map { [$0.tokens, $0.place, $0.meaning] },
      left: [0, 1, 2])
  }

  private func showParameters(_ reading: Reading, on terminal: Terminal) {
    let model = reading.model
    let configuration = model.parameters.configuration
    terminal.section("The parameters")
    let kind = checkpoint ?? "a fresh model, the paper's shape"
    terminal.say(
      """
      GPT-2 of \(configuration.layers) layers, width \(configuration.width), \(configuration.heads) heads \
      (\(kind)).
      Linear layers are (in, out). The output head is \(configuration.tied ? "the token embedding" : "lm_head").
      """)
    terminal.table(
      ["tensor", "shape", "numbers"],
      model.parameters.layout.tensors.map {
        [$0.name, $0.shape.map(String.init).joined(separator: " × "), "\($0.count)"]
      } + [["all", "", "\(model.parameters.layout.count)"]])
  }

  private func showThought(_ reading: Reading, on terminal: Terminal) {
    terminal.section("A thought")
    terminal.say(
      """
      At the prompt's last position the hidden state after the final layer norm is not decoded: it is fed back as
      the next input, in the place of a token embedding, and gets that place's position embedding:
      """)
    let (parameters, position) = (reading.model.parameters, reading.prompt.tokens.count)
    let shown = min(4, parameters.configuration.width)
    let row = parameters.layout.positionEmbedding + position * parameters.configuration.width
    let (thought, place) = (reading.run.thoughts[0].prefix(shown), parameters.values[row..<row + shown])
    func cells(_ numbers: some Sequence<Double>) -> [String] { numbers.map { decimals($0, 3) } + ["…"] }
    terminal.table(
      ["first numbers of", "", "", "", "", ""],
      [
        ["hidden state at position \(position - 1) = [t_1]"] + cells(thought),
        ["position embedding \(position)"] + cells(place),
        ["input at position \(position)"] + cells(zip(thought, place).map(+)),
      ])
    terminal.say(
      "\nSo a thought need not choose one node; it may hold several. The output head shows what it holds:")
    terminal.table(["thought", "norm", "likeliest tokens"], thoughtRows(reading), left: [0, 2])
  }

  private func showLosses(_ reading: Reading, on terminal: Terminal) {
    let problem = reading.problem
    terminal.section("Both losses")
    terminal.say(
      """
      After c thoughts Coconut (paper Eq. 6) asks for one demonstrated node at hop c + 1; Coconut-BFS (Eq. 5) for any
      node of a set. Uniform guessing over 40 tokens costs ln 40 = \(decimals(log(40), 3)), or ln (40 / size of the set).
      """)
    var rows: [[String]] = []
    for c in 0...min(thoughts, problem.pathLength - 1) {
      func add(_ name: String, _ accepted: [Int]) {
        let loss = crossEntropy(logits: reading.run.logits[c], accepting: accepted).loss
        rows.append([name, "\(c)", accepted.map(String.init).joined(separator: " "), decimals(loss, 3)])
      }
      add("Coconut", Array(problem.shortestPathNodes(c + 1).prefix(1)))
      add("Coconut-BFS, reachable N_{c+1}", problem.reachable(c + 1))
      add("Coconut-BFS, frontier_{c+1}", problem.frontier(c + 1))
      add("Coconut-BFS, successors of N_c", problem.successors(c))
    }
    terminal.table(["loss", "c", "accepted", "value"], rows, left: [0, 2])
  }

  private func showGradient(_ reading: Reading, on terminal: Terminal) {
    let (problem, model) = (reading.problem, reading.model)
    terminal.section("The gradient")
    let stage = min(thoughts, problem.pathLength - 1)
    let target = problem.shortestPathNodes(stage + 1).prefix(1)
    let sample = Sample(
      sequence: ThoughtSequence(prompt: reading.prompt.tokens, thoughts: stage),
      labels: target.map { Label(read: stage, accepted: [$0], target: $0, hop: stage + 1) }, stage: stage)
    let gradient = model.gradient(of: [sample])
    let length = norm(gradient)
    /// The loss a step of length `t` along the gradient away.
    func loss(_ t: Double) -> Double {
      var moved = model
      for i in gradient.indices { moved.parameters.values[i] += t * gradient[i] / length }
      return moved.loss(of: [sample])
    }
    let h = 1e-5
    terminal.say(
      """
      The backward pass is written by hand, and goes through the whole chain of thoughts. Along the gradient of the
      Coconut loss after \(stage) thoughts the loss must rise by the gradient's norm per unit of length:
      """)
    terminal.table(
      ["slope", ""],
      [
        ["norm of the gradient", decimals(length, 9)],
        ["(loss(+h) − loss(−h)) / 2h", decimals((loss(h) - loss(-h)) / (2 * h), 9)],
      ])
  }
}
