// Weaves the book: runs chapters, writes their README.md and fills the tables of README.md and its like. ./build.sh weave
// starts it in the project's folder. The module Weaving defines what a page is.

import ArgumentParser
import Chapter
import Foundation
import Inputs
import Weaving

struct Weave: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weave",
    abstract: "Runs chapters and weaves prose, code, output and figures of main.swift into its pages.",
    discussion: """
      Numbers that come out of training or timing are kept as the page has them while everything else agrees; those outside \
      their tolerance are printed.
      """, subcommands: [Times.self, Commands.self, Soak.self, Regenerate.self])

  @Argument(help: ArgumentHelp("Chapters, 01 to 07, or README; none: all.", valueName: "chapter"))
  var chapters: [String] = []

  @Flag(help: "Write no page; fail if one is not what its chapter gives.")
  var check = false

  @Flag(help: "Take every number as it comes out now.")
  var refresh = false

  @Flag(help: "Run no chapter: weave its prose and code anew, and keep the output that its pages show.")
  var text = false

  func validate() throws {
    if check && refresh { throw ValidationError("--check and --refresh exclude each other") }
    if text && refresh { throw ValidationError("--text and --refresh exclude each other") }
  }
}

let options = chapterOptions(Weave.self)
orExit {
  let loom = Loom(check: options.check, refresh: options.refresh, isTextOnly: options.text)
  var differences: [InputError] = []
  for folder in try Loom.chapters(options.chapters) { differences += try loom.weave(chapter: folder) }
  if !options.text && options.chapters.isEmpty || options.chapters.contains("README") {
    for page in Loom.frontPages() + [Loom.developersPage] { differences += try loom.weaveFrontPage(page) }
  }
  if !differences.isEmpty {
    for difference in differences { complain("\(difference)") }
    throw InputError(
      in: "the book", expected: "pages as their chapters give them",
      found: "\(differences.count) that differ",
      next: "see above")
  }
}
