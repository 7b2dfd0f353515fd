// The tables of the training chapters: what the loss sees, the curriculum, what a run answers, runs side by side.

import Chapter
import Foundation
import Inputs
import Reachability
import Records
import Training

extension Terminal {
  /// What the Coconut loss sees at each hop, and what guesses of different knowledge cost.
  package func references(_ problems: [Problem]) {
    table(
      [
        "c", "frontier", "on a shortest path", "loss knowing the graph", "… the frontier", "… the paths",
      ],
      LossReference.all(problems).map { row in
        [
          "\(row.c)", number(row.frontier), number(row.shortestPaths), number(row.graphLoss),
          number(row.frontierLoss), number(row.shortestPathsLoss),
        ]
      })
  }

  /// What each candidate set accepts, and what a model gets right that repeats the root, or stays one hop away from it.
  package func candidateSets(_ problems: [Problem]) {
    let rows = CandidateSet.allCases.map { CandidateSetReference($0, problems) }
    let thoughts = rows.map(\.sizes.count).max() ?? 0
    table(
      ["accepted"] + (0..<thoughts).map { "nodes, c = \($0)" } + ["root again", "hop 1 again"],
      rows.map { row in
        [row.set.rawValue] + row.sizes.map { number($0) }
          + [percent(row.rootShare, 0), percent(row.firstHopShare, 0)]
      })
  }

  /// The stages of a run: how long each lasts, what it asks for, on which graphs, at which learning rate.
  package func curriculum(_ stages: [CurriculumStage], _ configuration: TrainingConfiguration) {
    let asksForAnswer = { (stage: CurriculumStage) in
      configuration.problems == .stream && stage.stage >= configuration.maxHops
    }
    table(
      ["stage", "steps", "thoughts", "asks for", "largest graph", "learning rate"],
      stages.map { stage in
        let (first, last) = (stage.steps.lowerBound, stage.steps.upperBound - 1)
        let sizes = Set([first, last].map(configuration.largestGraph)).sorted().map(String.init)
        let rates = [first, last].map { significant(configuration.learningRate(atStep: $0), 1) }
        return [
          "\(stage.stage)", "\(first + 1)–\(last + 1)", asksForAnswer(stage) ? "L" : "\(stage.stage)",
          asksForAnswer(stage) ? "the answer" : "hop \(stage.stage + 1)",
          configuration.problems == .file ? "as in the file" : sizes.joined(separator: " → "),
          Set(rates).count == 1 ? rates[0] : rates.joined(separator: " → "),
        ]
      }, left: [0, 3])
  }

  /// What a run answers on its held-out problems after its last step.
  package func answers(of record: RunRecord) {
    guard let last = record.metrics.evaluations.last else { return say("not evaluated") }
    table(["after \(last.step) steps, \(last.count) held-out problems", ""], last.table)
  }

  /// The logit difference of a run, evaluation by evaluation, with the share of answers right beside it.
  package func logitDifferences(of record: RunRecord) {
    let rows = record.metrics.evaluations
    guard let last = rows.last else { return say("not evaluated") }
    let counted = last.logitDifference.indices.filter { last.logitDifference[$0] != nil }
    table(
      ["step", "stage"] + counted.map { "c = \($0)" } + ["answers"],
      spread(rows, over: 12).map { row in
        ["\(row.step)", "\(row.stage)"]
          + counted.map { c in row.logitDifference[c].map { measured($0, digits: 1, within: 8) } ?? "–" }
          + [measured(row.accuracy, digits: 2, within: 0.15)]
      })
  }

  /// Finished runs side by side, from their records.
  package func runs(_ records: [RunRecord]) {
    guard !records.isEmpty else { return say("no runs are shipped here") }
    table(
      ["loss", "seed", "minutes", "answers", "without thoughts", "hops in frontier", "logit difference"],
      records.compactMap { record in
        record.metrics.evaluations.last.map { last in
          [
            record.loss.rawValue, "\(record.seed)", number(record.seconds / 60, 0), percent(last.accuracy),
            percent(last.accuracyWithoutThoughts), numbers(last.frontierShare),
            numbers(last.logitDifference.compactMap { $0 }, 1),
          ]
        }
      })
  }
}

extension Terminal {
  /// Finished runs side by side: the last loss, and the logit difference at c = 0 through the training.
  package func lossesBesideSearch(_ records: [RunRecord]) {
    guard let longest = records.map(\.metrics.evaluations).max(by: { $0.count < $1.count }), !longest.isEmpty
    else { return say("no runs are shipped here") }
    let steps = (0..<6).map { longest[(longest.count - 1) >> (5 - $0)].step }.reduce(into: [Int]()) {
      if $0.last != $1 { $0.append($1) }
    }
    table(
      ["loss", "seed", "last loss"] + steps.map { "step \($0)" },
      records.map { record in
        let rows = record.metrics.evaluations
        return [record.loss.rawValue, "\(record.seed)", rows.last.map { number($0.loss, 3) } ?? "–"]
          + steps.map { step in
            rows.first { $0.step == step }?.logitDifference.first?.map { number($0, 1) } ?? "–"
          }
      })
  }
}

/// About `count` of them, evenly, the last included.
private func spread<Item>(_ items: [Item], over count: Int) -> [Item] {
  let every = max(1, (items.count + count - 1) / count)
  return items.enumerated().filter { ($0.offset + 1) % every == 0 || $0.offset == items.count - 1 }.map(
    \.element)
}
