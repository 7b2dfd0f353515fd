// All trained models in and out of distribution, with their further seeds, from the records in data/.

import Chapter
import Inputs
import Reachability
import Records

/// Answers of every seed.
enum AllSeeds {
  /// Prints, for every trained model in `data/causal-distribution.json`, the share answered right in each family with as many
  /// thoughts as hops. Models of one kind stand together, by seed.
  static func show(_ terminal: Terminal) {
    guard options.includes(.distribution) else { return }
    let file = orExit {
      try CausalFile<OutOfDistribution>.read("data/\(CausalName.distribution.file)")
    }
    let models = file.models.filter { $0.checkpoint != nil }.map { (kind: kind($0), model: $0) }
    let kinds = models.map(\.kind).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let families: [GraphFamily] = [
      .published, .fiveHops, .sixHops, .sevenHops, .sparser, .denser, .larger, .trees,
    ]
    terminal.section("All seeds")
    terminal.table(
      ["right, %", "seed"] + families.map(\.rawValue),
      kinds.flatMap { kind in
        models.filter { $0.kind == kind }.sorted { ($0.model.seed ?? 0) < ($1.model.seed ?? 0) }.map {
          entry in
          [kind, entry.model.seed.map { "\($0)" } ?? "–"]
            + families.map { family in
              let right = entry.model.result.family(family)?.answers().share("t").value
              return right.map { Inputs.number(100 * $0, 0) } ?? "–"
            }
        }
      })
  }

  /// What a model was trained with: thoughts under a loss, or what stands in their place.
  private static func kind(_ model: CausalFile<OutOfDistribution>.Measured) -> String {
    model.thinks ? model.loss?.title ?? "thoughts" : model.feedback ?? "–"
  }
}
