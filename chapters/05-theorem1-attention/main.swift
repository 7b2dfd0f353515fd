// Chapter 05: Theorems 1 to 3, in theory and as measured on trained models. The chapter only calls the core.

import ArgumentParser
import Chapter

struct Attention: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "05-theorem1-attention",
    abstract: "Measure how a model searches, and integrate the flow that Theorem 1 says it follows.",
    subcommands: [
      Measure.self, Prediction.self, Probes.self, Trace.self, Report.self, Flow.self, TheoryInNumbers.self,
    ],
    defaultSubcommand: Measure.self)
}

runChapter(Attention.self)
