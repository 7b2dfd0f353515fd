// Traces problems through a run's checkpoints for the interactive page (book/interactive). It draws nothing.

import ArgumentParser
import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Plotting
import Reachability
import Records
import Superposition
import Training

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Follow what the thoughts of a few problems hold, checkpoint by checkpoint, and what follows when a node is removed from one or added to it, for the interactive page."
  )

  @OptionGroup var series: SeriesOptions

  @Option(
    help: ArgumentHelp(
      "Problems, a JSON file in the published schema (default: the run's validation.json).", valueName: "file"
    ))
  var testFile: String?

  @Option(parsing: .upToNextOption, help: "Which problems of the file, by their number from 0.")
  var problems: [Int] = [0, 1, 2, 3]

  @Option(help: "Worker threads (default: all cores this process may use).")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "The trace as JSON, or, for a .js file, as a script that hands it to the page.", valueName: "NAME.json")
  )
  var out = "trace.json"

  @Flag(help: "Leave out explanations and tables.")
  var quiet = false

  func validate() throws {
    guard !problems.isEmpty, problems.allSatisfy({ $0 >= 0 }) else {
      throw ValidationError("--problems must be numbers from 0 on")
    }
    try checkThreads(threads)
  }

  func run() throws {
    let checkpoints = try series.find()
    let file = testFile ?? "\(series.checkpointDir)/\(RunRecord.heldOutFile)"
    let all = try ProblemFile.read(file)
    if let missing = problems.first(where: { $0 >= all.count }) {
      throw InputError(
        in: file, at: "[\(missing)]", expected: "a problem",
        found: "\(all.count) problems, the first being 0",
        next: "name others with --problems")
    }
    let chosen = problems.map { all[$0] }
    let terminal = Terminal(quiet: quiet)
    terminal.section("\(chosen.count) problems of \(file) through \(checkpoints.folder)")

    var stations: [TraceFile.Checkpoint] = []
    var traces: [[ThoughtTrace]] = []
    var edits: [ThoughtEdits] = []
    for epoch in checkpoints.epochs {
      let reader = try Reader.read(
        checkpoint: checkpoints.path(epoch), reading: chosen, from: file,
        threads: terminal.threads(threads))
      traces.append(ThoughtTrace.measure(reader, chosen))
      if epoch == checkpoints.epochs.last { edits = ThoughtEdits.measure(reader, chosen) }
      stations.append(TraceFile.Checkpoint.read(epoch: epoch, folder: checkpoints.path(epoch)))
    }
    let record = try RunRecord.beside(checkpoints.folder)
    let trace = TraceFile(
      command: command(file), commit: currentCommit(), definition: ThoughtTrace.definition,
      editsDefinition: ThoughtEdits.definition, run: (checkpoints.folder as NSString).lastPathComponent,
      runCommand: record?.parts.first?.command,
      runCommit: record?.parts.last?.commit, loss: record?.loss.rawValue, seed: record?.seed, testFile: file,
      testFileSHA256: try SHA256.digest(ofFile: file), tokens: Vocabulary.names, checkpoints: stations,
      problems: chosen.enumerated().map { index, problem in
        TraceFile.Traced(
          problem, number: problems[index], traces: traces.map { $0[index] }, edits: edits[index])
      })
    try trace.write(to: out)
    terminal.table(
      ["problem", "nodes", "L", "target", "answered after epoch \(checkpoints.epochs.last ?? 0)"],
      chosen.enumerated().map { index, problem in
        let answer = traces.last?[index].answer.decoded.first?.id ?? 0
        return [
          "\(problems[index])", "\(problem.graph.nodeCount)", "\(problem.pathLength)", "\(problem.target)",
          Vocabulary.names[answer],
        ]
      })
    terminal.say("\nWrote \(out).")
  }

  /// The command that makes this trace again.
  private func command(_ file: String) -> String {
    let epochs =
      series.epochs.isEmpty ? "" : " --epochs " + series.epochs.map(String.init).joined(separator: " ")
    return
      "./build.sh 05 trace --checkpoint-dir \(series.checkpointDir)\(epochs) --test-file \(file) --problems "
      + problems.map(String.init).joined(separator: " ") + " --out \(out)"
  }
}

/// The file that the page reads.
struct TraceFile: Encodable {
  /// A checkpoint; entries that its `state.json` lacks are left out.
  struct Checkpoint: Encodable {
    let epoch: Int
    let step, stage: Int?
    /// The share of held-out problems answered rightly.
    let accuracy: Double?

    static func read(epoch: Int, folder: String) -> Checkpoint {
      let state = try? Training.Checkpoint.readState(folder)
      let evaluation = state?.metrics.evaluations.last { $0.step == state?.step }
      return Checkpoint(
        epoch: epoch, step: state?.step, stage: evaluation?.stage, accuracy: evaluation?.accuracy)
    }
  }

  /// A problem, its layout, one trace for each checkpoint, and the edits at the last one.
  struct Traced: Encodable {
    let number: Int
    let symbols: [String]
    let edges: [[Int]]
    let root, target, negativeTarget: Int
    /// Hops from the root; null if there is no path.
    let hops: [Int?]
    /// Each node's layer and its place in it, as in the figures; long edges bend at [place, layer].
    let layers: [Int]
    let places: [Double]
    let bends: [[[Double]]]
    let traces: [ThoughtTrace]
    let edits: ThoughtEdits

    init(_ problem: Problem, number: Int, traces: [ThoughtTrace], edits: ThoughtEdits) {
      let layout = GraphDrawing(problem).layout
      self.number = number
      (self.traces, self.edits) = (traces, edits)
      symbols = problem.symbols
      edges = problem.graph.edges.map { [$0.source, $0.target] }
      (root, target, negativeTarget) = (problem.root, problem.target, problem.negativeTarget)
      hops = problem.distance
      layers = layout.layers
      places = layout.places.map(Self.rounded)
      bends = layout.bends.map { $0.map { [Self.rounded($0.place), Double($0.layer)] } }
    }

    private static func rounded(_ place: Double) -> Double { (place * 100).rounded() / 100 }
  }

  let command, commit, definition, editsDefinition: String
  let run: String
  let runCommand, runCommit, loss: String?
  let seed: UInt64?
  let testFile, testFileSHA256: String
  /// The printed form of each token id.
  let tokens: [String]
  let checkpoints: [Checkpoint]
  let problems: [Traced]

  /// Writes JSON, or a script that appends it to the page's list of traces. The script exists because a page
  /// opened from a file may run scripts beside it but may not read other files.
  func write(to path: String) throws {
    guard (path as NSString).pathExtension.lowercased() == "js" else {
      return try writeJSON(self, to: path)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(self), as: UTF8.self)
    try writeAtomically(Data("(globalThis.traces ??= []).push(\(json));\n".utf8), to: path)
  }
}
