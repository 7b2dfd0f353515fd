// Tables in the chapter's text, from results of the theory and of probes. It computes nothing.

import Chapter
import Coconut
import Figures
import Foundation
import Inputs
import Reachability
import Records
import Superposition
import Theory

extension Terminal {
  /// Theorem 1's condition and root at each c, beside what a trained model's logit difference does there.
  func condition(_ flow: FlowReport, beside trained: AttentionRawData) {
    table(
      ["c", "d* < d_max", "theory: μ", "trained: peak", "in the end", "fall from the peak"],
      flow.rows.filter { $0.loss == .coconut }.map { row in
        let trend = trained.trends.first { $0.c == row.c }
        return ["\(row.c)", percent(row.share), row.root.map { "→ " + number($0) } ?? "grows for ever"]
          + (trend.map { trend in
            let fall = trend.largest > 0 ? (trend.largest - trend.last) / trend.largest : 0
            return [number(trend.largest, 1), number(trend.last, 1), percent(fall, 0)]
          } ?? [])
      })
  }

  /// c = 0 with unequal children: where each loss's flow rests.
  func unevenChildren(_ report: ScaleReport) {
    table(
      ["ε", "Coconut: μ*", "evenness there", "Coconut-BFS: μ*"],
      report.uneven.map { row in
        [
          significant(row.deviation, 1), row.coconutRoot.map { number($0) } ?? "grows for ever",
          row.evenness.map { number($0) } ?? "–", row.bfsRoot.map { number($0) } ?? "grows for ever",
        ]
      })
  }

  /// c ≥ 1: where Coconut's flow rests, and where its mean loss is least.
  func leastLosses(_ report: ScaleReport) {
    table(
      [
        "c", "problems", "flow: μ*", "least mean loss: μ", "its s", "problems with a root",
        "quartiles of their μ*",
      ],
      report.later.map { row in
        [
          "\(row.c)", "\(row.problems)", row.root.map { number($0) } ?? "none",
          row.least.map { number($0) } ?? "none",
          row.root.flatMap { root in row.least.map { number($0 / root) } } ?? "–", percent(row.boundedShare),
          numbers(row.quartiles),
        ]
      })
  }

  /// Where the flow of (μ, ν) and the flow of μ alone end, and how well two numbers fit the trained matrix.
  func flows(_ report: KeyQueryReport) {
    table(
      ["c", "loss", "μ", "ν", "their loss", "μ alone", "its loss", "left over"],
      report.rows.map { row in
        [
          "\(row.c)", row.loss.rawValue, number(row.mu.last ?? 0), number(row.nu.last ?? 0, 3),
          number(row.coupledLoss, 3), number(row.oneNumberMu.last ?? 0), number(row.oneNumberLoss, 3),
          percent(row.trainings.last?.asymmetry ?? 0),
        ]
      }, left: [0, 1])
  }

  /// Trainings of the whole matrix: for each step length, how far μ and ν are from the flow, and the share of the matrix that
  /// they leave over.
  func trainings(_ report: KeyQueryReport) {
    table(
      ["c", "loss", "step length", "μ differs by", "ν differs by", "left over"],
      report.rows.flatMap { row in
        row.trainings.map { training in
          [
            "\(row.c)", row.loss.rawValue, number(training.stepLength, 2), percent(training.muDeviation),
            percent(training.nuDeviation), percent(training.asymmetry),
          ]
        }
      }, left: [0, 1])
  }

  /// The simplified model, trained on its own thoughts.
  func simplified(_ report: SimplifiedReport) {
    table(
      ["attention", "loss", "μ", "μ of the flow", "hops found, c = 0 … 3", "answers"],
      report.rows.map { row in
        [
          row.attention.rawValue, row.loss.rawValue, number(row.mu.last ?? 0), number(row.flowMu.last ?? 0),
          numbers(row.readAccuracy), percent(row.answerAccuracy),
        ]
      }, left: [0, 1])
  }

  /// One problem's thoughts under Theorem 2: how many nodes each holds, and those with the largest weights.
  func thoughts(_ chain: [[Double]], of problem: Problem) {
    table(
      ["c", "nodes in N_c", "nodes held", "largest weights λ_v"],
      chain.enumerated().map { c, thought in
        let held = support(thought).sorted { thought[$0] > thought[$1] }
        return [
          "\(c)", "\(problem.reachable(c).count)", "\(held.count)",
          held.prefix(6).map { "\($0): \(number(thought[$0]))" }.joined(separator: "  ")
            + (held.count > 6 ? "  …" : ""),
        ]
      }, left: [0, 3])
  }

  /// Theorem 2 over a set of problems, for a few values of μ.
  func nextThoughts(_ report: NextThoughtReport) {
    say("\(report.thoughts) thoughts of \(report.problems) problems")
    table(
      ["μ", "support is N_c", "in Float", "mass on the frontier", "evenness", "after a softmax"],
      report.rows.filter { isShown($0.indexMatchingLogit) }.map { row in
        [
          significant(row.indexMatchingLogit, 3), percent(row.exactInDouble),
          percent(row.exactInFloat),
          number(row.frontierMass, 3), number(row.evenness, 3), number(row.softmaxEvenness, 3),
        ]
      })
  }

  /// Theorem 3's flow, for thoughts made with different μ.
  func predictions(_ report: PredictionReport) {
    table(
      [
        "μ of the thoughts", "least μ_A", "all wrong until", "μ_A at the end", "μ_R", "angle", "its limit",
        "margin there",
        "right",
      ],
      report.rows.map { row in
        let least = row.carryOver.min() ?? 0
        let turn = row.accuracy.first == 0 ? row.accuracy.firstIndex { $0 > 0 } : nil
        return [
          row.indexMatchingLogit.map { number($0, 1) } ?? "equal weights", least < 0 ? number(least, 3) : "",
          turn.map { "t = \(number(row.times[$0], 0))" } ?? "", number(row.carryOver.last ?? 0, 1),
          number(row.lift.last ?? 0, 1), number(row.angle.last ?? 0, 3), number(row.limitAngle, 3),
          significant(row.limitMargin, 2), percent(row.accuracy.last ?? 0, 0),
        ]
      })
  }

  /// How a checkpoint answers and how it searches, as measured in this run.
  func measurement(_ evaluation: Evaluation, _ scores: [EdgeScores]) {
    func share(_ value: Double) -> String { measured(value, digits: 3, within: 0.01) }
    table(
      ["", "measured on \(evaluation.count) problems"],
      [
        ["answers right", share(evaluation.accuracy)],
        ["… with the thoughts removed", share(evaluation.accuracyWithoutThoughts)],
      ])
    say("")
    table(
      ["c", "frontier edges", "other edges", "logit difference", "next hop in the frontier"],
      scores.indices.map { c in
        ["\(c)"]
          + [scores[c].frontier, scores[c].other, scores[c].difference].map {
            measured($0, digits: 1, within: 0.2)
          }
          + [evaluation.frontierShare.indices.contains(c) ? share(evaluation.frontierShare[c]) : "–"]
      })
  }

  /// The logit difference of one run, checkpoint by checkpoint.
  func evolution(_ data: AttentionRawData) {
    let epochs = data.epochsAnalyzed.sorted()
    let every = max(1, (epochs.count + 11) / 12)
    table(
      ["epoch"] + data.steps.map { "c = \($0)" },
      epochs.enumerated().filter { $0.offset % every == every - 1 || $0.offset == epochs.count - 1 }.map {
        _, epoch in
        ["\(epoch)"]
          + data.steps.map { data.result(epoch: epoch, c: $0).map { number($0.difference, 1) } ?? "–" }
      })
  }

  /// What an edge token reads in layer 1, head by head.
  func copying(_ result: FirstLayerCopying) {
    table(
      ["head", "own source", "own target", "all else"],
      result.heads.enumerated().map { index, head in
        ["\(index + 1)", number(head.source.mean), number(head.target.mean), number(head.other.mean)]
      })
    say(
      "own source and own target are the two tokens read most, by \(percent(result.copyingShare)) of edge tokens"
    )
  }

  /// Prints one of the book's tables.
  func show(_ made: ReportTable) {
    table(made.header, made.rows)
    say(made.note)
  }

  /// How thought and question add up to the answer's logits.
  func effects(_ stage: PredictionStage) {
    table(
      ["in the answer's logits", "above the baseline"],
      [
        ["carry-over: in the last frontier, no candidate", number(stage.carryOver)],
        ["lift: a candidate, not reached", number(stage.candidateLift)],
        ["interaction: both, beyond the sum", number(stage.interaction)],
      ])
  }
}

/// Shows every third power of ten, and roots of the flow, which are not powers of ten.
private func isShown(_ mu: Double) -> Bool {
  let exponent = log10(mu)
  return abs(exponent - exponent.rounded()) > 1e-9 || Int(exponent.rounded()) % 3 == 0
}
