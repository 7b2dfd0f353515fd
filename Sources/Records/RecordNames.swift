// What the files of the data folder are called. What they hold is defined by the schemas beside this file.

import Reachability

/// Names of the records of runs, and of what is measured on them.
public enum RecordName {
  /// The pattern that stands for any seed.
  public static let anySeed = "*"

  /// The record of a run, `run_<loss>_seed<k>.json` (`RunRecord`); `seed` may be `anySeed`.
  public static func run(_ loss: Loss, seed: some CustomStringConvertible = anySeed) -> String {
    "run_\(loss.rawValue)_seed\(seed).json"
  }

  /// The records of runs with any loss.
  public static let anyRun = "run_*.json"
  /// A run's answers on problems never trained on (`RunEvaluation`).
  public static func evaluation(_ loss: Loss, seed: some CustomStringConvertible = anySeed) -> String {
    "evaluation_\(loss.rawValue)_seed\(seed).json"
  }

  /// Answers of runs with any loss.
  public static let anyEvaluation = "evaluation_*.json"
  /// A run's attention scores, checkpoint by checkpoint (`AttentionRawData`).
  public static func attention(_ loss: Loss, seed: some CustomStringConvertible = anySeed) -> String {
    "attention_\(loss.rawValue)_seed\(seed)_raw_data.json"
  }

  /// What a run's checkpoints do after each number of thoughts (`HopSeries`); `run` is the name of its folder.
  public static func hops(_ run: String = anySeed) -> String { "hops_\(run).json" }
  /// The scale test of a run's checkpoints (`ScaleTest`).
  public static func scale(_ run: String = anySeed) -> String { "scale_\(run).json" }
  /// Theorem 3's equation fitted to trained models' answers (`AnswerRegression`).
  public static let answerRegression = "answer-regression.json"
  /// A run of the published recipe by another program (`IndependentRun`).
  public static func independent(
    _ loss: Loss, seed: some CustomStringConvertible = anySeed
  ) -> String { "independent_\(loss.rawValue)_seed\(seed).json" }
  /// Such runs with any loss.
  public static let anyIndependent = "independent_*.json"
  /// The same for the run that represents Coconut in a figure of its own.
  public static let attentionEvolution = "attention_evolution_raw_data.json"
  /// The same for the run that represents Coconut-BFS.
  public static let attentionEvolutionBFS = "attention_evolution_bfs_raw_data.json"
  /// Trainings with something else in place of the thoughts (`VariantResults`).
  public static let controls = "controls.json"
  /// Trainings with other settings of the model (`VariantResults`): `ablations.json` on small graphs, `ablations-laptop.json` on
  /// those of full size.
  public static let ablations = "ablations*.json"
  /// Those on small graphs.
  public static let smallAblations = "ablations.json"
  /// Those on graphs of full size.
  public static let fullSizeAblations = "ablations-laptop.json"
  /// Recipes that were tried (`Recipe`).
  public static let recipes = "recipes.json"
  /// Training steps timed (`BenchmarkRecord`).
  public static let benchmark = "benchmark*.json"
  /// What the reliability tests tried (`ReliabilityRecord`).
  public static let reliability = "reliability.json"
  /// How long chapters took when they were woven (`WeavingTimes`).
  public static let weaving = "weaving.json"
  /// The generated problem sets (`ProblemSet`).
  public static let manifest = "manifest.json"
  /// Statistics of a set of problems (`DatasetStatistic`).
  public static let datasetStatistics = "dataset_statistics.json"
  /// Its histograms (`DatasetHistograms`).
  public static let datasetHistograms = "dataset_histograms.json"
  /// One of its problems, in the published schema.
  public static let datasetGraph = "dataset_graph.json"
  /// The worked example, in the schema of problem files.
  public static let datasetExample = "dataset_example.json"
}

/// Names of the probes; each writes `probe-<name>.json` (`ProbeFile`).
public enum ProbeName: String, CaseIterable, Sendable {
  /// `FirstLayerCopying`.
  case firstLayerCopying = "first-layer-copying"
  /// `EdgeGroupAttention`.
  case edgeAttention = "edge-attention"
  /// `ThoughtContent`.
  case thoughtContent = "thought-content"
  /// `PredictionStage`.
  case predictionStage = "prediction-stage"
  /// `PredictionStageSeries`.
  case predictionStageSeries = "prediction-stage-series"
  /// `AccuracyBreakdown`.
  case accuracy
  /// `ThoughtControls`.
  case thoughtControls = "thought-controls"
  /// `SolvedProblem`.
  case solvedProblem = "solved-problem"

  /// The file's name.
  public var file: String { ProbeName.file(rawValue) }

  static func file(_ name: String) -> String { "probe-\(name).json" }
}

/// Names of the theory's records; each file is `theory-<name>.json` (`TheoryFile`).
public enum TheoryName: String, CaseIterable, Sendable {
  /// `FlowReport`.
  case flow
  /// `KeyQueryReport`.
  case keyQuery = "key-query"
  /// `SimplifiedReport`.
  case simplified
  /// `NextThoughtReport`.
  case nextThought = "next-thought"
  /// `PredictionReport`.
  case prediction
  /// `ConstructionReport`.
  case construction
  /// `ScaleReport`.
  case scale

  /// The file's name.
  public var file: String { "theory-\(rawValue).json" }
}
