// `04-bfs-loss compare`: the same training with each candidate set, side by side.

import ArgumentParser
import Inputs
import Reachability
import Records

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
    let variants = CandidateSet.allCases.map {
      Variant(name: $0.rawValue, settings: ["candidate_set=\($0.rawValue)"])
    }
    try trainVariants(variants, training, chapter: "04-bfs-loss") { terminal, runs in
      terminal.section("Compared")
      terminal.table(
        [
          "candidate set", "loss", "answers", "without thoughts", "hops in frontier",
          "logit difference c = 0, 1, …",
        ],
        zip(variants, runs).map { row($0, $1.record) })
    }
  }

  private func row(_ variant: Variant, _ record: RunRecord) -> [String] {
    guard let last = record.metrics.evaluations.last else { return [variant.name] }
    return [
      variant.name, number(last.loss, 3), number(last.accuracy, 3),
      number(last.accuracyWithoutThoughts, 3),
      numbers(last.frontierShare),
      numbers(last.logitDifference.compactMap { $0 }, 1),
    ]
  }
}
