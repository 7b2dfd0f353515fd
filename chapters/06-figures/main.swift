// Chapter 06: every figure and table of the book, and the paper's claims, from raw data alone. It measures nothing.

import ArgumentParser
import Chapter
import Figures
import Foundation
import Inputs
import Plotting
import Superposition

extension PageFormat: ExpressibleByArgument {}
extension FigurePage: ExpressibleByArgument {}
extension AttentionQuantity: ExpressibleByArgument {}

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "06-figures", abstract: "Draws every figure of the book from raw data alone.",
    subcommands: [Tables.self, Claims.self, Records.self])

  @Argument(
    help:
      "Attention raw data to draw (NAME_raw_data.json, ours or the published script's); none: all figures.")
  var raw: String?

  @Option(help: "File to draw RAW to.")
  var output: String?

  @Option(help: "What to draw of RAW.")
  var show: AttentionQuantity = .difference

  @Option(help: "Page of RAW's drawing; as published unless given.")
  var page: FigurePage?

  @Option(help: "File format; with --output that of its extension unless given, else pdf.")
  var format: PageFormat?

  @Option(help: ArgumentHelp("Folder with raw data.", valueName: "dir"))
  var data = "data"

  @Option(help: ArgumentHelp("Folder to draw figures to.", valueName: "dir"))
  var out = "figures"

  @Flag(help: "Draw every figure, also those that are up to date.")
  var force = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if raw != nil && output == nil {
      throw ValidationError("RAW needs --output FILE: where should it be drawn to?")
    }
    if raw == nil && output != nil { throw ValidationError("--output needs a raw data file before it") }
    if let output, format == nil, PageFormat(rawValue: (output as NSString).pathExtension.lowercased()) == nil
    {
      throw ValidationError(
        "--output must end in .pdf, .svg or .png unless --format says what it is, found \(output)")
    }
    if raw == nil && page != nil { throw ValidationError("--page is for a single raw data file") }
  }
}

let options = chapterOptions(Options.self)
let terminal = Terminal(quiet: options.quiet)

if let raw = options.raw, let output = options.output {
  // One raw file, such as the published script leaves.
  orExit {
    let figure = attentionEvolution(try AttentionRawData(file: raw), options.show, page: options.page)
    let format =
      options.format ?? PageFormat(rawValue: (output as NSString).pathExtension.lowercased()) ?? .pdf
    let bytes = try figure.render(as: format, keywords: RawFiles(paths: [raw]).keywords())
    try writeAtomically(bytes, to: output)
    terminal.say("\(output): \(figure.width) × \(figure.height) in, drawn from \(raw)")
  }
} else {
  // All figures, from the raw data there are.
  terminal.section("Figures from \(options.data)/ in \(options.out)/")
  let redrawing = orExit {
    Redrawing(
      data: options.data, out: options.out, format: options.format ?? .pdf, force: options.force,
      code: try Redrawing.programHash())
  }
  var counts = (drawn: 0, upToDate: 0, missing: 0)
  orExit {
    try redrawing.run(catalogue) { figure, outcome in
      switch outcome {
      case .drawn(let reason):
        counts.drawn += 1
        terminal.say("  \(figure.name): drawn (\(reason))")
      case .upToDate:
        counts.upToDate += 1
        terminal.say("  \(figure.name): up to date")
      case .missing(let command):
        counts.missing += 1
        terminal.say(
          "  \(figure.name): no raw data \(figure.rawData.joined(separator: ", ")); make them: \(command)")
      }
    }
  }
  terminal.say("\(counts.drawn) drawn, \(counts.upToDate) up to date, \(counts.missing) without raw data")

  // The tables of the same raw data, and what all of it says of the paper's claims.
  orExit {
    try showTables(from: options.data, on: terminal)
    show(try ClaimsTable(folder: options.data), from: options.data, on: terminal)
  }
}
