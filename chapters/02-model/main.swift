// Chapter 02: the model. `show` is the chapter's text (Show.swift), `inspect` looks at one problem (Inspect.swift).

import ArgumentParser
import Chapter

struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "02-model", abstract: "The model: prompt, parameters, continuous thoughts, both losses.",
    subcommands: [Show.self, Inspect.self], defaultSubcommand: Show.self)
}

runChapter(Model.self)
