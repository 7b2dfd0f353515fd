// Tables of all trained models with their further seeds, from the records in data/: families of graphs, and donors of thoughts.

import Chapter
import Inputs
import Reachability
import Records

/// Answers of every seed. Models of one kind stand together, by seed.
enum AllSeeds {
  /// Prints, for every trained model in `data/causal-distribution.json`, the share answered right in each family with as many
  /// thoughts as hops.
  static func showFamilies(_ terminal: Terminal) {
    guard options.includes(.distribution) else { return }
    terminal.section("All seeds")
    show(.distribution, "right, %", GraphFamily.allCases, terminal) { (model: OutOfDistribution, family) in
      model.family(family)?.answers().share("t").value
    }
  }

  /// Prints, for every model with thoughts in `data/causal-replace.json`, the share answered with the donor's candidate when all
  /// thoughts are a donor's.
  static func showDonors(_ terminal: Terminal) {
    guard options.includes(.replace) else { return }
    terminal.section("Question or search")
    show(.replace, "donor's answer, %", [.question, .graph], terminal) {
      (model: ReplacedThoughts, donor: ReplacedThoughts.Donor) in
      model.row(donor)?.answer.share("d").value
    }
  }

  /// One row for every trained model of a record, one column for each of `cases`.
  private static func show<Result: Codable & Sendable, Case: RawRepresentable<String>>(
    _ test: CausalName, _ title: String, _ cases: [Case], _ terminal: Terminal,
    share: (Result, Case) -> Double?
  ) {
    let file = orExit { try CausalFile<Result>.read("data/\(test.file)") }
    let models = file.models.filter { $0.checkpoint != nil }.map { (kind: kind($0), model: $0) }
    let kinds = models.map(\.kind).uniqued()
    func cells(_ entry: (kind: String, model: CausalFile<Result>.Measured)) -> [String] {
      let shares = cases.map { share(entry.model.result, $0) }
      return [entry.kind, entry.model.seed.map { "\($0)" } ?? "–"]
        + shares.map { $0.map { Inputs.number(100 * $0, 0) } ?? "–" }
    }
    let rows = kinds.flatMap { kind in
      models.filter { $0.kind == kind }.sorted { ($0.model.seed ?? 0) < ($1.model.seed ?? 0) }
    }
    terminal.table([title, "seed"] + cases.map(\.rawValue), rows.map(cells))
  }

  /// What a model was trained with: thoughts under a loss, or what stands in their place.
  private static func kind<Result: Codable & Sendable>(_ model: CausalFile<Result>.Measured) -> String {
    model.thinks ? model.loss?.title ?? "thoughts" : model.feedback ?? "–"
  }
}
