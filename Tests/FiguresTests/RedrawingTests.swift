// What chapter 06 promises: it draws every figure whose raw data exist, with the same bytes each time.

import Figures
import Foundation
import Inputs
import Plotting
import Records
import TestPrograms
import Testing

extension Folder {
  /// Writes raw data.
  func put(_ text: String, _ name: String) throws { try file("data/" + name, text) }
}

@Suite struct RedrawingTests {
  /// A figure of the one number in a file.
  private let figure = DeclaredFigure("one", rawData: ["one*.json"], command: "./build.sh 05") { files in
    Figure(
      title: "One",
      panels: [Panel(marks: [Line(x: [0, 1], y: [0, try readJSON(Double.self, from: files.paths[0])])])])
  }

  /// Draws `figures` and returns, by name, whether each was drawn.
  private func draw(
    _ figures: [DeclaredFigure], _ folder: borrowing Folder, as format: PageFormat = .pdf
  ) throws -> [String: Bool] {
    var drawn: [String: Bool] = [:]
    try drawFigures(figures, from: folder.path + "/data", to: folder.path + "/figures", as: format) {
      drawn[$0.name] = $1
    }
    return drawn
  }

  @Test func drawsTheSameBytesFromTheSameData() throws {
    let folder = try Folder()
    #expect(try draw([figure], folder) == ["one": false])
    try folder.put("1", "one.json")
    #expect(try draw([figure], folder) == ["one": true])
    let file = folder.path + "/figures/one.pdf"
    let first = try readFile(file)
    #expect(first.starts(with: Data("%PDF".utf8)))
    // A figure is drawn again even if its file exists, whatever the file holds.
    try writeAtomically(Data("%PDF".utf8), to: file)
    #expect(try draw([figure], folder) == ["one": true])
    #expect(try readFile(file) == first)
    // The figure names its raw data, so the same picture from another file has other bytes.
    try folder.put("1.0", "one.json")
    #expect(try draw([figure], folder) == ["one": true])
    #expect(try readFile(file) != first)
  }

  @Test func figuresWaitForWhatTheyNeed() throws {
    let folder = try Folder()
    try folder.put("1", "one.json")
    let needy = DeclaredFigure(
      "two", rawData: ["one.json", "two.json"], needs: ["two.json"], command: "./build.sh 05 theory",
      draw: figure.draw)
    #expect(try draw([figure, needy], folder) == ["one": true, "two": false])
    try folder.put("2", "two.json")
    #expect(try draw([figure, needy], folder) == ["one": true, "two": true])
  }

  @Test func nothingToDrawNamesTheRawData() throws {
    let folder = try Folder()
    try folder.put(#"{"profile": "quick", "variants": []}"#, "ablations.json")
    let ablations = try #require(catalogue.first { $0.name == "ablations" })
    let error = #expect(throws: InputError.self) { try draw([ablations], folder, as: .svg) }
    #expect(error?.file == folder.path + "/data/ablations.json" && error?.found == "no finite value")
    #expect(error?.next == "make it again: ./build.sh 03 ablate")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/figures"))
  }

  @Test func badRawDataLeaveNothingAndDoNotKeepOthersBack() throws {
    let folder = try Folder()
    try folder.put("[1", "one.json")
    try folder.put("1", "other.json")
    let other = DeclaredFigure("other", rawData: ["other.json"], command: "./build.sh 05", draw: figure.draw)
    #expect(throws: InputError.self) { try draw([figure, other], folder) }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/figures")
    #expect(files == ["other.pdf"])
  }

  @Test func patternsMatchNames() throws {
    let folder = try Folder()
    for name in ["a_seed1_raw.json", "a_seed2_raw.json", "a_raw.json", "b_seed1_raw.json"] {
      try folder.put("1", name)
    }
    let files = RawFiles.find(in: folder.path + "/data", matching: ["a_seed*_raw.json", "b*"])
    let names = files.paths.map { ($0 as NSString).lastPathComponent }
    #expect(names == ["a_seed1_raw.json", "a_seed2_raw.json", "b_seed1_raw.json"])
    #expect(files.matching("*seed1*").count == 2)
    #expect(RawFiles.find(in: folder.path + "/data", matching: ["a*a_raw.json"]).paths.isEmpty)
  }

  @Test func keywordsNameHashAndCommit() throws {
    let folder = try Folder()
    try folder.put(#"{"analysis_metadata": {"commit": "0123abc"}}"#, "with.json")
    try folder.put("{}", "without.json")
    let hash = SHA256.digest(of: Data("{}".utf8))
    let both = try RawFiles.find(in: folder.path + "/data", matching: ["*.json"]).keywords()
    #expect(both.contains("raw data without.json sha256 \(hash)") && both.contains("run's commit 0123abc"))
    let none = try RawFiles(paths: [folder.path + "/data/without.json"]).keywords()
    #expect(none.contains("commit of the run not recorded"))
  }
}

@Suite struct AttentionEvolutionTests {
  private let raw = AttentionRawData(
    results: [
      20: [
        0: .init(meanFrontierAttention: 3, meanOtherAttention: 1, processedCount: 5),
        1: .init(meanFrontierAttention: 0, meanOtherAttention: 0, processedCount: 0),
      ],
      10: [0: .init(meanFrontierAttention: 1, meanOtherAttention: 2, processedCount: 5)],
    ], epochs: [20, 10], steps: [1, 0], checkpointDirectory: "runs/x", testFile: "t.json", maxSamples: 5,
    generatedBy: "test", run: nil)

  @Test func drawsDifferencesInOrderOfEpochs() throws {
    let figure = attentionEvolution(raw)
    #expect(figure.width == 10 && figure.height == 3)
    // At step 1 no problem was counted, so c = 1 has no curve.
    let lines = figure.panels[0].marks.compactMap { $0 as? Line }
    #expect(
      lines.map(\.x) == [[10, 20]] && lines.map(\.y) == [[-1, 2]] && lines.map(\.label) == ["*c* = 1"])
    #expect(figure.panels[0].x.ticks?.map(\.value) == [10, 20])
    #expect(try figure.render().count > 1000)
  }

  /// Where the discs of a curve of `epochs` values lie along the page, in points; the legend's is last.
  private func discs(_ epochs: Int, _ page: FigurePage) throws -> [Double] {
    let score = AttentionRawData.Result(meanFrontierAttention: 1, meanOtherAttention: 0, processedCount: 5)
    let raw = AttentionRawData(
      results: Dictionary(uniqueKeysWithValues: (1...epochs).map { ($0, [0: score]) }),
      epochs: Array(1...epochs), steps: [0], checkpointDirectory: "runs/x", testFile: "t.json", maxSamples: 5,
      generatedBy: "test", run: nil)
    let svg = String(decoding: try attentionEvolution(raw, page: page).render(as: .svg), as: UTF8.self)
    return svg.matches(of: #/<circle fill="#2e86ab" cx="([0-9]+)/#).map { (Double($0.1) ?? .nan) / 100 }
  }

  /// 350 epochs are the published length.
  @Test(arguments: FigurePage.allCases, [9, 350])
  func markersNeverTouch(_ page: FigurePage, _ epochs: Int) throws {
    let discs = try discs(epochs, page)
    let curve = discs.dropLast()
    // A disc's width with its white edge, from the line's width: radius 1.45, edge 0.3 of the radius.
    let width = 2 * 1.3 * 1.45 * page.theme.lineWidth
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $1 - $0 >= width })
    // Few values all get a disc; of many, the first then one every three widths or so. So does the legend.
    #expect(epochs == 9 ? curve.count == 9 : (6...40).contains(curve.count))
    #expect(discs.last.map { $0 > 0 } == true)
  }

  @Test func drawsBothScores() {
    let figure = attentionEvolution(raw, .scores, page: .column)
    #expect(figure.width == 3.3)
    let lines = figure.panels[0].marks.compactMap { $0 as? Line }
    #expect(lines.map(\.y) == [[1, 3], [2, 1]] && lines.map(\.dash) == [.solid, .dotted])
  }
}
