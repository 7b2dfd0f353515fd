// `--paper`: the figures under the numbers that the papers give them, in one folder, with a table of what is where.

import Figures
import Foundation
import Inputs

extension Options {
  /// Draws each figure that answers a place in a paper, named after that place, and a README.md that lists place, file and
  /// page. Throws `InputError` for raw data that cannot be used.
  func drawByPaper() throws {
    let format = format ?? .pdf
    var rows = [["In the paper", "What it shows", "File", "Page"]]
    for entry in PaperFigure.all {
      guard let figure = catalogue.first(where: { $0.name == entry.figure }) else { continue }
      let named = figure.renamed(entry.file)
      try drawFigures([named], from: data, to: folder, as: format) { figure, isDrawn in
        let file = "\(figure.name).\(format.rawValue)"
        terminal.say("\(entry.place): \(isDrawn ? file : "no raw data; make them: \(figure.command)")")
        if isDrawn {
          rows.append([entry.place, entry.shows, "[\(file)](\(file))", page(showing: entry.figure)])
        }
      }
    }
    let text =
      "# Figures under the papers' own numbers\n\nDrawn by `./build.sh 06 --paper`.\n\n" + markdown(rows)
      + "\n"
    try writeAtomically(Data(text.utf8), to: folder + "/README.md")
    terminal.say("\(folder)/README.md: \(rows.count - 1) figures")
  }

  /// The first page of the book that shows a figure, as it is found from the folder with the chapters; – if none does.
  private func page(showing figure: String) -> String {
    let manager = FileManager.default
    for chapter in ((try? manager.contentsOfDirectory(atPath: "chapters")) ?? []).sorted() {
      for name in ((try? manager.contentsOfDirectory(atPath: "chapters/" + chapter)) ?? []).sorted()
      where name.hasSuffix(".md") {
        let path = "chapters/\(chapter)/\(name)"
        if let text = try? String(contentsOfFile: path, encoding: .utf8),
          text.contains("figures/\(figure).pdf")
        {
          return path
        }
      }
    }
    return "–"
  }
}
