// Chapter 07 on a model with random weights: which records it writes, and what it refuses.

import Foundation
import Records
import Reachability
import TestPrograms
import Testing
import Transformer

@Suite struct CausalChapterTests: ~Copyable {
  let folder: Folder
  /// A few problems and a tiny model that can read every prompt.
  private let arguments: [String]

  init() throws {
    let folder = try Folder()
    let shape = Configuration(positions: 192, width: 8, layers: 1, heads: 1, initialDeviation: 0.3)
    try ModelFolder.write(Parameters<Float>(initial: shape, seed: 2), to: folder.path + "/tiny")
    let file = folder.path + "/problems.json"
    try ProblemFile.write(Generator().problems(12, of: .test, seed: 4), to: file, neighbours: .coconut)
    arguments = [
      "--checkpoint", folder.path + "/tiny", "--test-file", file, "--out", folder.path + "/out", "--threads",
      "1",
    ]
    self.folder = folder
  }

  @Test(
    "--only runs the named tests; each writes a record that follows its schema, with an outcome for every problem"
  )
  func records() throws {
    let run = try Program("07-causal-tests", arguments + ["--only", "order,chain"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Content or order\n─") && run.output.contains("Force the chain\n─"))
    #expect(!run.output.contains("\nRewrite\n"))
    let out = folder.path + "/out/"
    let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
    #expect(names == [CausalName.chain.file, CausalName.order.file])
    for name in names { try #require(RecordSchema.all.first { $0.pattern == name }).check(out + name) }
    let chain = try CausalFile<ForcedChain>.read(out + CausalName.chain.file)
    #expect(chain.models.map(\.name) == ["tiny", "construction"])
    #expect(chain.models.allSatisfy { $0.result.greedy.letters.count == 12 })
    #expect(chain.result("construction")?.own.share("1").value == 1)
    let again = try Program("07-causal-tests", arguments + ["--only", "chain", "--threads", "2", "--quiet"])
    #expect(again.status == 0 && again.output == "" && again.errors == "")
    // Outcomes do not depend on the number of threads.
    #expect(
      try CausalFile<ForcedChain>.read(out + CausalName.chain.file).models.map(\.result)
        == chain.models.map(\.result))
  }

  @Test("--add keeps what a record says of other models, if it is about the same problems")
  func adds() throws {
    let out = folder.path + "/out/" + CausalName.chain.file
    let first = try Program("07-causal-tests", arguments + ["--only", "chain", "--quiet"])
    #expect(first.status == 0)
    let before = try CausalFile<ForcedChain>.read(out)
    try FileManager.default.copyItem(atPath: folder.path + "/tiny", toPath: folder.path + "/other")
    let more =
      ["--checkpoint", folder.path + "/other"] + arguments.dropFirst(2) + [
        "--only", "chain", "--quiet", "--add",
      ]
    let second = try Program("07-causal-tests", more)
    #expect(second.status == 0, "\(second.errors)")
    let after = try CausalFile<ForcedChain>.read(out)
    #expect(after.models.map(\.name) == ["tiny", "construction", "other"])
    #expect(after.result("tiny") == before.result("tiny"))
    // Of other problems nothing is added, and the record stays as it is.
    let file = folder.path + "/fewer.json"
    try ProblemFile.write(Generator().problems(5, of: .test, seed: 4), to: file, neighbours: .coconut)
    let third = try Program("07-causal-tests", more + ["--test-file", file])
    #expect(third.status == 1 && third.errors.contains("testFileSHA256"), "\(third.errors)")
    #expect(try CausalFile<ForcedChain>.read(out).models.map(\.name) == after.models.map(\.name))
  }

  @Test func refusesBadInputInOneLine() throws {
    let unknown = try Program("07-causal-tests", arguments + ["--only", "read,reed"])
    #expect(unknown.status == 64 && unknown.errors.contains("no test 'reed'; the tests are read, needed"))
    let nowhere = try Program("07-causal-tests", arguments + ["--checkpoint", "/nowhere"])
    #expect(nowhere.status == 1 && nowhere.errors.split(separator: "\n").last?.contains("/nowhere") == true)
    // A model with room for the problems asked, but not for those that probes are fitted on.
    let small = Configuration(positions: 60, width: 8, layers: 1, heads: 1)
    try ModelFolder.write(Parameters<Float>(initial: small, seed: 2), to: folder.path + "/small")
    let short = try Program("07-causal-tests", arguments + ["--checkpoint", folder.path + "/small"])
    #expect(short.status == 1 && short.errors.contains("at most 60 positions"))
  }
}
