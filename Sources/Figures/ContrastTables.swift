// The contrast in numbers: stage 0 alone run by run, and the published recipe stage by stage.

import Claims
import Inputs
import Reachability
import Records

/// One row a run of stage 0 alone: the logit difference at c = 0 on the way, and what the model does in the end.
public func contrastTable(_ runs: [HopSeries]) -> ReportTable {
  return ReportTable(
    title: "Stage 0 alone",
    note:
      "Logit difference at c = 0 after a third, two thirds and all of the run; evenness, and hops found, at its end.",
    header: ["run", "⅓", "⅔", "end", "evenness", "hop 1 found", "hop 2 found", "accepted"],
    rows: inOrder(runs, \.loss, \.run).map { run in
      let end = run.checkpoints.last?.step ?? 0
      func difference(_ part: Int) -> String {
        let checkpoint = run.checkpoints.last { $0.step <= end * part / 3 }
        return checkpoint?.hops.first?.logitDifference[.edgeToken].map { number($0.mean, 1) } ?? "–"
      }
      func last(_ c: Int, _ value: (HopReads) -> Estimate?) -> String {
        run.checkpoints.last.flatMap { $0.hops.count > c ? value($0.hops[c]) : nil }.map { number($0.mean) }
          ?? "–"
      }
      let accepted = run.loss.map(acceptance)
      return [
        run.run.replacing("contrast-", with: ""), difference(1), difference(2), difference(3),
        last(0, \.evenness), last(0, \.inFrontier), last(1, \.inFrontier),
        last(0) { hop in accepted.flatMap { hop.probability[$0] } },
      ]
    })
}

/// The schedule in small, run by run: one row for each stage, at its last checkpoint.
public func miniatureTable(_ runs: [HopSeries]) -> ReportTable {
  ReportTable(
    title: "The schedule in small",
    note:
      "Logit differences, evenness at c = 0, hops found and answers at the end of each stage; answers to paths of L hops are trained from stage L on.",
    header: [
      "run", "stage", "step", "c = 0", "c = 1", "c = 2", "c = 3", "evenness", "hops 1–4 found", "answers",
    ],
    rows: runs.flatMap { run in
      let next = run.checkpoints.dropFirst().map(\.stage) + [nil]
      let ends = zip(run.checkpoints, next).filter { $0.stage != nil && $0.stage != $1 }.map(\.0)
      return ends.map { [run.run.replacing("miniature-", with: "")] + $0.cells }
    })
}

extension HopSeries.Checkpoint {
  /// Stage, step, and what the model does there.
  fileprivate var cells: [String] {
    let differences = (0...3).map { c in
      (c < hops.count ? hops[c].logitDifference[.edgeToken] : nil).map { number($0.mean, 1) } ?? "–"
    }
    let evenness = hops.first?.evenness.map { number($0.mean) } ?? "–"
    let found = numbers(hops.compactMap { $0.inFrontier?.mean })
    let answers = answered.map { percent($0.mean) } ?? "–"
    return [stage.map { "\($0)" } ?? "–", "\(step)"] + differences + [evenness, found, answers]
  }
}

/// Independent runs of the published recipe at the ends of their stages.
public func publishedTable(_ runs: [IndependentRun]) -> ReportTable {
  // Half of the first stage, the ends of all but the last, the end.
  let epochs = [75] + PaperNumbers.stageEnds + [PaperNumbers.epochs]
  return ReportTable(
    title: "The published recipe",
    note:
      "Logit differences after c thoughts, evenness at c = 0, hops found, and answers, halfway through stage 0 and at the end "
      + "of each stage.",
    header: [
      "loss", "epoch", "c = 0", "c = 1", "c = 2", "c = 3", "evenness", "hops 1–4 found", "answers",
      "without thoughts",
    ],
    rows: runs.flatMap { run in
      epochs.compactMap { epoch in run.rows.first { $0.epoch == epoch } }.map { row in
        [run.run.loss.title, "\(row.epoch)"] + row.atEdgeToken.prefix(4).map { number($0, 1) }
          + [
            number(row.evenness.first ?? .nan), numbers(row.frontierShare), percent(row.answerAccuracy),
            percent(row.answerAccuracyWithoutThoughts),
          ]
      }
    })
}

/// Where each loss is least at c = 0, one row a run and checkpoint.
public func scaleTestTable(_ tests: [ScaleTest]) -> ReportTable {
  let losses = ScaleTest.tabulated
  return ReportTable(
    title: "The scale test",
    note: "The s of the least loss at c = 0 (95 % interval over problems); 4 is the end of the grid.",
    header: ["run", "step"] + losses.map { "\($0.title) loss" },
    rows: tests.flatMap { test in
      test.checkpoints.compactMap { checkpoint in
        checkpoint.curves.first { $0.c == 0 }.map { curve in
          [test.run.replacing("contrast-", with: ""), "\(checkpoint.step)"]
            + losses.map { loss in
              curve.best[loss].map { "\(number($0.scale)) (\(number($0.low)) to \(number($0.high)))" } ?? "–"
            }
        }
      }
    })
}

/// What a change of s does to the two parts of the Coconut loss at c = 0, one row a run at its end: the Coconut-BFS loss, which is
/// −log of the probability on the frontier, and the cost of the choice among its nodes, −log of the label's share of that probability.
public func scaleBalanceTable(_ tests: [ScaleTest]) -> ReportTable {
  let changes = [Double(0.5).squareRoot(), 2]
  return ReportTable(
    title: "What balances at s = 1",
    note:
      "Change of each part of the Coconut loss, in nats, from s = 1 on; means over problems, at the end of the run.",
    header: ["run"]
      + changes.flatMap { ["s = \(number($0)): Coconut-BFS loss", "cost of the choice"] },
    rows: tests.compactMap { test in
      guard let curve = test.checkpoints.last?.curves.first(where: { $0.c == 0 }),
        let whole = curve.losses[.coconut], let outside = curve.losses[.bfsFrontier]
      else { return nil }
      func place(_ scale: Double) -> Int? {
        test.scales.indices.min { abs(test.scales[$0] - scale) < abs(test.scales[$1] - scale) }
      }
      guard let trained = place(1) else { return nil }
      let cells = changes.compactMap(place).flatMap { changed in
        [outside, zip(whole, outside).map { $0 - $1 }].map { part in
          let change = part[changed] - part[trained]
          return (change > 0 ? "+" : "") + signed(change, 3)
        }
      }
      return [test.run.replacing("contrast-", with: "")] + cells
    })
}

/// The loss whose accepted nodes are recorded for `loss`: a uniform label comes from what Coconut-BFS accepts.
private func acceptance(_ loss: Loss) -> Loss {
  loss.candidateSet.map { Loss(.bfs, $0) } ?? .coconut
}
