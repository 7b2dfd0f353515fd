// Every figure of the book, declared once: its raw data, the command that makes them, and its drawing.

import Foundation
import Inputs
import Plotting
import Reachability
import Records

/// All figures, in the order of the chapters.
public let catalogue: [DeclaredFigure] = [
  DeclaredFigure(
    "dataset_histograms", rawData: [RecordName.datasetHistograms], command: "./build.sh 01"
  ) { files in
    datasetFigure(try readJSON(DatasetHistograms.self, from: files.paths[0]))
  },
  DeclaredFigure("dataset_example", rawData: [RecordName.datasetExample], command: "./build.sh 01") { files in
    problemGraphFigure(try ProblemFile.read(files.paths[0])[0])
  },
  DeclaredFigure("dataset_graph", rawData: [RecordName.datasetGraph], command: "./build.sh 01") { files in
    problemGraphFigure(try ProblemFile.read(files.paths[0])[0])
  },
  DeclaredFigure(
    "training_curves", rawData: [RecordName.anyRun],
    command: "./build.sh 05 report"
  ) { files in
    trainingCurvesFigure(try files.records(RunRecord.self))
  },
  DeclaredFigure(
    "contrast",
    rawData: contrast.map { RecordName.hops($0) } + contrasted.map { RecordName.independent($0) },
    needs: [RecordName.independent(.coconut)],
    command: "./build.sh 03 --profile contrast, ./build.sh 04 --profile contrast and ./build.sh 05 hops"
  ) { files in
    contrastFigure(
      try contrast.flatMap { try files.records(HopSeries.self, RecordName.hops($0)) },
      try contrasted.flatMap { try files.records(IndependentRun.self, RecordName.independent($0)) })
  },
  DeclaredFigure(
    "scale_test", rawData: contrast.map { RecordName.scale($0) },
    command: "./build.sh 05 scale --checkpoint-dir RUN --out data"
  ) { files in
    scaleTestFigure(try files.records(ScaleTest.self))
  },
  DeclaredFigure(
    "scale_through_training", rawData: [RecordName.scale("laptop-*")],
    command: "./build.sh 05 scale --checkpoint-dir RUN --out data"
  ) { files in
    scaleThroughTrainingFigure(try files.records(ScaleTest.self))
  },
  DeclaredFigure("stages", rawData: [RecordName.run(.coconut)], command: "./build.sh 05 report") { files in
    let runs = try files.records(RunRecord.self)
    guard let figure = stagesFigure(runs) else {
      throw InputError(
        in: files.paths[0], at: "metrics.training", expected: "at least two stages", found: "one",
        next: "train longer: ./build.sh 03")
    }
    return figure
  },
  theory("theorem1_condition", .flow, FlowReport.self, inDegreeFigure),
  theory("theorem1_flow", .flow, FlowReport.self, flowFigure),
  theory("theory_scale", .scale, ScaleReport.self, theoryScaleFigure),
  theory("key_query_matrix", .keyQuery, KeyQueryReport.self, keyQueryFigure),
  theory("key_query_convergence", .keyQuery, KeyQueryReport.self, keyQueryConvergenceFigure),
  DeclaredFigure(
    "simplified_model",
    rawData: [simplified, RecordName.run(.coconut), RecordName.run(.bfsSuccessors)],
    needs: [simplified], command: "./build.sh 05 theory and ./build.sh 05 report"
  ) { files in
    simplifiedFigure(
      try TheoryFile<SimplifiedReport>.read(files.matching(simplified)[0]).report,
      runs: try files.records(RunRecord.self, RecordName.anyRun))
  },
  theory("theorem2_next_thought", .nextThought, NextThoughtReport.self, nextThoughtFigure),
  theory("theorem3_direction", .prediction, PredictionReport.self, predictionFlowFigure),
  DeclaredFigure(
    "explicit_construction", rawData: [TheoryName.construction.file], command: "./build.sh 05 theory"
  ) { files in
    let report = try TheoryFile<ConstructionReport>.read(files.paths[0]).report
    return try constructionFigure(report, from: files.paths[0])
  },
  attention("attention_evolution", RecordName.attentionEvolution, .difference),
  attention("attention_evolution_bfs", RecordName.attentionEvolutionBFS, .difference),
  attention("attention_scores", RecordName.attentionEvolution, .scores),
  DeclaredFigure(
    "logit_differences", rawData: losses.map { RecordName.attention($0) },
    command: "./build.sh 05 --checkpoint-dir RUN --test-file FILE --output data/attention_coconut_seed0.pdf"
  ) { files in
    logitDifferencesFigure(
      try losses.compactMap { loss in
        let runs = files.matching(RecordName.attention(loss))
        return runs.isEmpty ? nil : SeedRuns(loss.title, try runs.map { try AttentionRawData.read($0) })
      })
  },
  DeclaredFigure(
    "copy_match_read_out", rawData: [ProbeName.solvedProblem.file], command: probes
  ) { files in
    let file = try ProbeFile<SolvedProblem>.read(files.paths[0])
    return try copyMatchReadOutFigure(file.result, from: files.paths[0])
  },
  probe("first_layer", .firstLayerCopying, FirstLayerCopying.self, firstLayerFigure),
  DeclaredFigure(
    "first_layer_places", rawData: [ProbeName.firstLayerCopying.file], command: probes
  ) { files in
    let file = try ProbeFile<FirstLayerCopying>.read(files.paths[0])
    return try firstLayerPlacesFigure(file.result, from: files.paths[0])
  },
  DeclaredFigure(
    "edge_attention", rawData: [ProbeName.edgeAttention.file, ProbeName.firstLayerCopying.file],
    needs: [ProbeName.edgeAttention.file, ProbeName.firstLayerCopying.file], command: probes
  ) { files in
    // Both probes read one checkpoint, whose layers have equally many heads.
    let attention = try files.matching(ProbeName.edgeAttention.file).map(ProbeFile<EdgeGroupAttention>.read)
    let copying = try files.matching(ProbeName.firstLayerCopying.file).map(ProbeFile<FirstLayerCopying>.read)
    return edgeAttentionFigure(attention[0].result, heads: max(copying[0].result.heads.count, 1))
  },
  probe("thought_content", .thoughtContent, ThoughtContent.self, thoughtContentFigure),
  probe(
    "prediction_stage", .predictionStageSeries, PredictionStageSeries.self,
    command: "./build.sh 05 prediction --checkpoint-dir RUN --test-file FILE --out data",
    predictionStageFigure),
  probe("accuracy", .accuracy, AccuracyBreakdown.self, accuracyFigure),
  DeclaredFigure(
    "solved_problem", rawData: [ProbeName.solvedProblem.file], command: probes
  ) { files in
    let file = try ProbeFile<SolvedProblem>.read(files.paths[0])
    return try solvedProblemFigure(file.result, from: files.paths[0])
  },
  DeclaredFigure(
    "controls", rawData: [ProbeName.thoughtControls.file, RecordName.controls],
    command: "./build.sh 05 report and ./build.sh 03 controls"
  ) { files in
    controlsFigure(
      try files.matching(ProbeName.thoughtControls.file).first.map {
        try ProbeFile<ThoughtControls>.read($0).result
      },
      trained: try files.records(VariantResults.self, RecordName.controls).first)
  },
  DeclaredFigure(
    "ablations", rawData: [RecordName.smallAblations], command: "./build.sh 03 ablate"
  ) { files in
    ablationsFigure(try readJSON(VariantResults.self, from: files.paths[0]))
  },
  causal("causal_read", .read, readThoughtsFigure),
  causal("causal_needed", .needed, neededThoughtsFigure),
  causal("causal_rewrite", .rewrite, rewrittenThoughtsFigure),
  DeclaredFigure("causal_transplant", rawData: [CausalName.replace.file], command: "./build.sh 07 --out data")
  { files in
    let data = try CausalFile<ReplacedThoughts>.read(files.paths[0])
    guard let example = data.models.compactMap(\.result.example).first else {
      throw InputError(
        in: files.paths[0], at: "models", expected: "one with an example", found: "none",
        next: "test more problems: ./build.sh 07 --out data")
    }
    return try transplantFigure(example, from: files.paths[0], at: "models.result.example")
  },
  causal("causal_distribution", .distribution, distributionFigure),
  causal("causal_families", .distribution, familiesFigure),
  DeclaredFigure(
    "evenness_through_training", rawData: [RecordName.hops("laptop-*")],
    command: "./build.sh 05 hops --checkpoint-dir RUN --out data"
  ) { files in
    evennessThroughTrainingFigure(try files.paths.map { try readJSON(HopSeries.self, from: $0) })
  },
]

/// The losses in the order of the figures: Coconut, then Coconut-BFS with each candidate set.
private let losses: [Loss] = [.coconut, .bfsReachable, .bfsFrontier, .bfsSuccessors]

/// The losses of the contrast, and the names of their runs in the profile `contrast`.
private let contrasted: [Loss] = [.coconut, .bfsFrontier]
private let contrast = contrasted.map { "contrast-\($0.rawValue)-seed*" }

private let simplified = TheoryName.simplified.file

private let probes = "./build.sh 05 probes --checkpoint DIR --test-file FILE --out data"

private func theory<Report: Codable & Sendable>(
  _ name: String, _ record: TheoryName, _ type: Report.Type, _ draw: @escaping @Sendable (Report) -> Figure
) -> DeclaredFigure {
  DeclaredFigure(name, rawData: [record.file], command: "./build.sh 05 theory") { files in
    draw(try TheoryFile<Report>.read(files.paths[0]).report)
  }
}

private func attention(_ name: String, _ file: String, _ quantity: AttentionQuantity) -> DeclaredFigure {
  let output = file.replacing("_raw_data.json", with: ".pdf")
  return DeclaredFigure(
    name, rawData: [file],
    command: "./build.sh 05 --checkpoint-dir RUN --test-file FILE --output data/\(output)"
  ) { files in
    attentionEvolution(try AttentionRawData.read(files.paths[0]), quantity)
  }
}

private func causal<Result: Codable & Sendable>(
  _ name: String, _ test: CausalName, _ draw: @escaping @Sendable (CausalFile<Result>) -> Figure
) -> DeclaredFigure {
  DeclaredFigure(name, rawData: [test.file], command: "./build.sh 07 --out data") { files in
    draw(try CausalFile<Result>.read(files.paths[0]))
  }
}

private func probe<Result: Codable & Sendable>(
  _ name: String, _ probe: ProbeName, _ type: Result.Type,
  command: String = probes,
  _ draw: @escaping @Sendable (Result) -> Figure
) -> DeclaredFigure {
  DeclaredFigure(
    name, rawData: [probe.file], command: command
  ) { files in
    draw(try ProbeFile<Result>.read(files.paths[0]).result)
  }
}
