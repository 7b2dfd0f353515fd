// `--paper`: the figures under the numbers that the papers give them, in one folder, with a table of what is where.

import Figures
import Foundation
import Inputs

extension Options {
  /// Draws each figure that answers a place in a paper, named after that place, and a README.md that lists place, file and
  /// page. Throws `InputError` for raw data that cannot be used.
  func drawByPaper() throws {
    let format = format ?? .pdf
    let pages = bookPages()
    var rows = [["In the paper", "What it shows", "File", "Page"]]
    for entry in PaperFigure.all {
      guard let figure = catalogue.first(where: { $0.name == entry.figure }) else { continue }
      let named = figure.renamed(entry.file)
      try drawFigures([named], from: data, to: folder, as: format) { figure, isDrawn in
        let file = "\(figure.name).\(format.rawValue)"
        terminal.say("\(entry.place): \(isDrawn ? file : "no raw data; make them: \(figure.command)")")
        if isDrawn {
          let page = pages.first { $0.text.contains("figures/\(entry.figure).pdf") }
          rows.append([entry.place, entry.shows, "[\(file)](\(file))", page?.path ?? "–"])
        }
      }
    }
    let text =
      "# Figures under the papers' own numbers\n\nDrawn by `./build.sh 06 --paper`.\n\n" + markdown(rows)
      + "\n"
    try writeAtomically(Data(text.utf8), to: folder + "/README.md")
    terminal.say("\(folder)/README.md: \(rows.count - 1) figures")
  }

  /// The pages of the chapters in order, as they are found from the folder with the chapters; none elsewhere.
  private func bookPages() -> [(path: String, text: String)] {
    func names(in folder: String) -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
    return names(in: "chapters").flatMap { chapter in
      names(in: "chapters/" + chapter).filter { $0.hasSuffix(".md") }.compactMap { name in
        let path = "chapters/\(chapter)/\(name)"
        return (try? String(contentsOfFile: path, encoding: .utf8)).map { (path, $0) }
      }
    }
  }
}
