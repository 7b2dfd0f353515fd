// Every figure of the book, declared once: its raw data, the command that makes them, its drawing.

import Coconut
import Foundation
import Inputs
import Plotting
import Reachability
import Superposition
import Theory

/// All figures, in the order of the chapters.
public let catalogue: [DeclaredFigure] = [
  DeclaredFigure(
    "dataset_histograms", rawData: ["dataset_histograms.json"], command: "./build.sh 01"
  ) { files in
    datasetFigure(try readJSON(DatasetHistograms.self, from: files.paths[0]))
  },
  DeclaredFigure("dataset_graph", rawData: ["dataset_graph.json"], command: "./build.sh 01") { files in
    problemGraphFigure(try ProblemFile.read(files.paths[0])[0])
  },
  DeclaredFigure(
    "training_curves", rawData: ["run_*.json"],
    command: "./build.sh 05 report"
  ) { files in
    trainingCurvesFigure(try files.paths.map { try readJSON(RunRecord.self, from: $0) })
  },
  DeclaredFigure("stages", rawData: ["run_coconut_seed*.json"], command: "./build.sh 05 report") { files in
    let runs = try files.paths.map { try readJSON(RunRecord.self, from: $0) }
    guard let figure = stagesFigure(runs) else {
      throw InputError(
        in: files.paths[0], at: "metrics.training", expected: "at least two stages", found: "one",
        next: "train longer: ./build.sh 03")
    }
    return figure
  },
  theory("theorem1_condition", "flow", FlowReport.self, inDegreeFigure),
  theory("theorem1_flow", "flow", FlowReport.self, flowFigure),
  theory("key_query_matrix", "key-query", KeyQueryReport.self, keyQueryFigure),
  theory("key_query_convergence", "key-query", KeyQueryReport.self, keyQueryConvergenceFigure),
  DeclaredFigure(
    "simplified_model",
    rawData: [simplified, "run_coconut_seed*.json", "run_bfs-successors_seed*.json"],
    needs: [simplified], command: "./build.sh 05 theory and ./build.sh 05 report"
  ) { files in
    simplifiedFigure(
      try TheoryFile<SimplifiedReport>(file: files.matching(simplified)[0]).report,
      runs: try files.matching("run_*.json").map { try readJSON(RunRecord.self, from: $0) })
  },
  theory("theorem2_step", "thought-step", ThoughtStepReport.self, thoughtStepFigure),
  theory("theorem3_direction", "prediction", PredictionReport.self, predictionFlowFigure),
  DeclaredFigure(
    "explicit_construction", rawData: ["theory-construction.json"], command: "./build.sh 05 theory"
  ) { files in
    let report = try TheoryFile<ConstructionReport>(file: files.paths[0]).report
    return try constructionFigure(report, from: files.paths[0])
  },
  attention("attention_evolution", "attention_evolution_raw_data.json", .difference),
  attention("attention_evolution_bfs", "attention_evolution_bfs_raw_data.json", .difference),
  attention("attention_scores", "attention_evolution_raw_data.json", .scores),
  DeclaredFigure(
    "logit_differences", rawData: losses.map { "attention_\($0.file)_seed*_raw_data.json" },
    command: "./build.sh 05 --checkpoint-dir RUN --test-file FILE --output data/attention_coconut_seed0.pdf"
  ) { files in
    logitDifferencesFigure(
      try losses.compactMap { loss in
        let runs = files.matching("attention_\(loss.file)_seed*_raw_data.json")
        return runs.isEmpty ? nil : SeedRuns(loss.name, try runs.map { try AttentionRawData(file: $0) })
      })
  },
  probe("first_layer", "first-layer-copying", FirstLayerCopying.self, firstLayerFigure),
  DeclaredFigure(
    "first_layer_places", rawData: ["probe-first-layer-copying.json"], command: probes
  ) { files in
    let file = try ProbeFile<FirstLayerCopying>(file: files.paths[0])
    return try firstLayerPlacesFigure(file.result, from: files.paths[0])
  },
  probe("edge_attention", "edge-attention", EdgeGroupAttention.self, edgeAttentionFigure),
  probe("thought_content", "thought-content", ThoughtContent.self, thoughtContentFigure),
  probe(
    "prediction_stage", "prediction-stage-series", PredictionStageSeries.self,
    command: "./build.sh 05 prediction --checkpoint-dir RUN --test-file FILE --out data",
    predictionStageFigure),
  probe("accuracy", "accuracy", AccuracyBreakdown.self, accuracyFigure),
  DeclaredFigure(
    "solved_problem", rawData: ["probe-solved-problem.json"], command: probes
  ) { files in
    let file = try ProbeFile<SolvedProblem>(file: files.paths[0])
    return try solvedProblemFigure(file.result, from: files.paths[0])
  },
  DeclaredFigure(
    "controls", rawData: ["probe-thought-controls.json", "controls.json"],
    command: "./build.sh 05 report and ./build.sh 03 controls"
  ) { files in
    controlsFigure(
      try files.matching("probe-thought-controls.json").first.map {
        try ProbeFile<ThoughtControls>(file: $0).result
      },
      trained: try files.matching("controls.json").first.map { try readJSON(VariantResults.self, from: $0) })
  },
  DeclaredFigure("ablations", rawData: ["ablations.json"], command: "./build.sh 03 ablate") { files in
    ablationsFigure(try readJSON(VariantResults.self, from: files.paths[0]))
  },
]

/// Losses as raw files and figures name them.
private let losses: [(file: String, name: String)] = [
  ("coconut", "Coconut"), ("bfs-reachable", "Coconut-BFS, reachable"),
  ("bfs-frontier", "Coconut-BFS, frontier"),
  ("bfs-successors", "Coconut-BFS, successors"),
]

/// A loss, as runs name it, in the words of figures.
func name(ofLoss loss: String) -> String {
  losses.first { $0.file == loss }?.name ?? MathMarkup.escape(loss)
}

private let simplified = "theory-simplified.json"

private let probes = "./build.sh 05 probes --checkpoint DIR --test-file FILE --out data"

private func theory<Report: Codable & Sendable>(
  _ name: String, _ file: String, _ type: Report.Type, _ draw: @escaping @Sendable (Report) -> Figure
) -> DeclaredFigure {
  DeclaredFigure(name, rawData: ["theory-\(file).json"], command: "./build.sh 05 theory") { files in
    draw(try TheoryFile<Report>(file: files.paths[0]).report)
  }
}

private func attention(_ name: String, _ file: String, _ quantity: AttentionQuantity) -> DeclaredFigure {
  let output = file.replacing("_raw_data.json", with: ".pdf")
  return DeclaredFigure(
    name, rawData: [file],
    command: "./build.sh 05 --checkpoint-dir RUN --test-file FILE --output data/\(output)"
  ) { files in
    attentionEvolution(try AttentionRawData(file: files.paths[0]), quantity)
  }
}

private func probe<Result: Codable & Sendable>(
  _ name: String, _ probe: String, _ type: Result.Type,
  command: String = probes,
  _ draw: @escaping @Sendable (Result) -> Figure
) -> DeclaredFigure {
  DeclaredFigure(
    name, rawData: ["probe-\(probe).json"], command: command
  ) { files in
    draw(try ProbeFile<Result>(file: files.paths[0]).result)
  }
}
