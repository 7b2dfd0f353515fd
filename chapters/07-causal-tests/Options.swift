// The chapter's flags: which models and problems, and which tests.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Reachability
import Records

extension CausalName: ExpressibleByArgument {}

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "07-causal-tests",
    abstract: "What do thoughts cause? Read, remove, rewrite and replace them in trained models.",
    discussion: """
      Every test runs on all models that --checkpoint names. Where its answers can be derived, it also runs on the \
      construction whose weights are written down. It writes causal-<test>.json, with the outcome of every problem.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Checkpoint folders, one for each model.", valueName: "dir"))
  var checkpoint = ["coconut", "bfs", "pause", "discrete"].map { "data/checkpoints/laptop-\($0)" }

  @Option(help: ArgumentHelp("Problems, a JSON file in the published schema.", valueName: "file"))
  var testFile = "data/prosqa/test.json"

  @Option(
    help: ArgumentHelp(
      "Run only these tests, separated by commas: \(CausalName.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "tests"))
  var only: String?

  @Option(help: "Worker threads (default: all cores this process may use).")
  var threads: Int?

  @Option(help: ArgumentHelp("Folder to write records to.", valueName: "dir"))
  var out = "runs/causal"

  @Flag(help: "Keep what the records in --out say of other models.")
  var add = false

  @Flag(help: "Leave out explanations, tables and progress.")
  var quiet = false

  @Flag(help: "Wait for the return key before each section.")
  var lecture = false

  func validate() throws {
    try checkThreads(threads)
    for name in names where CausalName(rawValue: name) == nil {
      throw ValidationError(
        "--only: no test '\(name)'; the tests are \(CausalName.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    if names.isEmpty && only != nil { throw ValidationError("--only names no test") }
  }

  private var names: [String] {
    only.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } } ?? []
  }

  /// Whether this run includes `test`.
  func includes(_ test: CausalName) -> Bool { only == nil || names.contains(test.rawValue) }

  /// Where the chapter prints.
  var terminal: Terminal { Terminal(quiet: quiet, isLecture: lecture) }
}
