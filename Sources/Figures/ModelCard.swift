// What a shipped checkpoint is and what it answers, as the rows of its model card, from the records of its run.

import Inputs
import Reachability
import Records

/// The facts of a checkpoint's model card: header and rows of two cells.
public enum ModelCard {
  /// The facts of a run of which its own record alone is kept, as those of the controls are.
  public static func rows(_ run: RunRecord) -> [[String]] {
    facts(run.configuration, run.loss, seed: run.seed, commit: run.parts.last?.commit)
      + [["in place of thoughts", "\(run.configuration["feedback"] ?? "?") tokens"]] + made(run)
  }

  /// The facts of a run whose answers were counted, as those of `laptop` are.
  public static func rows(_ run: RunRecord, _ evaluation: RunEvaluation) -> [[String]] {
    var rows = facts(run.configuration, evaluation.loss, seed: evaluation.seed, commit: evaluation.commit)
    rows += made(run)
    for (name, answers) in [
      ("test problems of ours", evaluation.onOwn), ("published validation problems", evaluation.onPublished),
    ] {
      guard let answers else { continue }
      rows.append([
        "right on \(answers.count) \(name)",
        "\(percent(answers.accuracy)); without thoughts \(percent(answers.accuracyWithoutThoughts))",
      ])
      rows.append(["… greedy hops in the frontier, hop by hop", numbers(answers.frontierShare)])
    }
    return rows
  }

  /// The facts of a run that was measured hop by hop, as those of `contrast` are: they train the first hop alone and answer
  /// nothing.
  public static func rows(_ series: HopSeries) -> [[String]] {
    var rows = facts(series.configuration, series.loss, seed: series.seed, commit: series.commit)
    guard let last = series.checkpoints.last, let first = last.hops.first else { return rows }
    rows.append(["training", "\(last.step) steps of stage 0, the first hop; it was never trained to answer"])
    let share = first.inFrontier.map { percent($0.mean) } ?? "–"
    rows.append(["first hop in the frontier, \(series.problems) test problems", share])
    rows.append([
      "logit difference at c = 0", first.logitDifference[.edgeToken].map { number($0.mean, 1) } ?? "–",
    ])
    rows.append(["evenness over the root's children", first.evenness.map { number($0.mean) } ?? "–"])
    return rows
  }

  private static func made(_ run: RunRecord) -> [[String]] {
    let steps = run.metrics.evaluations.last.map { "\($0.step)" } ?? "?"
    let training = ["training", "\(steps) steps in \(number(run.seconds / 60, 0)) minutes"]
    guard let part = run.parts.last else { return [training] }
    let threads = counted(part.threads, "thread")
    return [training, ["made by", "`\(part.command)`, \(threads) on \(part.machine.processor)"]]
  }

  private static func facts(
    _ configuration: [String: String], _ loss: Loss?, seed: UInt64?, commit: String?
  ) -> [[String]] {
    func value(_ key: String) -> String { configuration[key] ?? "?" }
    return [
      ["", ""],
      [
        "model",
        "GPT-2, \(value("layers")) layers, \(value("heads")) heads, width \(value("width")), \(value("positions")) positions",
      ],
      ["loss", "\(loss?.title ?? "?"), labels: \(value("labels"))"],
      ["seed, commit", "\(seed.map { "\($0)" } ?? "?"), `\(commit ?? "?")`"],
    ]
  }
}
