// What the files hold besides the picture: fonts, metadata, the same bytes each time; and input at the edges.

import Foundation
import FoundationXML
import Plotting
import TestPrograms
import Testing

@Suite struct FileTests {
  private let figure = Figure(
    title: "A title",
    panels: [Panel(x: Axis("*x*"), marks: [Line(x: [0, 1, 2], y: [0, 1, 4], label: "**b**")])])

  @Test(arguments: PageFormat.allCases)
  func drawnTwiceIsTheSameBytes(_ format: PageFormat) throws {
    let keywords = ["raw data sha256 0123abcd", "commit 59cada7"]
    let first = try figure.render(as: format, keywords: keywords)
    _ = try Figure(title: "Between", panels: [Panel(marks: [Line(x: [1], y: [1])])]).render(as: format)
    #expect(try figure.render(as: format, keywords: keywords) == first)
    #expect(try figure.render(as: format, keywords: ["other"]) != first)
  }

  @Test func svgAndPNGNameTheirData() throws {
    for format in [PageFormat.svg, .png] {
      let data = try figure.render(as: format, keywords: ["sha256 0123abcd"])
      #expect(data.range(of: Data("sha256 0123abcd".utf8)) != nil)
      #expect(data.range(of: Data("A title".utf8)) != nil)
    }
  }

  /// What viewers ask of an SVG: XML whose references have a target.
  @Test(arguments: goldenFigures.map(\.name))
  func svgIsWellFormed(_ name: String) throws {
    let figure = try #require(goldenFigures.first { $0.name == name }).figure
    let data = try figure.render(as: .svg, keywords: ["a < b & c"])
    #expect(XMLParser(data: data).parse())
    let text = String(decoding: data, as: UTF8.self)
    let ids = Set(text.matches(of: #/ id="([^"]+)"/#).map(\.output.1))
    let uses = Set(text.matches(of: #/#([cg][0-9]+)[")]/#).map(\.output.1))
    #expect(uses.count > 10 && uses.isSubset(of: ids))
  }

  @Test func pdfEmbedsFontsAndNamesItsData() throws {
    let folder = try Folder()
    let path = folder.path + "/x.pdf"
    try figure.render(as: .pdf, keywords: ["sha256 0123abcd"]).write(to: URL(fileURLWithPath: path))
    guard let fonts = try output(of: "pdffonts", path), let info = try output(of: "pdfinfo", path) else {
      print("skipped: pdffonts and pdfinfo (Debian package poppler-utils) are not installed")
      return
    }
    let lines = fonts.split(separator: "\n").dropFirst(2)
    #expect(!lines.isEmpty)
    for line in lines {
      #expect(line.contains("DejaVuSans") && !line.contains("Type 3"))
      // Columns "emb sub uni": embedded, and only the glyphs in use.
      #expect(line.contains(#/ yes +yes /#))
    }
    #expect(info.contains("sha256 0123abcd") && info.contains("A title"))
    #expect(info.contains("237.6 x 165.6 pts"))
  }

  /// What a program prints; nil when there is no such program.
  private func output(of program: String, _ argument: String) throws -> String? {
    let run = try Program.shell("\(program) '\(argument)'")
    return run.status == 127 ? nil : run.output
  }
}

@Suite struct EdgeTests {
  static let values: [String: [Double]] = [
    "one": [5], "equal": [5, 5, 5], "zero": [0, 0], "gaps": [1, .nan, 3, .nan, .nan, 6],
    "wide": [1e-30, 1e30],
    "signed": [-1e30, 1e-30], "tiny": [1e-30, 2e-30],
    "infinite": [.infinity, 1, -.infinity, 2],
    "many": (0..<100_000).map { sin(Double($0) / 1e4) },
  ]

  @Test(arguments: values.keys.sorted(), [Scale.Kind.linear, .logarithmic])
  func drawsExtremeInput(_ name: String, _ kind: Scale.Kind) throws {
    let values = try #require(Self.values[name])
    let x = values.indices.map { Double($0 + 1) }
    let figure = Figure(
      title: "Edge", panels: [Panel(y: Axis(kind: kind), marks: [Line(x: x, y: values, label: "l")])])
    guard values.contains(where: { $0.isFinite && (kind == .linear || $0 > 0) }) else {
      #expect(throws: PlottingError.nothingToDraw(panel: "Edge")) { try figure.render() }
      return
    }
    #expect(try figure.render().count > 1000)
    let picture = try #require(Picture(png: try figure.render(as: .png)))
    // The curve or its only points are there.
    let colour = Colour.palette[0]
    let wanted = [colour.red, colour.green, colour.blue].map { Int(($0 * 255).rounded()) }
    #expect(picture.pixels.contains { Picture.components($0) == wanted })
  }

  @Test func emptyInputIsAClearError() {
    let error = #expect(throws: PlottingError.self) {
      try Figure(title: "Loss", panels: [Panel(marks: [Line(x: [], y: [])])]).render()
    }
    #expect(
      error?.description == "panel 'Loss': expected at least one finite value, found none; check the data")
    #expect(throws: PlottingError.self) { try Figure(title: "None", panels: []).render() }
  }

  @Test func unequalListsAreAClearError() {
    let error = #expect(throws: PlottingError.self) {
      try Figure(title: "Loss", panels: [Panel(marks: [Line(x: [1, 2], y: [1], label: "*a*")])]).render()
    }
    #expect(error?.description == "line 'a': expected lists of one length, found 2 and 1; check the data")
  }

  @Test func aPageWithoutRoomIsAClearError() {
    let panel = Panel(y: Axis("label"), marks: [Line(x: [0, 1], y: [0, 1])])
    #expect(throws: PlottingError.pageTooSmall(width: 0.3, height: 0.3)) {
      try Figure(title: "Small", width: 0.3, height: 0.3, panels: [panel]).render()
    }
  }
}
