// Prints the tables of the book, from raw data alone.

import ArgumentParser
import Chapter
import Figures
import Records

struct Tables: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every table of the book, from records alone.")

  @Option(help: ArgumentHelp("Folder with the records.", valueName: "dir"))
  var data = "data"

  func run() throws { try showTables(from: data, on: Terminal()) }
}

/// Prints each table whose raw data exist.
func showTables(from data: String, on terminal: Terminal) throws {
  for table in tables {
    let files = RawFiles.find(in: data, matching: table.rawData)
    guard !files.paths.isEmpty else {
      terminal.say("\nno raw data \(table.rawData.joined(separator: ", ")); make them: \(table.command)")
      continue
    }
    let made = try table.make(files)
    terminal.section(made.title)
    terminal.table(made.header, made.rows)
    terminal.say(made.note)
  }
}
