// The chapter's flags, and what it does in place of its text if a raw file is named: draw that file.

import ArgumentParser
import Chapter
import Figures
import Foundation
import Inputs
import Plotting
import Records

extension PageFormat: ExpressibleByArgument {}
extension FigurePage: ExpressibleByArgument {}
extension AttentionQuantity: ExpressibleByArgument {}

struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "06-figures", abstract: "Draw every figure of the book from records alone.",
    subcommands: [Tables.self, Claims.self, Records.self, Card.self, Rewrite.self])

  @Argument(
    help:
      "One record of attention to draw (NAME_raw_data.json, from this project or from the published script). Without it, all figures are drawn."
  )
  var raw: String?

  @Option(help: "The file to draw RAW to.")
  var output: String?

  @Option(help: "What to draw of RAW (default: difference).")
  var show: AttentionQuantity?

  @Option(help: "Size of RAW's page (default: as published).")
  var page: FigurePage?

  @Option(help: "File format (default: the one that the extension of --output names, else pdf).")
  var format: PageFormat?

  @Option(help: ArgumentHelp("Folder with the records.", valueName: "dir"))
  var data = "data"

  @Flag(help: "Draw the figures under the papers' own numbers, with a table of what is where.")
  var paper = false

  @Option(
    help: ArgumentHelp(
      "Folder to draw figures to (default: figures, with --paper figures/paper).", valueName: "dir"))
  var out: String?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Wait for the return key before each section.")
  var lecture = false

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
    if raw != nil && paper { throw ValidationError("--paper draws many figures: leave out RAW") }
    if raw == nil && show != nil { throw ValidationError("--show is for a single raw data file") }
    if raw == nil && page != nil { throw ValidationError("--page is for a single raw data file") }
  }

  /// The folder to draw to.
  var folder: String { out ?? (paper ? "figures/paper" : "figures") }

  var terminal: Terminal { Terminal(quiet: quiet, isLecture: lecture) }

  /// Draws one raw file, such as the published script writes. Throws `InputError`.
  func draw(_ raw: String, to output: String) throws {
    let figure = attentionEvolution(try AttentionRawData.read(raw), show ?? .difference, page: page)
    let format = format ?? PageFormat(rawValue: (output as NSString).pathExtension.lowercased()) ?? .pdf
    let bytes = try figure.render(as: format, keywords: RawFiles(paths: [raw]).keywords())
    try writeAtomically(bytes, to: output)
    terminal.say("\(output): \(figure.width) × \(figure.height) in, drawn from \(raw)")
  }
}
