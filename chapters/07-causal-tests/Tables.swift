// How this chapter prints what its tests found. It measures nothing.

import Chapter
import Inputs
import Reachability
import Records

/// A share in percent with its interval, `61.3 (56.8–66.1)`; a dash where nothing was asked.
func shown(_ share: Share) -> String { shown(share.count, share.value, share.interval, unit: 100, digits: 1) }

/// A mean with its interval.
func shown(_ mean: Mean, unit: Double = 1, digits: Int = 3) -> String {
  shown(mean.count, mean.value, mean.interval, unit: unit, digits: digits)
}

/// Trained models differ a little between kinds of processor; each number may differ by a twentieth of its range.
private func shown(
  _ count: Int, _ value: Double, _ interval: ClosedRange<Double>?, unit: Double, digits: Int
) -> String {
  guard count > 0, let interval else { return "–" }
  func part(_ value: Double) -> String { measured(unit * value, digits: digits, within: 0.05 * unit) }
  return "\(part(value)) (\(part(interval.lowerBound))–\(part(interval.upperBound)))"
}

extension Terminal {
  func show(_ file: CausalFile<ReadThoughts>) {
    let longest = file.models.flatMap { $0.result.rows.map(\.c) }.max() ?? 0
    table(
      ["model", "set", "by"] + (1...max(longest, 1)).map { "thought \($0)" },
      file.models.flatMap { model in
        ReadThoughts.Group.allCases.flatMap { group in
          ReadThoughts.Reading.allCases.compactMap { reading in
            guard model.result.row(1, group, reading) != nil else { return nil }
            return [model.name, group.rawValue, reading.rawValue]
              + (1...longest).map { c in
                model.result.row(c, group, reading).map { shown(Mean($0.values)) } ?? "–"
              }
          }
        }
      }, left: [0, 1, 2])
  }

  func show(_ file: CausalFile<NeededThoughts>) {
    let longest = file.models.flatMap { $0.result.lengths }.max() ?? 0
    for later in NeededThoughts.Later.allCases {
      say(
        later == .made
          ? "\nAnswers right, in percent; later thoughts are made from what stands there."
          : "\nThe same with the later thoughts of the unchanged run.")
      let places = Array(later == .made ? 0...longest : 1...longest - 1)
      table(
        ["model", "thought"] + (later == .made ? ["own"] : []) + places.map { $0 == 0 ? "all" : "\($0)" },
        file.models.flatMap { model in
          NeededThoughts.Kind.allCases.map { kind in
            [model.name, kind.rawValue] + (later == .made ? [shown(model.result.own.answer.share("1"))] : [])
              + places.map { c in
                model.result.row(kind, c: c, later: later).map { shown($0.outcome.answer.share("1")) } ?? "–"
              }
          }
        }, left: [0, 1])
    }
  }

  func show(_ file: CausalFile<RewrittenThoughts>) {
    for operation in [RewrittenThoughts.Operation.remove, .decoy, .add, .exchange] {
      say("\n\(operation.rawValue):")
      table(
        [
          "model", "left", "along", "asked", "step", "branch held", "others held", "itself held", "target",
          "other candidate",
        ],
        file.models.flatMap { model in
          model.result.rows.filter {
            $0.operation == operation || $0.operation == .none && operation == .remove
          }.map { row in
            [
              model.name, "\(row.left)", row.basis?.rawValue ?? "(none)", "\(row.branch.count)",
              measured(row.step, digits: 1, within: 1), shown(Mean(row.branch), unit: 100, digits: 1),
              shown(Mean(row.others), unit: 100, digits: 1), shown(row.itself.share("1")),
              shown(row.answer.share("t")), shown(row.answer.share("n")),
            ]
          }
        }, left: [0, 2])
    }
  }

  func show(_ file: CausalFile<ReplacedThoughts>) {
    table(
      ["model", "donor", "thoughts", "n", "host's answer", "donor's answer"],
      file.models.flatMap { model in
        [
          [
            model.name, "(own)", "", "\(model.result.own.share("h").count)",
            shown(model.result.own.share("h")), "",
          ]
        ]
          + model.result.rows.map { row in
            [
              model.name, row.donor.rawValue, row.which.rawValue, "\(row.answer.share("h").count)",
              shown(row.answer.share("h")), shown(row.answer.share("d")),
            ]
          }
      }, left: [0, 1, 2])
  }

  func show(_ file: CausalFile<PositionOrder>) {
    table(
      ["model", "double, largest difference", "single, largest difference", "largest logit"],
      file.models.map { model in
        let found = model.result
        return [
          model.name, found.readable == 0 ? "0" : scientific(found.readable), scientific(found.fast),
          measured(found.largestLogit, digits: 1, within: 2),
        ]
      })
  }

  func show(_ file: CausalFile<OutOfDistribution>) {
    for model in file.models {
      say(
        "\n\(model.name): answers right, in percent, with 0 to \(model.result.families.first.map { $0.answers.count - 1 } ?? 0) thoughts; L: as many as hops"
      )
      table(
        ["family", "asked"] + (0...10).map { "\($0)" } + ["L"],
        model.result.families.map { family in
          [family.family.rawValue, "\(family.lengths.count)"]
            + (family.answers + [family.answers()]).map {
              measured(100 * $0.share("t").value, digits: 0, within: 5)
            }
        })
    }
  }

  func show(_ file: CausalFile<ForcedChain>) {
    table(
      ["model", "read out", "path to the target", "path elsewhere", "no path, ends at target", "neither"],
      file.models.flatMap { model in
        [("greedy", [model.result.greedy]), ("sampled", model.result.sampled)].map { name, all in
          [model.name, name]
            + ["v", "p", "e", "o"].map { letter in
              measured(
                100 * all.reduce(0) { $0 + $1.share(letter).value } / Double(max(all.count, 1)), digits: 1,
                within: 5)
            }
        }
      }, left: [0, 1])
    say("")
    table(
      ["model", "own thoughts", "fed back as tokens", "norms of thoughts", "norm of embeddings"],
      file.models.map { model in
        [
          model.name, shown(model.result.own.share("1")), shown(model.result.asTokens.share("1")),
          model.result.norms.map { measured($0, digits: 1, within: 1) }.joined(separator: " "),
          measured(model.result.embeddings, digits: 2, within: 0.1),
        ]
      })
  }

  func show(_ file: CausalFile<Evenness>) {
    let longest = file.models.flatMap { $0.result.rows.map(\.c) }.max() ?? 0
    table(
      ["model", "cosine with"] + (1...max(longest, 1)).map { "thought \($0)" },
      file.models.flatMap { model in
        [
          ("frontier", \Evenness.Row.frontier), ("reachable", \.reachable), ("one node", \.one),
        ].map { name, values in
          [model.name, name] + model.result.rows.map { shown(Mean($0[keyPath: values])) }
        }
      }, left: [0, 1])
  }

  private func scientific(_ value: Double) -> String {
    measured(value * 1e6, digits: 2, within: 100) + "e-6"
  }
}
