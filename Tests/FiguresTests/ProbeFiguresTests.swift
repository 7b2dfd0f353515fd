// Figures of probes and problems from small hand-made raw data. To look at them, run `FIGURES_OUT=DIR swift
// test --filter Figures`, which also writes the drawings to DIR.

import Figures
import Foundation
import Inputs
import Plotting
import Reachability
import Records
import TestPrograms
import Testing
import Theory

private func draw(_ figure: Figure, _ name: String) throws {
  let bytes = try figure.render()
  #expect(bytes.count > 1000)
  if let folder = ProcessInfo.processInfo.environment["FIGURES_OUT"] {
    try writeAtomically(bytes, to: "\(folder)/\(name).pdf")
  }
}

@Suite struct ProbeFiguresTests {
  private func decode<Result: Decodable>(_ type: Result.Type, _ json: String) throws -> Result {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  private func bars(_ panel: Panel) -> [GroupedBars.Series] {
    panel.marks.compactMap { $0 as? GroupedBars }.flatMap(\.series)
  }

  /// The curves of a panel, without those that are in the legend alone.
  private func lines(_ panel: Panel) -> [Line] {
    panel.marks.compactMap { $0 as? Line }.filter { !$0.x.isEmpty }
  }

  private func moments(_ mean: Double, _ deviation: Double) -> String {
    #"{"mean": \#(mean), "deviation": \#(deviation), "count": 9}"#
  }

  @Test func edgeAttentionStandsBesideThePublishedTable() throws {
    let data = try decode(
      EdgeGroupAttention.self,
      """
      {"reads": [
        {"c": 1, "groups": {"notReachable": \(moments(0.1, 0.05)), "frontier": \(moments(1.4, 0.4)),
          "walkFrontier": \(moments(1.2, 0.4)), "reachable": \(moments(0.7, 0.3)), "optimal": \(moments(1.9, 0.3))}},
        {"c": 0, "groups": {"notReachable": \(moments(0.05, 0.02)), "frontier": \(moments(2, 0.5)),
          "walkFrontier": \(moments(2, 0.5)), "reachable": \(moments(2, 0.5))}}]}
      """)
    let figure = edgeAttentionFigure(data, heads: 4)
    // Sums over heads are divided by their number: 4 here, 8 in the published model.
    let frontier = try #require(bars(figure.panels[0]).first { $0.label == "frontier" })
    #expect(frontier.values == [0.5, 0.35] && frontier.errors.map(\.below) == [0.125, 0.1])
    let walks = try #require(bars(figure.panels[0]).first { $0.label == "frontier (walks)" })
    #expect(walks.references == [0.265, 0.125])
    // At c = 0 the group is missing, so it has no bar.
    let optimal = try #require(bars(figure.panels[0]).first { $0.label == "optimal" })
    #expect(optimal.values[0].isNaN && optimal.values[1] == 0.475)
    try draw(figure, "edge_attention")
  }

  @Test func thoughtContentHasDisjointGroups() throws {
    let counts =
      #"{"notReachable": [6, 2, 0, 0], "reachable": [2, 1, 3, 2], "frontier": [0, 1, 3, 2], "optimal": [0, 0, 0, 2]}"#
    let groups =
      #"{"reachable": {"mean": 2, "deviation": 1, "count": 8}, "frontier": {"mean": 3, "deviation": 1, "count": 6}}"#
    let thought = { (c: Int) in
      #"{"c": \#(c), "problems": 3, "groups": \#(groups), "histograms": \#(counts), "frontierFirst": 1, "frontierOverlap": 1}"#
    }
    let data = try decode(
      ThoughtContent.self,
      #"{"edges": [-1, 0, 1, 2, 3], "thoughts": [\#(thought(2)), \#(thought(1)), \#(thought(3))]}"#)
    let figure = thoughtContentFigure(data)
    #expect(figure.panels.map(\.title) == [1, 2, 3].map { "Thought *c* = \($0)" })
    // Reachable without the frontier, frontier without the optimal nodes; each normalised by itself.
    let histograms = figure.panels[0].marks.compactMap { $0 as? Histogram }
    #expect(
      histograms.map(\.heights) == [[0.75, 0.25, 0, 0], [1, 0, 0, 0], [0, 0.25, 0.75, 0], [0, 0, 0, 1]])
    // Of eight nodes with mean 2, six have mean 3: the other two have mean −1.
    #expect(figure.title.hasSuffix("frontier (both curves) 3.0, 3.0, 3.0; reached earlier −1.0, −1.0, −1.0"))
    try draw(figure, "thought_content")
  }

  @Test func firstLayerMapSumsHeads() throws {
    let head =
      #"{"source": \#(moments(0.4, 0.1)), "target": \#(moments(0.5, 0.1)), "other": \#(moments(0.1, 0.1))}"#
    let data = try decode(
      FirstLayerCopying.self,
      """
      {"heads": [\(head), \(head)], "uniform": 0.1, "copyingShare": 1, "map": {"tokens": ["<eos>", "3", "4", "|"],
       "weights": [[[1], [0.5, 0.5], [0, 0, 1], [0, 0.4, 0.5, 0.1]], [[1], [1, 0], [0, 0, 1], [0, 0.6, 0.4, 0]]]}}
      """)
    let figure = firstLayerFigure(data)
    let map = try #require(figure.panels[0].marks.first as? HeatMap)
    #expect(map.rows[1][0] == 1.5 && map.rows[3][1] == 1 && map.rows[0][1].isNaN)
    #expect(bars(figure.panels[1]).map(\.values) == [[0.4, 0.4], [0.5, 0.5]])
    try draw(figure, "first_layer")
    let error = #expect(throws: InputError.self) { try firstLayerPlacesFigure(data, from: "p.json") }
    #expect(error?.key == "result.places")
    var placed = data
    placed.places = [.init(count: 8, copying: 8), .init(count: 8, copying: 4), .init(count: 2, copying: 2)]
    let places = try firstLayerPlacesFigure(placed, from: "p.json")
    // The third place has fewer than five edges and is left out.
    #expect((places.panels[0].marks.first as? Line)?.y == [1, 0.5])
    try draw(places, "first_layer_places")
  }

  @Test func predictionStageGoesOverEpochs() throws {
    let scores = #"{"lastThought": 5, "root": 2, "reachableCandidate": 4, "otherCandidate": 2, "other": 0}"#
    func point(_ epoch: Int) -> String {
      """
      {"epoch": \(epoch), "stage": {"layers": [\(scores), \(scores)], "baseline": 0, "carryOver": \(epoch),
       "candidateLift": 2, "interaction": 0.5, "logitProblems": 4, "accuracy": 0.5}}
      """
    }
    let data = try decode(PredictionStageSeries.self, #"{"points": [\#(point(20)), \#(point(10))]}"#)
    let figure = predictionStageFigure(data)
    let lines = figure.panels.map { $0.marks.compactMap { $0 as? Line } }
    #expect(lines.count == 4)
    #expect(lines[2][0].x == [10, 20] && lines[2][0].y == [10, 20])
    #expect(lines[3][0].y == [0.5, 0.5])
    #expect(figure.title.hasSuffix("last thought in layer 1 (5), last thought in layer 2 (5)"))
    #expect(lines[1].first { $0.label == "candidates" }?.y == [3, 3])
    try draw(figure, "prediction_stage")
  }

  @Test func accuraciesHaveIntervals() throws {
    let data = try decode(
      AccuracyBreakdown.self,
      """
      {"count": 100, "correct": 75, "byPathLength": [{"value": 3, "count": 50, "correct": 40},
       {"value": 4, "count": 50, "correct": 35}], "byWidestFrontier": [{"value": 4, "count": 100, "correct": 75}],
       "byNodes": [{"value": 20, "count": 100, "correct": 75}]}
      """)
    let figure = accuracyFigure(data)
    let series = try #require(bars(figure.panels[1]).first)
    // Wilson's interval with z² = 3.8415: (0.7692 ± 1.96 √(0.1875/100 + 3.8415/40 000)) / 1.0384; the share is subtracted.
    #expect(series.values == [0.75])
    #expect(abs(series.errors[0].below - 0.093045) < 1e-6 && abs(series.errors[0].above - 0.074548) < 1e-6)
    // Below, the number of problems.
    #expect(figure.panels.suffix(3).map { bars($0)[0].values } == [[50, 50], [100], [100]])
    try draw(figure, "accuracy")
    // Nine of nine right: the interval ends at 1 and reaches z²/(9 + z²) below it, because nine are no certainty.
    var certain = data
    certain.byNodes = [.init(value: 20, count: 9, correct: 9)]
    let whole = try #require(bars(accuracyFigure(certain).panels[2]).first).errors[0]
    #expect(abs(whole.above) < 1e-12 && abs(whole.below - 0.299145) < 1e-6)
    let control = #"{"count": 10, "correct": 5}"#
    let controls = try decode(
      ThoughtControls.self,
      #"{"own": {"count": 10, "correct": 9}, "removed": \#(control), "zeroed": \#(control), "swapped": \#(control), "mean": \#(control)}"#
    )
    let trained = results([("feedback", "continuous", [9, 9]), ("feedback", "none", [4, 6])])
    let both = controlsFigure(controls, trained: trained)
    #expect(bars(both.panels[0]).map(\.values) == [[0.9, 0.5, 0.5, 0.5, 0.5]])
    // A disc for each seed, and a diamond for each published share.
    #expect(lines(both.panels[1]).map(\.y) == [[0.9, 0.9, 0.4, 0.6], [1, 0.5]])
    try draw(both, "controls")
    #expect(controlsFigure(controls, trained: nil).width == Figure.columnWidth)
  }

  /// Variants with the given numbers of right answers out of ten, one number for each seed.
  private func results(_ variants: [(setting: String, value: String, correct: [Int])]) -> VariantResults {
    VariantResults(
      profile: "quick",
      variants: variants.map { setting, value, correct in
        let json = correct.enumerated().map { seed, correct in
          """
          {"folder": "r", "seed": \(seed), "steps": 4, "seconds": 1, "count": 10, "correct": \(correct),
           "correctWithoutThoughts": 3, "frontierShare": [1, 0.5]}
          """
        }
        let runs = try? decode([VariantResults.Run].self, "[" + json.joined(separator: ",") + "]")
        return VariantResults.Variant(setting: setting, value: value, runs: runs ?? [])
      })
  }

  @Test func ablationsStandBesideThePaper() throws {
    let data = results([
      ("layers", "2", [9, 7, 8]), ("layers", "4", [10]), ("width", "64", [5]), ("width", "128", [8]),
      ("width", "256", [9]), ("heads", "1", [4]), ("tied", "true", [8]), ("tied", "false", [7]),
    ])
    let figure = ablationsFigure(data)
    #expect(figure.panels.map(\.x.label) == ["Layers", "Width", "Heads", "Output head"])
    // Discs are seeds, three for two layers and one for four, around their places; diamonds are the paper's.
    let layers = lines(figure.panels[0])
    #expect(layers.map(\.y) == [[0.9, 0.7, 0.8, 1], [0.988, 0.973]])
    #expect(layers[0].x.map { $0.rounded() } == [0, 0, 0, 1] && Set(layers[0].x).count == 4)
    // Widths match by place: half, the same, twice. The paper's table has no heads.
    #expect(lines(figure.panels[1])[1].y == [0.62, 0.988, 0.977])
    #expect(lines(figure.panels[2]).count == 1)
    try draw(figure, "ablations")
  }

  @Test func seedsAreCurves() throws {
    func run(_ values: [Double]) -> AttentionRawData {
      AttentionRawData(
        results: Dictionary(
          uniqueKeysWithValues: values.enumerated().map { index, value in
            (index * 10, [0: .init(meanFrontierAttention: value, meanOtherAttention: 1, processedCount: 3)])
          }), epochs: values.indices.map { $0 * 10 }, steps: [0], checkpointDirectory: "", testFile: "",
        maxSamples: 3,
        generatedBy: "", run: nil)
    }
    let figure = logitDifferencesFigure([
      SeedRuns("Coconut", [run([1, 3, 5]), run([1, 5, 4, 9])]), SeedRuns("Coconut-BFS", [run([1, 2])]),
    ])
    #expect(lines(figure.panels[0]).map(\.x) == [[0, 10, 20], [0, 10, 20, 30]])
    #expect(lines(figure.panels[0]).map(\.y) == [[0, 2, 4], [0, 4, 3, 8]])
    #expect(lines(figure.panels[0]).map(\.label) == ["*c* = 0", ""])
    #expect(figure.panels.map(\.title) == ["Coconut (2 seeds)", "Coconut-BFS"])
    #expect(figure.panels[0].x.label == "Epoch")
    #expect(figure.title.hasSuffix("Coconut 4 to 8; Coconut-BFS 1"))
    try draw(figure, "logit_differences")
    // Seeds whose epochs differ in length are drawn over training steps.
    var (long, short) = (run([1, 3, 5]), run([1, 2, 5, 4, 9]))
    (long.metadata.stepsPerEpoch, short.metadata.stepsPerEpoch) = (2, 1)
    let panel = logitDifferencesFigure([SeedRuns("Coconut", [long, short])]).panels[0]
    #expect(panel.x.label == "Training step")
    #expect(lines(panel).map(\.x) == [[0, 20, 40], [0, 10, 20, 30, 40]])
  }
}

@Suite struct RunFiguresTests {
  /// The curves of a panel, without those that are in the legend alone.
  private func lines(_ panel: Panel) -> [Line] {
    panel.marks.compactMap { $0 as? Line }.filter { !$0.x.isEmpty }
  }

  /// A copy of a run's record with losses higher by `amount`.
  private func raised(_ record: Data, by amount: Double) throws -> Data {
    var object = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    var metrics = try #require(object["metrics"] as? [String: Any])
    metrics["training"] = try #require(metrics["training"] as? [[String: Any]]).map { row in
      row.merging(["loss": (row["loss"] as? Double ?? .nan) + amount]) { $1 }
    }
    object["metrics"] = metrics
    return try JSONSerialization.data(withJSONObject: object)
  }

  /// Curves of a real run of chapter 03: three epochs of four steps; the second stage begins at step 4.
  @Test func trainingCurvesShowARun() throws {
    let home = try Folder()
    let folder = home.path + "/run"
    let settings = [
      "width=16", "heads=2", "steps_per_epoch=4", "num_epochs=3", "stage_steps=[4,4]", "batch_size=8",
      "eval_problems=20", "start_nodes=0", "lr_decay=none", "warmup_steps=0",
    ]
    let program = try Program(
      "03-coconut-train", ["--quiet", "--seed", "3", "--out", folder] + settings.flatMap { ["--set", $0] })
    try #require(program.status == 0, "\(program.errors)")
    let record = try RunRecord.read(runFolder: folder)
    let figure = trainingCurvesFigure([record])
    #expect(figure.panels[0].marks.compactMap { ($0 as? Guide)?.value } == [4, 8])
    #expect(figure.panels[0].title == "Coconut")
    let loss = lines(figure.panels[0])[0]
    #expect(loss.x == [4, 8, 12])
    #expect(loss.y == record.metrics.training.map(\.loss) && loss.y.allSatisfy { $0 > 0 })
    let rows = record.metrics.evaluations
    let right = rows.map { Double($0.correct) / 20 }
    let bare = rows.map { Double($0.correctWithoutThoughts) / 20 }
    let hops = try #require(rows.first?.frontierShare)
    let shares = lines(figure.panels[1])
    #expect(shares[0].x == [4, 8, 12] && shares[0].y[0] == hops.reduce(0, +) / Double(hops.count))
    #expect(shares.suffix(2).map(\.y) == [right, bare] && shares[2].dash == .dashed)
    try draw(figure, "training_curves")
    // A second seed, its losses higher by 1, has a curve of its own.
    let other = try JSONDecoder().decode(
      RunRecord.self, from: try raised(readFile("\(folder)/run.json"), by: 1))
    let both = trainingCurvesFigure([record, other]).panels[0]
    #expect(both.title == "Coconut (2 seeds)" && lines(both).count == 2)
    #expect(zip(lines(both)[1].y, loss.y).allSatisfy { abs($0 - $1 - 1) < 1e-9 })
    // The stages up close, to step 16: a curve for each c and hop, a line where each later stage begins.
    let stages = try #require(stagesFigure([record]))
    #expect(stages.panels[0].marks.compactMap { ($0 as? Guide)?.value } == [4, 8])
    let hopCurves = lines(stages.panels[1])
    #expect(hopCurves.map { $0.y[0] } == hops && hopCurves[0].x == [4, 8, 12])
    try draw(stages, "stages")
  }

  @Test func flowMarksRoots() throws {
    // The root 0 reaches 3 through 1, or through 2 and then 1.
    let problem = makeProblem([(0, 1), (0, 2), (1, 3), (2, 4), (2, 1), (4, 5)], target: 3, other: 5)
    let report = FlowReport.compute([problem], horizon: 1e4)
    let figure = flowFigure(report)
    #expect(figure.panels.count == Set(report.rows.map(\.loss)).count)
    let curves = figure.panels.flatMap(lines)
    #expect(curves.count { $0.dash != .none } == report.rows.count)
    // Discs mark the roots, at the ends of the curves that have one.
    let roots = curves.filter { $0.dash == .none }.flatMap(\.y)
    #expect(roots.sorted() == report.rows.compactMap(\.root).sorted())
    try draw(figure, "theorem1_flow")
  }

  @Test func conditionShowsSharesAndSigns() throws {
    // The root 0 reaches 4 through 1, 2 or 3. The edge 1 → 5 gives d* = 1 < d_max = 3 at c = 1.
    let problem = makeProblem([(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4), (1, 5)], target: 5, other: 6)
    let report = FlowReport.compute([problem], horizon: 1e4)
    let figure = inDegreeFigure(report)
    let curves = figure.panels.map { lines($0).filter { $0.x.count == report.grid.count } }
    #expect(curves[0].allSatisfy { zip($0.y, $0.y.dropFirst()).allSatisfy { $0 < $1 } })
    // At c = 0 the velocity μ' is positive everywhere; at c = 1 it is positive only up to the root.
    #expect(curves[1][0].y.allSatisfy { $0 > 0 } && curves[1][1].y.last.map { $0 < 0 } == true)
    // With one pair F is d* = 1 at the root. Between points of the grid, 0.5 apart, F bends by less than 0.02.
    let disc = try #require(lines(figure.panels[0]).first { $0.dash == .none })
    #expect(abs(disc.y[0] - 1) < 0.02)
    let shares = try #require(figure.panels[2].marks.first as? GroupedBars)
    #expect(shares.series.map(\.values) == [[0, 1], [1, 1]])
    try draw(figure, "theorem1_condition")
  }

  /// A simplified model trained on one problem, beside a run with known evaluations.
  @Test func simplifiedModelStandsBesideATrainedOne() throws {
    let chain = makeProblem([(0, 1), (1, 2), (2, 3), (3, 4), (0, 5)], target: 4, other: 5)
    let report = SimplifiedReport.compute([chain], test: [chain], stageSteps: 20, batch: 2)
    func training(_ step: Int, _ stage: Int) -> String {
      """
      {"step": \(step), "epoch": 1, "stage": \(stage), "loss": 1, "gradientNorm": 1, "learningRate": 1, "time": 0}
      """
    }
    func evaluation(_ step: Int, _ stage: Int, _ difference: Double) -> String {
      """
      {"step": \(step), "epoch": 1, "stage": \(stage), "loss": 1, "count": 1, "correct": 1, "correctWithoutThoughts": 0,
       "frontierShare": [], "frontierScore": [\(difference)], "otherScore": [0], "time": 0}
      """
    }
    // Stage 0 lasts until step 40, stages 1 to 3 take 10 steps each, then comes the answer's stage.
    let rows = [(20, 0), (40, 0), (50, 1), (60, 2), (70, 3), (80, 4)]
    let run = try JSONDecoder().decode(
      RunRecord.self,
      from: Data(
        """
        {"loss": "coconut", "seed": 0, "configuration": {}, "samples": "", "isComplete": true, "seconds": 1, "parts": [],
         "metrics": {"training": [\(rows.map { training($0, $1) }.joined(separator: ", "))],
          "evaluations": [\(rows.map { evaluation($0, $1, Double($0) / 4) }.joined(separator: ", "))]}}
        """.utf8))
    let figure = simplifiedFigure(report, runs: [run])
    #expect(
      figure.panels.map(\.title) == [
        "Coconut, linear attention", "Coconut-BFS, reachable, linear attention", "Coconut, softmax attention",
        "Coconut-BFS, reachable, softmax attention", "Transformer at *c* = 0, Coconut",
      ])
    #expect(figure.panels.map { lines($0).count } == [3, 3, 3, 3, 1])
    let model = try #require(lines(figure.panels[0]).last)
    let row = try #require(report.rows.first { $0.loss == .coconut && $0.attention == .linear })
    #expect(model.x == row.times && model.y == row.mu)
    let measured = lines(figure.panels[4])[0]
    #expect(measured.x == [20, 40, 50, 60, 70, 80] && measured.y == [5, 10, 12.5, 15, 17.5, 20])
    try draw(figure, "simplified_model")
  }

  @Test func stepsOfSearchGoOverMu() throws {
    let chain = makeProblem([(0, 1), (0, 2), (1, 3)], target: 3, other: 4)
    let report = NextThoughtReport.compute([chain], roots: [])
    let figure = nextThoughtFigure(report)
    let support = lines(figure.panels[2])
    #expect(support.map(\.label) == ["double precision", "single", "single, dense embeddings"])
    #expect(support[0].x == report.rows.map(\.indexMatchingLogit) && support[0].y.contains(1))
    // Without roots, evenness is drawn two decades around μ = 1.
    let evenness = lines(figure.panels[0])[0]
    #expect(evenness.x.first == 0.01 && evenness.x.last == 100)
    try draw(figure, "theorem2_next_thought")
  }

  @Test func convergenceGoesOverSteps() throws {
    let chain = makeProblem([(0, 1), (1, 2)], target: 2, other: 3)
    let report = KeyQueryReport.compute([chain], end: 400, stepLengths: [10, 5])
    let figure = keyQueryConvergenceFigure(report)
    let lines = figure.panels.map { $0.marks.compactMap { $0 as? Line } }
    #expect(lines.map(\.count) == [4, 4] && lines[0][0].x == [10, 5])
    #expect(lines[1][0].y == report.rows[0].trainings.map(\.asymmetry))
    try draw(figure, "key_query_convergence")
  }

  @Test func constructionIsDrawnOncePerThought() throws {
    let chain = makeProblem([(0, 1), (1, 2)], target: 2, other: 3)
    let figure = try constructionFigure(ConstructionReport.compute([chain]), from: "c.json")
    let drawings = figure.panels.compactMap { $0.marks.first as? GraphDrawing }
    // A thought holds N_1 = {0, 1} evenly, and then N_2 = {0, 1, 2}: as much of each as of the one it holds most of.
    let weights = drawings.flatMap { $0.nodes.map { $0.weight ?? .nan } }
    #expect(zip(weights, [1, 1, 0, 0, 1, 1, 1, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(figure.title.hasPrefix("The construction's thoughts hold 2, 3 nodes, all with equal weight"))
    try draw(figure, "explicit_construction")
    let error = #expect(throws: InputError.self) {
      try constructionFigure(ConstructionReport.compute([]), from: "c.json")
    }
    #expect(error?.key == "report.example")
  }

  @Test func solvedProblemIsDrawnOncePerThought() throws {
    func json(_ weights: String) -> Data {
      Data(
        """
        {"nodeCount": 6, "edges": [[0, 1], [0, 2], [2, 3], [1, 3], [4, 5], [4, 2]], "root": 0, "target": 3,
         "negativeTarget": 5, "weights": \(weights), "answer": 3}
        """.utf8)
    }
    let data = try JSONDecoder().decode(
      SolvedProblem.self, from: json("[[1, 5, 4, 0.5, -1, 0], [0, 1, 2, 6, 0, 0.5]]"))
    let figure = try solvedProblemFigure(data, from: "p.json")
    let drawings = figure.panels.compactMap { $0.marks.first as? GraphDrawing }
    #expect(drawings.map { $0.nodes.map(\.weight) } == data.weights)
    // Colours reach down to what is negative. Both thoughts hold most of a node of their own hop.
    #expect(drawings.map(\.colourScale?.range) == [-1...6, -1...6])
    #expect(figure.title.hasPrefix("2 of 2 thoughts"))
    try draw(figure, "solved_problem")
    let short = try JSONDecoder().decode(SolvedProblem.self, from: json("[[1, 2]]"))
    let error = #expect(throws: InputError.self) { try solvedProblemFigure(short, from: "p.json") }
    #expect(error?.key == "result.weights")
  }

  /// Root 0 → 1, 2; 1 → 3; 2 → 3, 4; 6 → 5; then 4 → 5, the last edge, which has no edge token. Thought 1 holds 1 and 2.
  private func searchStep(matching: String) throws -> SolvedProblem {
    let json = """
      {"nodeCount": 7, "edges": [[0, 1], [0, 2], [1, 3], [6, 5], [2, 3], [2, 4], [4, 5]], "root": 0, "target": 5,
       "negativeTarget": 6, "weights": [[0, 5, 4, 1, 0, 0, 0], [0, 1, 0, 6, 2, 0, 3], [0, 0, 0, 0, 0, 9, 0]], "answer": 5,
       "copying": [[0.4, 0.5], [0.4, 0.5], [0.4, 0.5], [0.4, 0.5], [0.4, 0.5], [0.4, 0.3]], "matching": \(matching)}
      """
    return try JSONDecoder().decode(SolvedProblem.self, from: Data(json.utf8))
  }

  @Test func aStepOfTheSearchIsDrawnFromItsAttention() throws {
    let data = try searchStep(
      matching: "[[0.5, 0.5, 0, 0, 0, 0], [0.01, 0.02, 0.3, 0.05, 0.2, 0.25], [0, 0, 0, 0, 0, 0]]")
    let figure = try copyMatchReadOutFigure(data, from: "p.json")
    // Thought 2 should hold 3 and 4, the two nodes of hop 2; here its two largest are 3 and 6, and only 3 is a target.
    #expect(
      figure.title
        == "Thought 1 holds 1 and 2, layer 2 reads the edges from there, thought 2 holds their targets (1 of 2)"
    )
    let drawing = try #require(figure.panels[0].marks.first as? CopyMatchDrawing)
    // Three edge tokens answer, with 0.3 + 0.2 + 0.25 of the attention; the other three have 0.08. Of these the two with the most
    // are shown, in the order of the prompt.
    #expect(drawing.edges.map(\.place) == [1, 2, 3, 4, 5])
    #expect(drawing.edges.map(\.weight) == [0.02, 0.3, 0.05, 0.2, 0.25])
    #expect(drawing.edges.map(\.isAnswering) == [false, true, false, true, true])
    #expect(drawing.edges.map(\.source) == ["0", "1", "6", "2", "2"])
    #expect(drawing.edges.map { $0.onSource + $0.onTarget } == [0.9, 0.9, 0.9, 0.9, 0.4 + 0.3])
    let words = (drawing.copy + drawing.match + drawing.readOut).joined(separator: " ")
    for part in [
      "87 % of an edge token's attention", "75 % of the attention", "from 1 and 2, 8 % on the 3 other",
      "1 of its 2 largest nodes are targets",
    ] {
      #expect(words.contains(part), "\(words)")
    }
    #expect(
      drawing.question.map(\.label) == ["1", "2", "3", "0"]
        && drawing.question.map(\.isMarked) == [true, true, false, false])
    #expect(
      drawing.answer.map(\.label) == ["3", "6", "4", "1"]
        && drawing.answer.map(\.isMarked) == [true, false, true, false])
    try draw(figure, "copy_match_read_out")
  }

  @Test func aStepWithoutAttentionIsRefused() throws {
    func key(_ data: SolvedProblem) -> String? {
      let error = #expect(throws: InputError.self) { try copyMatchReadOutFigure(data, from: "p.json") }
      return error?.key
    }
    #expect(try key(searchStep(matching: "null")) == "result.copying")
    #expect(try key(searchStep(matching: "[[0, 0, 0, 0, 0, 0]]")) == "result.matching")
    #expect(try key(searchStep(matching: "[[0], [0], [0]]")) == "result.matching")
  }
}

@Suite struct ProblemFiguresTests {
  /// The root 0 reaches the target 3 through 1 or 2. It does not reach 4 or 5; from 4 an edge leads to 2.
  private let problem = makeProblem([(0, 1), (0, 2), (2, 3), (1, 3), (4, 5), (4, 2)], target: 3, other: 5)

  @Test func layersAreHops() throws {
    let drawing = GraphDrawing(problem)
    #expect(drawing.nodes.map(\.layer) == [0, 1, 1, 2, 0, 1])
    #expect(drawing.nodes.map(\.group) == [0, 0, 0, 0, 1, 1])
    #expect(drawing.nodes.map(\.role) == [.root, .plain, .plain, .target, .plain, .negative])
    // Two paths are shortest; only one is marked.
    #expect(drawing.edges.filter(\.isMarked) == [.init(0, 1, isMarked: true), .init(1, 3, isMarked: true)])
    #expect(drawing.layout.crossings == 0)
    #expect(try problemGraphFigure(problem).render().count > 1000)
  }

  @Test func setsAreCountedAndDrawn() throws {
    let data = DatasetHistograms(
      sets: [
        .init(name: "ours", problems: 2, counts: Quantity.counts([problem, problem])),
        .init(name: "published", problems: 1, counts: Quantity.counts([problem])),
      ])
    #expect(data.sets[0].counts["nodes"]?[6] == 2 && data.sets[0].counts["frontier at hop 1"]?[2] == 2)
    #expect(data.sets[1].counts["leaves"]?[2] == 1 && data.sets[1].counts["nodes without parent"]?[2] == 1)
    let figure = datasetFigure(data)
    #expect(figure.panels.count == 9)
    let histogram = try #require(figure.panels[0].marks.first as? Histogram)
    #expect(histogram.edges == [5.5, 6.5] && histogram.heights == [1])
    #expect(try figure.render().count > 1000)
  }
}
