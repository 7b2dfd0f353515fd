// Claims and tables from hand-made raw data, for which the right verdicts are known.

import Claims
import TestPrograms
import Figures
import Foundation
import Inputs
import Records
import Testing

@Suite struct ClaimsTests {
  private func verdict(_ table: ClaimsTable, _ words: String) -> Bool? {
    table.measured.first { $0.statement.contains(words) }?.holds
  }

  @Test func nothingMeasuredLeavesAllOpen() throws {
    let folder = try Folder()
    let table = try ClaimsTable.judge(folder.path)
    #expect(table.measured.isEmpty && table.theory.isEmpty && table.after.isEmpty)
    #expect(
      table.open.dropLast().map(\.statement) == (measuredClaims + causalClaims).map(\.statement)
        && table.open.last?.command == "./build.sh 05 theory")
    #expect(table.open.allSatisfy { $0.command.hasPrefix("./build.sh 0") })
  }

  @Test func boundedAndUnboundedLogitDifferences() throws {
    let folder = try Folder()
    let data = folder.path
    try writeRunRecord([0, 10, 19, 20, 20, 20], "\(data)/run_coconut_seed0.json")
    try writeRunRecord([0, 12, 21, 22, 22, 22], "\(data)/run_coconut_seed1.json")
    // This curve levels off only because the learning rate falls; while the rate was highest, it grew.
    try writeRunRecord(
      [0, 10, 20, 30, 40, 50, 50, 50, 50, 50], fullUntil: 6, "\(data)/run_bfs-successors_seed0.json")
    try writeRunRecord([0, 1, 2, 1, 1, 1], "\(data)/run_bfs-reachable_seed0.json")
    try writeRunRecord([0, 10, 30, 31, 31, 30], "\(data)/run_bfs-frontier_seed0.json")
    let table = try ClaimsTable.judge(data)
    #expect(verdict(table, "then grows no more") == true)
    #expect(verdict(table, "(successors)") == true)
    #expect(verdict(table, "(reachable)") == false)
    #expect(verdict(table, "(frontier)") == true)
    let coconut = try #require(table.measured.first { $0.statement.contains("then grows no more") })
    #expect(coconut.here.hasPrefix("21.0 at the end") && coconut.here.hasSuffix("in 2 of 2 seeds"))
    // At the full rate it gains 20 of 50 from the fourth to the last of six points. Over all ten it is level.
    let growing = try #require(table.measured.first { $0.statement.contains("(successors)") })
    #expect(growing.here.contains("over the last third +0 %, of the steps at the full learning rate +40 %"))
    // One seed that still rises refutes the claim.
    try writeRunRecord([0, 10, 20, 30, 40, 50], "\(data)/run_coconut_seed2.json")
    let again = try ClaimsTable.judge(data)
    #expect(verdict(again, "then grows no more") == false)
  }

  @Test func answersAreJudgedOnProblemsNeverTrainedOn() throws {
    let folder = try Folder()
    let data = folder.path
    func write(_ correct: Int, published: Int?, bare: Int, seed: Int = 0) throws {
      func answers(_ file: String, _ correct: Int) -> String {
        """
        {"file": "\(file)", "sha256": "0", "evaluation": {"count": 400, "correct": \(correct),
         "correctWithoutThoughts": \(bare), "hopCount": [400], "hopInFrontier": [400]}}
        """
      }
      let all =
        [answers("test.json", correct)]
        + (published.map { [answers("prosqa_valid_graph_4_coconut_shuffled.json", $0)] } ?? [])
      let json = """
        {"loss": "coconut", "seed": \(seed), "commit": "c", "steps": 10, "seconds": 90, "answers": [\(all.joined(separator: ","))]}
        """
      try writeAtomically(Data(json.utf8), to: "\(data)/evaluation_coconut_seed\(seed).json")
    }
    try write(390, published: 392, bare: 200)
    var table = try ClaimsTable.judge(data)
    #expect(verdict(table, "answers almost every problem") == true)
    #expect(verdict(table, "Without its thoughts") == true)
    let made = try #require(tables.first { $0.rawData == ["evaluation_*.json"] })
    #expect(
      try made.make(RawFiles.find(in: data, matching: made.rawData)).rows == [
        ["coconut", "0", "test.json", "400", "97.5 %", "50.0 %", "1.00", "10", "1.5"],
        ["coconut", "0", "published", "400", "98.0 %", "50.0 %", "1.00", "10", "1.5"],
      ])
    // Failure on the published problems alone counts as failure. A coin gets at most 220 of 400.
    try write(390, published: 360, bare: 221)
    table = try ClaimsTable.judge(data)
    #expect(verdict(table, "answers almost every problem") == false)
    #expect(verdict(table, "Without its thoughts") == false)
    try write(376, published: nil, bare: 10)
    table = try ClaimsTable.judge(data)
    #expect(verdict(table, "answers almost every problem") == false)
    #expect(verdict(table, "Without its thoughts") == true)
    // With two seeds, the mean decides and the table shows the spread.
    try write(392, published: nil, bare: 10, seed: 1)
    table = try ClaimsTable.judge(data)
    let shared = try #require(table.measured.first { $0.statement.contains("answers almost every problem") })
    #expect(shared.here == "96.0 % (94.0 to 98.0) right on held-out problems, 2 seeds" && shared.holds)
  }

  @Test func stagesDecideWhatWasTrained() throws {
    let folder = try Folder()
    let data = folder.path
    /// One evaluation in a run, with the logit differences at c = 0 … 3.
    func row(_ epoch: Int, _ stage: Int, _ difference: [Double]) -> String {
      """
      {"step": \(epoch), "epoch": \(epoch), "stage": \(stage), "loss": 1, "count": 100, "correct": \(epoch == 5 ? 97 : 0),
       "correctWithoutThoughts": 1, "frontierShare": [1], "frontierScore": \(difference), "otherScore": [0, 0, 0, 0],
       "time": 0}
      """
    }
    func write(_ third: Double) throws {
      // c = 0 needs four epochs, c = 1 two from its stage on; c = 2 and 3 rise while stage 1 is trained.
      let rows = [
        row(1, 0, [1, 0, 0, 0]), row(3, 0, [8, 1, 0, 0]), row(4, 1, [20, 13, 8, third]),
        row(5, 2, [20, 20, 18, 12]),
      ]
      let json = """
        {"loss": "coconut", "seed": 0, "configuration": {}, "samples": "", "isComplete": true, "seconds": 1, "parts": [],
         "metrics": {"training": [], "evaluations": [\(rows.joined(separator: ", "))]}}
        """
      try writeAtomically(Data(json.utf8), to: "\(data)/run_coconut_seed0.json")
    }
    try write(7)
    let table = try ClaimsTable.judge(data)
    #expect(verdict(table, "at c = 1, counted") == true && verdict(table, "c = 2 and c = 3") == true)
    #expect(table.measured.contains { $0.here == "2 training steps against 4 to 90 % of the end, 1 seed" })
    #expect(
      table.measured.contains { $0.here.contains("c = 1: 1.0 → 13.0, c = 2: 0.0 → 8.0, c = 3: 0.0 → 7.0") })
    // c = 1 rises by 12; c = 3 follows only if it rises by more than 6.
    for third in [-1.0, 5] {
      try write(third)
      let again = try ClaimsTable.judge(data)
      #expect(verdict(again, "c = 2 and c = 3") == false)
    }
  }

  @Test func attentionOfTheAnswerIsJudgedAboveOtherPositions() throws {
    let folder = try Folder()
    let data = folder.path
    /// Layer 1 reads the last thought, layer 2 [R]; all of layer 2's scores drop by `fall` per checkpoint.
    func write(_ thought: [Double], fall: Double) throws {
      func layer(_ thought: Double, _ root: Double, _ other: Double) -> String {
        """
        {"lastThought": \(thought), "root": \(root), "reachableCandidate": 0, "otherCandidate": 0, "other": \(other)}
        """
      }
      let points = thought.enumerated().map { index, thought in
        let (step, fallen) = (Double(index), -fall * Double(index))
        let layers = [layer(thought, -step, 0), layer(fallen, 2 * step + fallen, fallen)]
        return """
          {"epoch": \(index + 1), "stage": {"layers": [\(layers.joined(separator: ", "))], "baseline": 0,
           "carryOver": 3, "candidateLift": 2, "interaction": 1, "logitProblems": 1, "accuracy": 1}}
          """
      }
      let json = """
        {"probe": "p", "definition": "", "checkpoint": "", "testFile": "", "problems": 1,
         "result": {"points": [\(points.joined(separator: ", "))]}}
        """
      try writeAtomically(Data(json.utf8), to: "\(data)/probe-prediction-stage-series.json")
    }
    try write([0, 5, 9], fall: 10)
    let table = try ClaimsTable.judge(data)
    #expect(verdict(table, "[A] learns") == true)
    let here = try #require(table.measured.first { $0.statement.contains("[A] learns") }).here
    #expect(here.contains("last thought (layer 1) 0.0 → 9.0, [R] (layer 2) 0.0 → 4.0"))
    try write([9, 5, 1], fall: 0)
    let again = try ClaimsTable.judge(data)
    #expect(verdict(again, "[A] learns") == false)
  }

  @Test func trainedVariants() throws {
    let folder = try Folder()
    let data = folder.path
    func variants(_ name: String, _ rows: [(setting: String, value: String, correct: Int)]) throws {
      let items = rows.map { setting, value, correct in
        """
        {"setting": "\(setting)", "value": "\(value)", "runs": [{"folder": "r", "seed": 0, "steps": 1, "seconds": 1,
         "count": 100, "correct": \(correct), "correctWithoutThoughts": 0, "frontierShare": []}]}
        """
      }
      let json = #"{"profile": "quick", "variants": [\#(items.joined(separator: ", "))]}"#
      try writeAtomically(Data(json.utf8), to: "\(data)/\(name).json")
    }
    try variants(
      "controls", [("feedback", "continuous", 97), ("feedback", "discrete", 80), ("feedback", "none", 45)])
    try variants(
      "ablations",
      [
        ("layers", "2", 97), ("layers", "4", 98), ("layers", "8", 96), ("width", "64", 95),
        ("width", "128", 97),
        ("width", "256", 97),
      ])
    let table = try ClaimsTable.judge(data)
    #expect(verdict(table, "beat a discrete") == true)
    #expect(verdict(table, "Deeper") == true && verdict(table, "Half the width") == false)
    #expect(table.measured.contains { $0.paper == "384: 62.0 %, 768: 98.8 %, 1536: 97.7 %" })
    // No run varied tied embeddings, so the claim stays open.
    #expect(verdict(table, "untied") == nil && table.open.contains { $0.statement.contains("untied") })
    try variants(
      "controls", [("feedback", "continuous", 80), ("feedback", "discrete", 97), ("feedback", "none", 45)])
    // A deeper model that has not learned the task does not support the claim.
    try variants("ablations", [("layers", "2", 97), ("layers", "4", 98), ("layers", "8", 60)])
    let again = try ClaimsTable.judge(data)
    #expect(verdict(again, "beat a discrete") == false && verdict(again, "Deeper") == false)
  }

  @Test func theoryIsJudgedOnItsRecordsInTheOrderOfTheorems() throws {
    let folder = try Folder()
    let data = folder.path
    func write<Report: Codable & Sendable>(_ name: TheoryName, _ report: Report) throws {
      try TheoryFile(command: "", testFile: "", report: report).write(to: "\(data)/\(name.file)")
    }
    // Empty flows show nothing; a construction that answers every problem holds.
    try write(
      .flow, FlowReport(relativeTolerance: 0, absoluteTolerance: 0, horizon: 1, grid: [], rows: []))
    try write(.construction, ConstructionReport(problems: 3, thoughts: 9, correct: 3, largestDeviation: 1e-7))
    let table = try ClaimsTable.judge(data)
    let sources = table.theory.map(\.source)
    #expect(sources.count == 8 && sources == sources.sorted())
    #expect(table.theory.filter { $0.source.hasPrefix("arXiv") }.allSatisfy { $0.holds })
    #expect(table.theory.filter { $0.source.hasPrefix("Theorem") }.allSatisfy { !$0.holds })
    #expect(table.open.map(\.statement) == (measuredClaims + causalClaims).map(\.statement))
  }

  @Test func causalClaimsAreJudgedOnEachModel() throws {
    let folder = try Folder()
    /// A record in which own answers are all right, and `fallen` of 100 problems are lost when a branch is removed.
    func write(fallen: Int) throws {
      let all = String(repeating: "t", count: 100)
      let lost = String(repeating: "n", count: fallen) + all.dropFirst(fallen)
      func rows(_ operation: String, _ basis: String, _ answer: String) -> String {
        (1...3).map {
          """
          {"operation": "\(operation)", \(basis) "left": \($0), "answer": "\(answer)", "itself": "", "branch": [],
           "others": [], "step": 0}
          """
        }.joined(separator: ",")
      }
      let model = """
        {"name": "a", "checkpoint": "a", "result": {"thresholds": [], "directions": [], "rows": [
        \(rows("none", "", all)), \(rows("remove", #""basis": "embedding","#, lost))]}}
        """
      try writeAtomically(
        Data(
          #"{"test": "rewrite", "definition": "", "testFile": "", "testFileSHA256": "", "models": [\#(model)]}"#
            .utf8),
        to: folder.path + "/causal-rewrite.json")
    }
    func verdict() throws -> Claim? { try ClaimsTable.judge(folder.path).after.first }
    try write(fallen: 3)
    #expect(try verdict()?.holds == true)
    try write(fallen: 30)
    #expect(try verdict()?.holds == false)
    #expect(try verdict()?.here.contains("−30.0 points (p < .001) with 1 to go") == true)
  }

  @Test func brokenRawDataAreNamed() throws {
    let folder = try Folder()
    let data = folder.path
    try writeAtomically(Data(#"{"profile": 3}"#.utf8), to: "\(data)/controls.json")
    let error = #expect(throws: InputError.self) { try ClaimsTable.judge(data) }
    #expect("\(error as Any)".contains("controls.json"))
  }

  @Test func groupsStandBesideThePredecessor() throws {
    let json = """
      {"reads": [{"c": 0, "groups": {"reachable": {"mean": 2, "deviation": 0.5, "count": 9}}}]}
      """
    let table = edgeAttentionTable(try JSONDecoder().decode(EdgeGroupAttention.self, from: Data(json.utf8)))
    #expect(table.header == ["group", "c = 0"])
    #expect(table.rows[1] == ["reachable, N_c", "2.00 ± 0.50 (2.12)"])
    #expect(table.rows[0] == ["not reachable", "– (0.04)"])
  }
}
