// `04-bfs-loss compare`: the same training with each candidate set, side by side.

import ArgumentParser
import Coconut
import Inputs

/// Trains with `reachable`, `frontier` and `successors` in turn and shows what each gave.
public struct Compare: ParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Train with each candidate set in turn and compare.")

  @OptionGroup var training: TrainingOptions

  /// Made by ArgumentParser.
  public init() {}

  /// Not with `--out`: each run has a folder of its own.
  public func validate() throws {
    if training.out != nil { throw ValidationError("compare makes three runs: leave --out to each of them") }
  }

  /// Trains and prints.
  public func run() throws {
    try trainVariants(
      CandidateSet.allCases.map { Variant(name: $0.rawValue, settings: ["candidate_set=\($0.rawValue)"]) },
      training, chapter: "04-bfs-loss", title: "candidate set")
  }
}
