// Chapter 05 as a reader runs it: from a folder of checkpoints and a problem file to raw data and a figure.

import Coconut
import Foundation
import Inputs
import Reachability
import Records
import Superposition
import TestPrograms
import Testing
import Training
import Transformer

@Suite struct AttentionChapterTests {
  static let name = "05-theorem1-attention"

  /// A run with checkpoints 5 and 10 of two initial models, and two problems.
  final class Run {
    private let home: Folder
    let problems = [
      makeProblem([(0, 1), (1, 2), (2, 3), (4, 5), (0, 6)], target: 3, other: 5),
      makeProblem([(0, 2), (2, 1), (1, 3), (5, 4), (0, 6), (6, 3)], target: 3, other: 4),
    ]
    var folder: String { home.path }
    var test: String { folder + "/test.json" }

    init() throws {
      home = try Folder()
      for epoch in [5, 10] {
        let configuration = Configuration(
          positions: 64, width: 32, layers: 2, heads: 4, initialDeviation: 0.3)
        try ModelFolder.write(
          Parameters(initial: configuration, seed: UInt64(epoch)), to: "\(folder)/checkpoint_\(epoch)")
      }
      try ProblemFile.write(problems, to: test, neighbours: .coconut)
    }
  }

  @Test func measuresEveryCheckpointAndDrawsTheFigure() throws {
    let run = try Run()
    let output = run.folder + "/out/evolution.pdf"
    let program = try Program(
      Self.name,
      ["--checkpoint-dir", run.folder, "--test-file", run.test, "--steps", "0", "1", "2", "--output", output])
    #expect(program.status == 0 && program.errors == "", "\(program.errors)")
    let data = try AttentionRawData.read(run.folder + "/out/evolution_raw_data.json")
    #expect(data.epochsAnalyzed == [5, 10] && data.steps == [0, 1, 2] && data.maxSamples == 200)
    #expect(data.checkpointDirectory == run.folder && data.testFile == run.test)
    let reader = Reader(try ModelFolder.read(run.folder + "/checkpoint_10"), threads: 1)
    let expected = AttentionRawData.measure(reader, run.problems, c: [0, 1, 2])
    for step in 0...2 { #expect(data.allResults["10"]?["\(step)"] == expected[step]) }
    #expect(try readFile(output).prefix(5) == Data("%PDF-".utf8))
  }

  @Test func probesWriteEveryRawFile() throws {
    let run = try Run()
    let out = run.folder + "/probes"
    let program = try Program(
      Self.name,
      ["probes", "--checkpoint", run.folder + "/checkpoint_5", "--test-file", run.test, "--out", out])
    #expect(program.status == 0 && program.errors == "", "\(program.errors)")
    #expect(
      try ProbeFile<FirstLayerCopying>.read(out + "/probe-first-layer-copying.json").result.heads.count == 4)
    #expect(
      try ProbeFile<EdgeGroupAttention>.read(out + "/probe-edge-attention.json").result.reads.map(\.c) == [
        0, 1, 2,
      ])
    #expect(
      try ProbeFile<ThoughtContent>.read(out + "/probe-thought-content.json").result.thoughts.map(\.c) == [
        1, 2, 3,
      ])
    #expect(
      try ProbeFile<PredictionStage>.read(out + "/probe-prediction-stage.json").result.layers.count == 2)
    #expect(try ProbeFile<AccuracyBreakdown>.read(out + "/probe-accuracy.json").result.count == 2)
    let controls = try ProbeFile<ThoughtControls>.read(out + "/probe-thought-controls.json")
    #expect(controls.problems == 2 && controls.result.own.count == 2 && controls.testFile == run.test)
  }

  @Test func predictionStageFollowsTheCheckpoints() throws {
    let run = try Run()
    let program = try Program(
      Self.name,
      [
        "prediction", "--checkpoint-dir", run.folder, "--epochs", "10", "5", "--test-file", run.test, "--out",
        run.folder, "--quiet",
      ])
    #expect(program.status == 0 && program.output == "" && program.errors == "", "\(program.errors)")
    let file = try ProbeFile<PredictionStageSeries>.read(
      run.folder + "/probe-prediction-stage-series.json")
    #expect(file.result.points.map(\.epoch) == [5, 10])
    #expect(file.result.points[0].stage != file.result.points[1].stage)
  }

  /// The part of the flow's JSON that the test reads.
  private struct FlowRows: Decodable {
    struct Row: Decodable {
      let c: Int
      let loss: String
      let share, rate: Double
      let root: Double?
    }
    let rows: [Row]
  }

  @Test func flowPrintsShareRootAndRateForEveryCAndLoss() throws {
    let run = try Run()
    let program = try Program(Self.name, ["flow", "--test-file", run.test, "--json"])
    #expect(program.status == 0 && program.errors == "", "\(program.errors)")
    let rows = try JSONDecoder().decode(FlowRows.self, from: Data(program.output.utf8)).rows
    // Both problems are three hops long, so c = 0, 1, 2, each with every loss but soft Coconut, whose flow is Coconut's.
    #expect(rows.map(\.c) == (0...2).flatMap { Array(repeating: $0, count: Loss.allCases.count - 1) })
    #expect(Set(rows.map(\.loss)) == Set(Loss.allCases.map(\.rawValue)).subtracting(["soft-coconut"]))
    #expect(rows.allSatisfy { 0...1 ~= $0.share && $0.rate > 0 })
    #expect(rows[0].root == nil)
    let missing = try Program(Self.name, ["flow", "--test-file", run.folder + "/none.json", "--json"])
    #expect(missing.status != 0 && missing.output == "" && missing.errors.contains("none.json"))
  }

  /// The part of a trace's JSON that the test reads.
  private struct Trace: Decodable {
    struct Checkpoint: Decodable { let epoch: Int }
    struct Traced: Decodable {
      let number: Int
      let edges: [[Int]]
      let symbols: [String]
      let layers: [Int]
      let traces: [ThoughtTrace]
      let edits: ThoughtEdits
    }
    let testFile, testFileSHA256: String
    let checkpoints: [Checkpoint]
    let problems: [Traced]
  }

  @Test func tracesChosenProblemsThroughAllCheckpoints() throws {
    let run = try Run()
    let output = run.folder + "/trace.json"
    let flags = [
      "trace", "--checkpoint-dir", run.folder, "--test-file", run.test, "--problems", "1", "--quiet",
      "--out",
    ]
    let program = try Program(Self.name, flags + [output])
    #expect(program.status == 0 && program.output == "" && program.errors == "", "\(program.errors)")
    let trace = try readJSON(Trace.self, from: output)
    #expect(trace.checkpoints.map(\.epoch) == [5, 10] && trace.testFile == run.test)
    #expect(trace.testFileSHA256 == (try SHA256.digest(ofFile: run.test)))
    let traced = try #require(trace.problems.first)
    let problem = run.problems[1]
    #expect(traced.number == 1 && traced.symbols == problem.symbols)
    #expect(traced.edges == problem.graph.edges.map { [$0.source, $0.target] })
    #expect(zip(traced.layers, problem.distance).allSatisfy { $1 == nil || $0 == $1 })
    for (index, epoch) in [5, 10].enumerated() {
      let reader = Reader(try ModelFolder.read(run.folder + "/checkpoint_\(epoch)"), threads: 1)
      #expect([traced.traces[index]] == ThoughtTrace.measure(reader, [problem]))
      if epoch == 10 { #expect([traced.edits] == ThoughtEdits.measure(reader, [problem])) }
    }
    // The script holds the same text, except for the name of the output file.
    let script = try Program(Self.name, flags + [run.folder + "/trace.js"])
    #expect(script.status == 0)
    let json = String(decoding: try readFile(output), as: UTF8.self).trimmingCharacters(in: .newlines)
    let wrapped = String(decoding: try readFile(run.folder + "/trace.js"), as: UTF8.self)
    #expect(
      wrapped.replacingOccurrences(of: "trace.js", with: "trace.json")
        == "(globalThis.traces ??= []).push(\(json));\n")
  }

  @Test func refusesProblemsThatAreNotThere() throws {
    let run = try Run()
    let output = run.folder + "/trace.json"
    let flags = ["trace", "--checkpoint-dir", run.folder, "--test-file", run.test, "--out", output]
    let missing = try Program(Self.name, flags + ["--problems", "0", "2"])
    #expect(missing.status == 1 && missing.errors.contains("[2]"), "\(missing.errors)")
    #expect(missing.errors.split(separator: "\n").count == 1)
    #expect(try Program(Self.name, flags + ["--problems=-1"]).status == 64)
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func refusesWhatItCannotMeasureInOneLineLeavingNothing() throws {
    let run = try Run()
    let output = run.folder + "/x.pdf"
    func refusal(_ changes: [String: String], _ more: [String] = []) throws -> (Int32, String) {
      let flags = ["--checkpoint-dir": run.folder, "--test-file": run.test, "--output": output]
        .merging(changes) { $1 }
      let program = try Program(
        Self.name, flags.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + more)
      #expect(!FileManager.default.fileExists(atPath: run.folder + "/x_raw_data.json"))
      #expect(!FileManager.default.fileExists(atPath: output))
      return (program.status, program.errors)
    }
    for changes in [["--checkpoint-dir": "nowhere"], ["--test-file": "none.json"], ["--epochs": "7"]] {
      let (status, errors) = try refusal(changes)
      #expect(status == 1 && errors.split(separator: "\n").count == 1, "\(errors)")
    }
    #expect(try refusal(["--steps": "33"]).0 == 64)
    #expect(try refusal(["--max-samples": "0"]).0 == 64)
    try writeAtomically(Data("{".utf8), to: run.folder + "/checkpoint_5/config.json")
    let (status, errors) = try refusal([:])
    #expect(status == 1 && errors.contains("checkpoint_5/config.json"), "\(errors)")
  }
}
