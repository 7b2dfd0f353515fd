// Chapter 01 as a program, and the record of generated sets.

import Foundation
import Inputs
import Reachability
import TestPrograms
import Testing

@Suite("Chapter 01")
struct DatasetChapterTests: ~Copyable {
  private let home: Folder
  private var folder: String { home.path }

  init() throws { home = try Folder() }

  @Test("Generates small sets, verifies them, and sees a changed file")
  func generates() throws {
    let made = try Program(
      "01-dataset", ["--train", "30", "--valid", "4", "--test", "5", "--seed", "3", "--out", folder])
    #expect(made.status == 0, "\(made.errors)")
    for (split, count) in [(Split.train, 30), (.valid, 4), (.test, 5)] {
      let problems = try ProblemFile.read("\(folder)/\(split.rawValue).json")
      #expect(problems == Generator().problems(count, of: split, seed: 3))
    }
    for file in ["dataset_statistics.json", "dataset_histograms.pdf", "dataset_graph.pdf"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"))
    }
    let sets = try ProblemSets.verify(manifest: folder + "/manifest.json", folder: folder)
    #expect(sets.map(\.problems) == [30, 4, 5])
    #expect(try Program("01-dataset", ["--verify", "--out", folder]).status == 0)

    try Data("[]".utf8).write(to: URL(fileURLWithPath: folder + "/test.json"))
    let changed = try Program("01-dataset", ["--verify", "--out", folder])
    #expect(changed.status == 1)
    #expect(changed.errors.hasPrefix("\(folder)/test.json: expected SHA-256"))
  }

  @Test("A record that the generator does not reproduce is refused")
  func manifest() throws {
    var set = ProblemSet.generate(.test, count: 3, seed: 1, command: "none").set
    set.seed = 2
    try writeJSON([set], to: folder + "/manifest.json")
    let error = #expect(throws: InputError.self) {
      try ProblemSets.verify(manifest: folder + "/manifest.json", folder: folder)
    }
    #expect(error?.key == "[0].sha256")
  }

  @Test("A missing generated set is made and announced; any other missing file is an error")
  func missing() throws {
    var notes: [String] = []
    let path = folder + "/prosqa/valid.json"
    let problems = try ProblemSets.read(path) { notes.append($0) }
    #expect(problems.count == 257 && notes.count == 1)
    #expect(try ProblemSets.read(path) { notes.append($0) } == problems)
    #expect(notes.count == 1)
    #expect(throws: InputError.self) {
      try ProblemSets.read(folder + "/prosqa/other.json") { notes.append($0) }
    }
  }

  @Test("An import shows what it read; a refused one says why in one line and leaves nothing")
  func imports() throws {
    let problems = Generator().problems(6, of: .train, seed: 9)
    try ProblemFile.write(problems, to: folder + "/set.json", neighbours: .bfs)
    let read = try Program("01-dataset", ["--import", folder + "/set.json", "--out", folder + "/report"])
    #expect(read.status == 0 && read.output.contains("6 problems, all valid"))
    #expect(FileManager.default.fileExists(atPath: folder + "/report/dataset_statistics.json"))

    let text = try String(decoding: readFile(folder + "/set.json"), as: UTF8.self)
    try Data(text.dropLast(100).utf8).write(to: URL(fileURLWithPath: folder + "/cut.json"))
    let refused = try Program("01-dataset", ["--import", folder + "/cut.json", "--out", folder + "/none"])
    #expect(refused.status == 1)
    #expect(
      refused.errors.split(separator: "\n").count == 1 && refused.errors.contains("cut.json: line "))
    #expect(!FileManager.default.fileExists(atPath: folder + "/none"))
  }

  @Test(
    "Usage errors exit with 64",
    arguments: [["--train", "0"], ["--valid", "-3"], ["--verify", "--import", "x"]])
  func usage(arguments: [String]) throws {
    #expect(try Program("01-dataset", arguments).status == 64)
  }
}
