// Chapter 06 as a reader runs it: from raw data to figures, tables and claims.

import Figures
import Foundation
import Inputs
import Records
import TestPrograms
import Testing

@Suite struct FiguresChapterTests {
  private let name = "06-figures"

  /// Raw data of the paper's figure and of one seed, with its record: curves that rise, then level off.
  private func folder() throws -> Folder {
    let folder = try Folder()
    let raw = AttentionRawData(
      results: Dictionary(
        uniqueKeysWithValues: (1...9).map { epoch in
          let score = AttentionRawData.Result(
            meanFrontierAttention: Double(min(epoch, 5)), meanOtherAttention: 0, processedCount: 3)
          return (epoch, [0: score, 1: score])
        }), epochs: Array(1...9), steps: [0, 1], checkpointDirectory: "runs/x", testFile: "t.json",
      maxSamples: 3,
      generatedBy: "test", run: nil)
    for name in ["attention_evolution_raw_data.json", "attention_coconut_seed0_raw_data.json"] {
      try writeJSON(raw, to: "\(folder.path)/data/\(name)")
    }
    try writeRunRecord(
      [1, 2, 3, 4, 5, 5, 5, 5, 5], secondStageFrom: 5, "\(folder.path)/data/run_coconut_seed0.json")
    try writeIndependentRun(
      "coconut", { min(60, Double($0)) }, end: 55, later: 40, evenness: [0.7, 0.8],
      "\(folder.path)/data/independent_coconut_seed0.json")
    return folder
  }

  @Test func drawsWhatThereIsAndJudgesIt() throws {
    let folder = try folder()
    let run = try Program(name, ["--data", folder.path + "/data", "--out", folder.path + "/figures"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    for title in ["From a record to a page", "Every figure", "Every table", "Claims"] {
      #expect(lines.contains(title))
    }
    #expect(lines.contains("drawn twice: the same bytes"))
    #expect(FileManager.default.fileExists(atPath: folder.path + "/figures/attention_evolution.pdf"))
    // The curve is level from epoch 60 on, so the claim about c = 0 is reproduced, says what would count against it, and names
    // its figure.
    let claim = try #require(
      lines.firstIndex {
        $0.contains("✔ reproduced: Published recipe, Coconut: the difference levels off in stage 0")
      })
    let words = lines[claim...].prefix(10)
    #expect(words.contains { $0.contains("against: ") })
    #expect(words.contains { $0.contains("shown: ") && $0.contains("contrast.pdf") })
    #expect(lines.last?.contains("not tested") == true)
    let claims = try #require(lines.firstIndex(of: "Claims"))
    #expect(lines[claims...].dropLast().allSatisfy { $0.count <= 100 })
    #expect(lines.contains("attention_evolution: drawn from attention_evolution_raw_data.json"))
    #expect(lines.contains("ablations: no ablations.json; make them: ./build.sh 03 ablate"))
  }

  /// Every place of the papers names a figure that exists, and no two places share a file.
  @Test func placesOfThePapersNameFigures() {
    let names = Set(catalogue.map(\.name))
    for entry in PaperFigure.all { #expect(names.contains(entry.figure), "\(entry.figure)") }
    #expect(Set(PaperFigure.all.map(\.file)).count == PaperFigure.all.count)
  }

  @Test func drawsUnderThePapersNumbers() throws {
    let folder = try folder()
    let run = try Program(
      name, ["--paper", "--data", folder.path + "/data", "--out", folder.path + "/paper"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    let table = try String(contentsOfFile: folder.path + "/paper/README.md", encoding: .utf8)
    #expect(
      table.contains(
        "| Figure 3 | the logit difference under the Coconut loss | [figure-3.pdf](figure-3.pdf) |"))
    #expect(FileManager.default.fileExists(atPath: folder.path + "/paper/figure-3.pdf"))
    #expect(!table.contains("Theorem 2"), "there are no raw data for it")
    #expect(run.output.contains("Theorem 2: no raw data; make them: ./build.sh 05 theory"))
  }

  @Test func drawsOneRawFile() throws {
    let folder = try folder()
    let output = folder.path + "/scores.svg"
    let raw = folder.path + "/data/attention_evolution_raw_data.json"
    let run = try Program(name, [raw, "--output", output, "--show", "scores", "--page", "column"])
    #expect(run.status == 0 && run.errors == "" && run.output.hasPrefix("\(output): 3.3 × "), "\(run.errors)")
    #expect(try String(decoding: readFile(output), as: UTF8.self).contains("<svg"))
    #expect(try Program(name, [raw]).status == 64)
    let missing = try Program(name, [folder.path + "/none.json", "--output", output])
    #expect(missing.status == 1 && missing.errors.split(separator: "\n").count == 1)
  }

  /// Figures and claims need only raw data. Chapter 03 trains and links all three, so the search finds them.
  @Test(arguments: [("06-figures", false), ("03-coconut-train", true)])
  func chapter06LinksNeitherBLASNorMPINorYAML(program: String, trains: Bool) throws {
    let libraries = try Program(program, below: ["ldd"]).output
    #expect(libraries.contains("libc.so"), "\(libraries)")
    #expect(
      libraries.contains("openblas") == trains && libraries.contains("libmpi") == trains, "\(libraries)")
    // The YAML parser is no library of the system: it would be a part of the program.
    #expect((try Program(program, below: ["grep", "-q", "yaml_parser_parse"]).status == 0) == trains)
  }
}
