// What chapter 06 promises: figures from raw data alone, redrawn only for a reason, the same bytes each time.

import Figures
import Foundation
import Inputs
import Plotting
import Records
import Testing

/// A folder that is removed with its test.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID().uuidString)").path
  init() throws { try makeFolder(path + "/data") }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func put(_ text: String, _ name: String) throws {
    try writeAtomically(Data(text.utf8), to: "\(path)/data/\(name)")
  }
}

@Suite struct RedrawingTests {
  /// A figure of one number in one file.
  private let figure = DeclaredFigure("one", rawData: ["one*.json"], command: "./build.sh 05") { files in
    Figure(
      title: "One",
      panels: [Panel(marks: [Line(x: [0, 1], y: [0, try readJSON(Double.self, from: files.paths[0])])])])
  }

  private func outcomes(_ folder: Folder, force: Bool = false, code: String = "a") throws -> [Redrawing
    .Outcome]
  {
    var outcomes: [Redrawing.Outcome] = []
    let redrawing = Redrawing(
      data: folder.path + "/data", out: folder.path + "/figures", format: .pdf, force: force, code: code)
    try redrawing.run([figure]) { outcomes.append($1) }
    return outcomes
  }

  @Test func drawsOnlyForAReason() throws {
    let folder = try Folder()
    #expect(try outcomes(folder) == [.missing("./build.sh 05")])
    try folder.put("1", "one.json")
    #expect(try outcomes(folder) == [.drawn("not drawn before")])
    #expect(try outcomes(folder) == [.upToDate])
    let file = URL(fileURLWithPath: folder.path + "/figures/one.pdf")
    let first = try Data(contentsOf: file)
    #expect(first.starts(with: Data("%PDF".utf8)))
    #expect(try outcomes(folder, force: true) == [.drawn("--force")])
    #expect(try Data(contentsOf: file) == first)
    #expect(try outcomes(folder, code: "b") == [.drawn("the drawing code changed")])
    #expect(try Data(contentsOf: file) == first)
    try folder.put("2", "one.json")
    #expect(try outcomes(folder, code: "b") == [.drawn("changed: one.json")])
    #expect(try Data(contentsOf: file) != first)
    try Data("%PDF".utf8).write(to: file)
    #expect(try outcomes(folder, code: "b") == [.drawn("the file is not as it was drawn")])
    try folder.put("2", "one-more.json")
    #expect(try outcomes(folder, code: "b") == [.drawn("changed: one-more.json")])
  }

  @Test func figuresWaitForWhatTheyNeed() throws {
    let folder = try Folder()
    try folder.put("1", "one.json")
    let needy = DeclaredFigure(
      "two", rawData: ["one.json", "two.json"], needs: ["two.json"], command: "./build.sh 05 theory",
      draw: figure.draw)
    func outcome() throws -> Redrawing.Outcome? {
      var outcome: Redrawing.Outcome?
      try Redrawing(
        data: folder.path + "/data", out: folder.path + "/figures", format: .pdf, force: false, code: "a"
      ).run([needy]) { outcome = $1 }
      return outcome
    }
    #expect(try outcome() == .missing("./build.sh 05 theory"))
    try folder.put("2", "two.json")
    #expect(try outcome() == .drawn("not drawn before"))
  }

  @Test func nothingToDrawNamesTheRawData() throws {
    let folder = try Folder()
    try folder.put(#"{"profile": "quick", "variants": []}"#, "ablations.json")
    let ablations = try #require(catalogue.first { $0.name == "ablations" })
    let redrawing = Redrawing(
      data: folder.path + "/data", out: folder.path + "/figures", format: .svg, force: false, code: "a")
    let error = #expect(throws: InputError.self) { try redrawing.run([ablations]) { _, _ in } }
    #expect(error?.file == folder.path + "/data/ablations.json" && error?.found == "no finite value")
    #expect(error?.next == "make it again: ./build.sh 03 ablate")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/figures"))
  }

  @Test func badRawDataLeaveNothing() throws {
    let folder = try Folder()
    try folder.put("[1", "one.json")
    #expect(throws: InputError.self) { try outcomes(folder) }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/figures/one.pdf"))
  }

  @Test func patternsMatchNames() throws {
    let folder = try Folder()
    for name in ["a_seed1_raw.json", "a_seed2_raw.json", "a_raw.json", "b_seed1_raw.json"] {
      try folder.put("1", name)
    }
    let files = RawFiles(in: folder.path + "/data", matching: ["a_seed*_raw.json", "b*"])
    let names = files.paths.map { ($0 as NSString).lastPathComponent }
    #expect(names == ["a_seed1_raw.json", "a_seed2_raw.json", "b_seed1_raw.json"])
    #expect(files.matching("*seed1*").count == 2)
    #expect(RawFiles(in: folder.path + "/data", matching: ["a*a_raw.json"]).paths.isEmpty)
  }

  @Test func keywordsNameHashAndCommit() throws {
    let folder = try Folder()
    try folder.put(#"{"analysis_metadata": {"commit": "0123abc"}}"#, "with.json")
    try folder.put("{}", "without.json")
    let hash = SHA256.digest(of: Data("{}".utf8))
    let both = try RawFiles(in: folder.path + "/data", matching: ["*.json"]).keywords()
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
    // Step 1 has no counted problem and no curve.
    let lines = figure.panels[0].marks.compactMap { $0 as? Line }
    #expect(
      lines.map(\.x) == [[10, 20]] && lines.map(\.y) == [[-1, 2]] && lines.map(\.label) == ["*c* = 1"])
    #expect(figure.panels[0].x.ticks?.map(\.value) == [10, 20])
    #expect(try figure.render().count > 1000)
  }

  @Test func drawsBothScores() {
    let figure = attentionEvolution(raw, .scores, page: .column)
    #expect(figure.width == 3.3)
    let lines = figure.panels[0].marks.compactMap { $0 as? Line }
    #expect(lines.map(\.y) == [[1, 3], [2, 1]] && lines.map(\.dash) == [.solid, .dotted])
  }
}
