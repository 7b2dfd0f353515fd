// Claims and tables from hand-made raw data, for which the right verdicts are known.

import Claims
import TestPrograms
import Figures
import Foundation
import Inputs
import Records
import Testing

@Suite struct ClaimsTests {
  @Test func nothingMeasuredLeavesAllUntested() throws {
    let folder = try Folder()
    let table = try ClaimsTable.judge(folder.path)
    #expect(table.theory.isEmpty && table.claims.allSatisfy { $0.verdict == .notTested })
    #expect(table.claims.dropLast().map(\.id) == declaredClaims.map(\.id))
    #expect(table.claims.last?.command == "./build.sh 05 theory")
    #expect(Set(table.claims.map(\.id)).count == table.claims.count, "names are unique")
  }

  /// Every row of the JSON list has the same keys, null where there is nothing.
  @Test func rowsHaveOneForm() throws {
    let folder = try Folder()
    let rows = try JSONSerialization.jsonObject(
      with: JSONEncoder().encode(try ClaimsTable.judge(folder.path).claims))
    let keys = [
      "id", "table", "statement", "source", "against", "paper", "ours", "interval", "seeds", "verdict",
      "command",
    ]
    for row in try #require(rows as? [[String: Any]]) { #expect(Set(row.keys) == Set(keys)) }
  }

  /// The front page shows at most eight claims, each in one line: twelve words for the claim, twelve for what was found.
  @Test func theFrontPageIsShort() throws {
    let headline = try ClaimsTable.judge("data").headline
    #expect((1...8).contains(headline.count))
    for (statement, claim) in headline {
      #expect(statement.split(separator: " ").count <= 12, "\(statement)")
      let found = try #require(claim.inShort, "\(claim.id)")
      #expect(found.split(separator: " ").count <= 12, "\(found)")
    }
  }

  /// What this project asks of the theory is not counted as the paper's: it stands in our table, and each claim there that stays
  /// the paper's says what the paper states.
  @Test func ourQuestionsAreNotThePapers() throws {
    let theory = try ClaimsTable.judge("data").theory
    for id in [
      "theory-coconut-no-root-first-hop", "theory-one-number-loses", "theory-simplified-one-number",
      "theory-simplified-answers",
    ] { #expect(theory.first { $0.id == id }?.table == .ours, "\(id)") }
    for claim in theory where claim.table == .paper {
      #expect(claim.paper != Claim.notStated && !claim.paper.isEmpty, "\(claim.id)")
    }
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
    #expect(table["accuracy"]?.verdict == .reproduced)
    #expect(table["without-thoughts"]?.verdict == .reproduced)
    let made = try #require(tables.first { $0.rawData == ["evaluation_*.json"] })
    #expect(
      try made.make(RawFiles.find(in: data, matching: made.rawData)).rows == [
        ["coconut", "0", "test.json", "400", "97.5 %", "50.0 %", "1.00", "10", "1.5"],
        ["coconut", "0", "published", "400", "98.0 %", "50.0 %", "1.00", "10", "1.5"],
      ])
    // Failure on the published problems alone counts as failure. A coin gets at most 220 of 400.
    try write(390, published: 360, bare: 221)
    table = try ClaimsTable.judge(data)
    #expect(table["accuracy"]?.verdict == .notReproduced)
    #expect(table["without-thoughts"]?.verdict == .notReproduced)
    try write(376, published: nil, bare: 10)
    table = try ClaimsTable.judge(data)
    #expect(table["accuracy"]?.verdict == .notReproduced)
    #expect(table["without-thoughts"]?.verdict == .reproduced)
    // With two seeds, the mean decides and the table shows the spread.
    try write(392, published: nil, bare: 10, seed: 1)
    table = try ClaimsTable.judge(data)
    let shared = try #require(table["accuracy"])
    #expect(shared.ours == "96.0 % (94.0 to 98.0) right on held-out problems" && shared.seeds == 2)
    #expect(shared.inShort == "96.0 %")
    #expect(shared.verdict == .reproduced)
  }

  @Test func theAnswersEquationIsJudgedOnModelsThatAnswer() throws {
    let folder = try Folder()
    func verdicts(
      _ accuracy: Double, lift: ClosedRange<Double> = 1...2, explained: Double = 0.8, leftOver: Double = 1,
      epoch: Int? = nil
    ) throws -> [Verdict?] {
      func estimate(_ value: Double, _ range: ClosedRange<Double>) -> String {
        "{\"mean\": \(value), \"low\": \(range.lowerBound), \"high\": \(range.upperBound), \"count\": 9}"
      }
      let json = """
        {"definition": "", "testFile": "", "problems": 9, "models": [{"name": "m", "epoch": \(epoch.map { "\($0)" } ?? "null"), "accuracy": \(accuracy),
         "carryOver": \(estimate(3, 2...4)), "lift": \(estimate(1.5, lift)),
         "explained": \(estimate(explained, 0...1)), "byThought": 0.5, "rightByEquation": 1,
         "target": {"carryOver": \(estimate(5, 4...6)), "lift": \(estimate(2, 1...3)),
           "leftOver": \(estimate(leftOver, -9...9))}, "attention": []}]}
        """
      try writeAtomically(Data(json.utf8), to: "\(folder.path)/answer-regression.json")
      let table = try ClaimsTable.judge(folder.path)
      return ["answer-equation", "answer-adds"].map { table[$0]?.verdict }
    }
    #expect(try verdicts(0.95) == [.reproduced, .reproduced])
    #expect(try verdicts(0.5) == [.notDecided, .notDecided], "a model that does not answer")
    #expect(try verdicts(0.95, epoch: 7) == [.notDecided, .notDecided], "taken in the middle of a training")
    #expect(try verdicts(0.95, lift: -1...4)[0] == .notReproduced)
    #expect(try verdicts(0.95, explained: 0.4)[0] == .notReproduced)
    // More, or less, than the sum by the lift or more.
    #expect(try verdicts(0.95, leftOver: 2) == [.reproduced, .notReproduced])
    #expect(try verdicts(0.95, leftOver: -3) == [.reproduced, .notReproduced])
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
    #expect(table["answer-attends"]?.verdict == .reproduced)
    let here = try #require(table["answer-attends"]).ours
    #expect(here.contains("last thought (layer 1) 0.0 → 9.0, [R] (layer 2) 0.0 → 4.0"))
    try write([9, 5, 1], fall: 0)
    let again = try ClaimsTable.judge(data)
    #expect(again["answer-attends"]?.verdict == .notReproduced)
    // A score that has risen and fallen again by more than a quarter of its peak.
    try write([0, 9, 5], fall: 0)
    #expect(try ClaimsTable.judge(data)["answer-attends"]?.verdict == .notReproduced)
  }

  @Test func trainedVariants() throws {
    let folder = try Folder()
    let data = folder.path
    func variants(
      _ name: String, profile: String = "quick", _ rows: [(setting: String, value: String, correct: Int)]
    ) throws {
      let items = rows.map { setting, value, correct in
        """
        {"setting": "\(setting)", "value": "\(value)", "runs": [{"folder": "r", "seed": 0, "steps": 1, "seconds": 1,
         "count": 100, "correct": \(correct), "correctWithoutThoughts": 0, "frontierShare": []}]}
        """
      }
      let json = #"{"profile": "\#(profile)", "variants": [\#(items.joined(separator: ", "))]}"#
      try writeAtomically(Data(json.utf8), to: "\(data)/\(name).json")
    }
    try variants(
      "controls", [("feedback", "continuous", 97), ("feedback", "discrete", 80), ("feedback", "none", 45)])
    let layers = [("layers", "2", 97), ("layers", "4", 98), ("layers", "8", 96)]
    try variants("ablations", profile: "laptop", layers)
    // Widths are matched with the paper's half and unchanged width by their order.
    try variants("ablations-laptop", profile: "laptop", [("width", "64", 95), ("width", "128", 97)])
    let table = try ClaimsTable.judge(data)
    #expect(table["continuous-beats-discrete"]?.verdict == .reproduced)
    #expect(table["ablation-layers"]?.verdict == .reproduced)
    #expect(table["ablation-width"]?.verdict == .notReproduced)
    #expect(table["ablation-width"]?.paper == "384: 62.0 %, 768: 98.8 %")
    // No run varied tied embeddings, so the raw data do not say.
    #expect(table["ablation-tied"]?.verdict == .notDecided)
    // On small graphs the paper's ablations are not decided, whatever comes out.
    try variants("ablations", layers)
    #expect(try ClaimsTable.judge(data)["ablation-layers"]?.verdict == .notDecided)
    try variants(
      "controls", [("feedback", "continuous", 80), ("feedback", "discrete", 97), ("feedback", "none", 45)])
    // A deeper model that has not learned the task decides nothing.
    try variants(
      "ablations", profile: "laptop", [("layers", "2", 97), ("layers", "4", 98), ("layers", "8", 60)])
    let again = try ClaimsTable.judge(data)
    #expect(again["continuous-beats-discrete"]?.verdict == .notReproduced)
    #expect(again["ablation-layers"]?.verdict == .notDecided)
    // Four layers that solve the task and differ; half the width that fails; no width that solves the task.
    func verdict(_ setting: String, _ rows: [(String, Int)]) throws -> Verdict? {
      try variants(
        setting == "width" ? "ablations-laptop" : "ablations", profile: "laptop",
        rows.map { (setting, $0.0, $0.1) })
      return try ClaimsTable.judge(data)["ablation-\(setting)"]?.verdict
    }
    #expect(try verdict("layers", [("2", 93), ("4", 97), ("8", 90)]) == .notReproduced)
    #expect(try verdict("width", [("64", 62), ("128", 97), ("256", 97)]) == .reproduced)
    #expect(try verdict("width", [("64", 62), ("128", 70), ("256", 60)]) == .notDecided)
    #expect(try verdict("tied", [("true", 97), ("false", 96)]) == .reproduced)
    #expect(try verdict("tied", [("true", 97), ("false", 88)]) == .notReproduced)
    try variants(
      "controls", [("feedback", "continuous", 60), ("feedback", "discrete", 50), ("feedback", "none", 45)])
    #expect(try ClaimsTable.judge(data)["continuous-beats-discrete"]?.verdict == .notDecided)
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
    #expect(table.theory.filter { $0.source.hasPrefix("arXiv") }.allSatisfy { $0.verdict == .holds })
    #expect(table.theory.filter { $0.source.hasPrefix("Theorem") }.allSatisfy { $0.verdict == .doesNotHold })
    #expect(table.claims.filter { $0.verdict == .notTested }.map(\.id) == declaredClaims.map(\.id))
  }

  @Test func causalClaimsAreJudgedOnEachModel() throws {
    let folder = try Folder()
    /// A record in which `right` of 100 own answers are right, and `fallen` of them are lost when a branch is removed.
    func write(right: Int = 100, fallen: Int) throws {
      let all = String(repeating: "t", count: right) + String(repeating: "n", count: 100 - right)
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
    func verdict() throws -> Claim? { try ClaimsTable.judge(folder.path)["rewrite-branch"] }
    try write(fallen: 3)
    #expect(try verdict()?.verdict == .reproduced)
    try write(fallen: 30)
    #expect(try verdict()?.verdict == .notReproduced)
    #expect(try verdict()?.ours.contains("−30.0 points (p < .001) with 1 to go") == true)
    #expect(try verdict()?.inShort == "−30 points of accuracy")
    // A model that only guesses loses nothing, and shows nothing.
    try write(right: 50, fallen: 0)
    #expect(try verdict()?.verdict == .notDecided)
  }

  /// Pause tokens are judged beside the thinking model of the same loss and seed, and beside no other.
  @Test func pausesAreJudgedBesideTheirModel() throws {
    let folder = try Folder()
    func answers(_ right: Int) -> Outcomes { Outcomes((0..<100).map { $0 < right }) }
    func write(_ models: [(name: String, seed: UInt64, feedback: String, right: Int)]) throws {
      let measured = models.map { model in
        let own = answers(model.right)
        let result = ForcedChain(
          greedy: own, sampled: [], asTokens: own, own: own, norms: [1], embeddings: 1)
        var entry = CausalFile.Measured(
          name: model.name, checkpoint: model.name, run: nil, feedback: model.feedback, result: result)
        (entry.seed, entry.loss) = (model.seed, .coconut)
        return entry
      }
      let file = CausalFile(.chain, definition: "", testFile: "", testFileSHA256: "", models: measured)
      try writeJSON(file, to: folder.path + "/causal-chain.json")
    }
    func claim() throws -> Claim? { try ClaimsTable.judge(folder.path)["order-pause-trained"] }
    try write([("a", 0, "continuous", 99)])
    #expect(try claim()?.verdict == .notDecided)
    try write([("a", 0, "continuous", 99), ("p", 0, "pause", 97)])
    #expect(try claim()?.verdict == .reproduced)
    // Another seed's thoughts are no comparison, and one control that fails speaks against the claim.
    try write([("a", 0, "continuous", 50), ("b", 1, "continuous", 99), ("p", 1, "pause", 50)])
    #expect(try claim()?.verdict == .notReproduced)
    #expect(try claim()?.ours == "−49.0 points (p < .001)")
    #expect(try claim()?.seeds == 1)
    try write([
      ("a", 0, "continuous", 99), ("p", 0, "pause", 97), ("b", 1, "continuous", 99), ("q", 1, "pause", 50),
    ])
    #expect(try claim()?.verdict == .notReproduced)
    #expect(try claim()?.seeds == 2)
    // Beside thoughts that only guess, pauses decide nothing.
    try write([("a", 0, "continuous", 50), ("p", 0, "pause", 50)])
    #expect(try claim()?.verdict == .notDecided)
    #expect(try claim()?.ours == "the model answers 50.0 %")
    // Claims about thoughts leave controls out.
    #expect(try ClaimsTable.judge(folder.path)["chain-path"]?.ours.contains("p:") == false)
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
