// Several trainings that differ in a few settings, one after another, and the table of what they gave.

import Coconut
import Foundation
import Inputs

/// One training among several.
public struct Variant: Sendable {
  /// Its name in the table.
  public let name: String
  /// `key=value` over the common settings.
  public let settings: [String]

  /// A variant.
  public init(name: String, settings: [String]) {
    self.name = name
    self.settings = settings
  }
}

/// Trains each variant in a folder of its own (a finished run is not trained again), and prints one row each.
public func trainVariants(_ variants: [Variant], _ options: TrainingOptions, chapter: String, title: String)
  throws
{
  var rows: [[String]] = []
  try World.run { world in
    for variant in variants {
      var own = options
      own.settings += variant.settings
      let (configuration, notes) = try own.configuration(chapter: chapter)
      own.out = own.folder(configuration)
      let page = TrainingPage(
        options: own, configuration: configuration, notes: notes, out: own.folder(configuration), world: world
      )
      if let done = try page.finishedRecord() {
        page.terminal.say("\(page.out) is finished: not trained again")
        rows.append(row(variant, done))
      } else {
        let record = try page.train()
        rows.append(row(variant, record))
      }
    }
    let terminal = Terminal(quiet: options.quiet || !world.isFirst)
    terminal.section("Compared")
    terminal.table(
      [title, "loss", "answers", "without thoughts", "hops in frontier", "logit difference c = 0, 1, …"], rows
    )
  }
}

private func row(_ variant: Variant, _ record: RunRecord) -> [String] {
  guard let last = record.metrics.evaluations.last else { return [variant.name] }
  return [
    variant.name, Progress.number(last.loss, 3), Progress.number(last.accuracy, 3),
    Progress.number(last.accuracyWithoutThoughts, 3),
    last.frontierShare.map { Progress.number($0, 2) }.joined(separator: " "),
    last.logitDifference.compactMap { $0.map { Progress.number($0, 1) } }.joined(separator: " "),
  ]
}
