// `04-bfs-loss compare`: the same training with each candidate set, side by side.

import ArgumentParser
import Reachability

/// Trains with `reachable`, `frontier` and `successors` in turn and shows what each gave.
package struct Compare: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Train with each candidate set in turn and compare.")

  @OptionGroup var training: TrainingOptions

  package init() {}

  /// Throws `ValidationError` for `--out`: each run has a folder of its own.
  package func validate() throws {
    if training.common.out != nil {
      throw ValidationError("compare makes three runs: leave --out to each of them")
    }
  }

  /// Trains with each candidate set, unless a finished run is there, and prints the table. Throws `InputError` as a
  /// training does.
  package func run() throws {
    let variants = CandidateSet.allCases.map { Variant(settings: ["candidate_set=\($0.rawValue)"]) }
    try trainVariants(variants, training, chapter: "04-bfs-loss") { terminal, runs in
      terminal.section("Compared")
      terminal.runs(runs.map(\.record))
    }
  }
}
