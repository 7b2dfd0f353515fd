// Lists every kind of record in the data folder with its schema. RecordNames.swift defines the names.

import Inputs
import Reachability

/// What to do about a record that an earlier version may have written.
let earlierRecord = "bring it into today's form (./build.sh 06 rewrite FOLDER), or make it anew"

/// A kind of record: a pattern of file names and the schema of those files.
public struct RecordSchema: Sendable {
  /// The names of its files, `*` standing for anything.
  public let pattern: String
  /// Reads a file of this kind. Throws `InputError` if it does not follow the schema.
  public let check: @Sendable (String) throws -> Void

  private init<Record: Decodable & SendableMetatype>(_ pattern: String, _ type: Record.Type) {
    self.pattern = pattern
    check = { _ = try readJSON(Record.self, from: $0) }
  }

  /// Every kind of record.
  public static let all: [RecordSchema] =
    Loss.allCases.flatMap { loss in
      [
        RecordSchema(RecordName.run(loss), RunRecord.self),
        RecordSchema(RecordName.evaluation(loss), RunEvaluation.self),
        RecordSchema(RecordName.attention(loss), AttentionRawData.self),
        RecordSchema(RecordName.independent(loss), IndependentRun.self),
      ]
    } + [
      RecordSchema(RecordName.attentionEvolution, AttentionRawData.self),
      RecordSchema(RecordName.attentionEvolutionBFS, AttentionRawData.self),
      RecordSchema(RecordName.hops(), HopSeries.self),
      RecordSchema(RecordName.scale(), ScaleTest.self),
      RecordSchema(RecordName.controls, VariantResults.self),
      RecordSchema(RecordName.ablations, VariantResults.self),
      RecordSchema(RecordName.recipes, [Recipe].self),
      RecordSchema(RecordName.benchmark, BenchmarkRecord.self),
      RecordSchema(RecordName.reliability, ReliabilityRecord.self),
      RecordSchema(RecordName.weaving, WeavingTimes.self),
      RecordSchema(RecordName.manifest, [ProblemSet].self),
      RecordSchema(RecordName.datasetStatistics, [DatasetStatistic].self),
      RecordSchema(RecordName.datasetHistograms, DatasetHistograms.self),
      RecordSchema(ProbeName.firstLayerCopying.file, ProbeFile<FirstLayerCopying>.self),
      RecordSchema(ProbeName.edgeAttention.file, ProbeFile<EdgeGroupAttention>.self),
      RecordSchema(ProbeName.thoughtContent.file, ProbeFile<ThoughtContent>.self),
      RecordSchema(ProbeName.predictionStage.file, ProbeFile<PredictionStage>.self),
      RecordSchema(ProbeName.predictionStageSeries.file, ProbeFile<PredictionStageSeries>.self),
      RecordSchema(ProbeName.accuracy.file, ProbeFile<AccuracyBreakdown>.self),
      RecordSchema(ProbeName.thoughtControls.file, ProbeFile<ThoughtControls>.self),
      RecordSchema(ProbeName.solvedProblem.file, ProbeFile<SolvedProblem>.self),
      RecordSchema(TheoryName.flow.file, TheoryFile<FlowReport>.self),
      RecordSchema(TheoryName.keyQuery.file, TheoryFile<KeyQueryReport>.self),
      RecordSchema(TheoryName.simplified.file, TheoryFile<SimplifiedReport>.self),
      RecordSchema(TheoryName.nextThought.file, TheoryFile<NextThoughtReport>.self),
      RecordSchema(TheoryName.prediction.file, TheoryFile<PredictionReport>.self),
      RecordSchema(TheoryName.construction.file, TheoryFile<ConstructionReport>.self),
      RecordSchema(TheoryName.scale.file, TheoryFile<ScaleReport>.self),
      RecordSchema(RecordName.answerRegression, AnswerRegression.self),
      RecordSchema(CausalName.read.file, CausalFile<ReadThoughts>.self),
      RecordSchema(CausalName.needed.file, CausalFile<NeededThoughts>.self),
      RecordSchema(CausalName.rewrite.file, CausalFile<RewrittenThoughts>.self),
      RecordSchema(CausalName.replace.file, CausalFile<ReplacedThoughts>.self),
      RecordSchema(CausalName.order.file, CausalFile<PositionOrder>.self),
      RecordSchema(CausalName.distribution.file, CausalFile<OutOfDistribution>.self),
      RecordSchema(CausalName.chain.file, CausalFile<ForcedChain>.self),
      RecordSchema(CausalName.evenness.file, CausalFile<Evenness>.self),
    ]
}
