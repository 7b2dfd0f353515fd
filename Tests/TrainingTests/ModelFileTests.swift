// `model_id`: the file's shape is the run's one shape, in what is checked, printed, computed and recorded. What does not
// fit is refused before anything is built, with the line that `evaluate` gives for a checkpoint of that shape.

import Coconut
import Foundation
import Inputs
import Reachability
import Records
import TestPrograms
import Testing
import Training
import Transformer

private let files = Bundle.module.bundlePath + "/Fixtures/model-file/"

private func read(_ settings: String...) throws -> TrainingConfiguration {
  var reader = ConfigurationReader()
  for setting in settings { try reader.set(setting) }
  reader.configuration.trainPath = reader.configuration.trainPath ?? "train.json"
  return try reader.finish()
}

@Suite struct ModelFileTests: ~Copyable {
  private let home: Folder
  private var folder: String { home.path }

  init() throws { home = try Folder() }

  /// A file of five problems of full size.
  private func problems() throws -> String {
    let path = folder + "/train.json"
    let set = ProblemSet.generate(.valid, count: 5, seed: 3, command: "")
    try writeAtomically(set.bytes, to: path)
    return path
  }

  /// What `evaluate` says of a checkpoint of the shape that `file` states.
  private func verdictOnCheckpoint(_ file: String, reading path: String) throws -> String? {
    let shape = try Transformer.Configuration.read(files + file)
    try ModelFolder.write(Parameters(initial: shape, seed: 0), to: folder + "/checkpoint")
    return refusal {
      _ = try Reader.read(
        checkpoint: folder + "/checkpoint", reading: ProblemFile.read(path), from: path, threads: 1)
    }
  }

  @Test(arguments: ["small-vocabulary", "large-vocabulary"]) func anotherVocabulary(name: String) throws {
    let file = name + ".json"
    let said = try #require(refusal { _ = try read("model_id=\(files)\(file)") })
    #expect(said.hasPrefix("\(files)\(file): vocab_size: expected 40, the tokens of this task, found "))
    let evaluated = try verdictOnCheckpoint(file, reading: problems())
    #expect(said.dropFirst((files + file).count) == evaluated?.dropFirst((folder + "/checkpoint").count))
  }

  @Test func tooFewPositions() throws {
    let path = try problems()
    let configuration = try read(
      "model_id=\(files)too-few-positions.json", "train_path=\(path)", "val_path=\(path)")
    let said = try #require(refusal { _ = try configuration.trainingProblems { _ in } })
    #expect(
      said.hasPrefix("\(path): expected at most 64 positions, as many as the model has, found a problem"))
    #expect(refusal { _ = try configuration.validationProblems { _ in } } == said)
    #expect(try verdictOnCheckpoint("too-few-positions.json", reading: path) == said)
    // Generated problems of that size, to train on or to evaluate on, are refused by the same number.
    for setting in ["problems=stream", "val_path=None"] {
      let stream = try read("model_id=\(files)too-few-positions.json", setting, "steps_per_epoch=1")
      #expect(refusal { _ = try stream.validationProblems { _ in } }?.contains("found 64") == true)
    }
  }

  @Test func headsThatDoNotDivideTheWidth() {
    #expect(
      refusal { _ = try read("model_id=\(files)wide-heads.json") }
        == "\(files)wide-heads.json: n_head: expected a divisor of n_embd (64), found 7; "
        + "give a GPT-2 that this code computes")
  }

  @Test func aFileThatIsMissing() {
    #expect(
      refusal { _ = try read("model_id=/no/such.json") }?.hasPrefix("/no/such.json: expected a file") == true)
  }

  @Test func theFilesDropoutIsPrintedComputedAndRecorded() throws {
    let path = try problems()
    func run(_ name: String, _ settings: [String]) throws -> (RunRecord, Data) {
      var reader = ConfigurationReader()
      for setting in settings { try reader.set(setting) }
      for setting in ["train_path=\(path)", "val_path=\(path)", "batch_size=5", "num_epochs=2", "seed=4"] {
        try reader.set(setting)
      }
      let configuration = try reader.finish()
      #expect(configuration.model.hasDropout == false)
      #expect(configuration.yaml.contains("\ndropout: 0  #"))
      let session = try TrainingSession.open(
        configuration, problems: configuration.trainingProblems { _ in },
        validation: configuration.validationProblems { _ in },
        options: SessionOptions(out: folder + "/" + name))
      _ = try session.run()
      let checkpoint = folder + "/\(name)/checkpoint_2/"
      #expect(try Transformer.Configuration.read(checkpoint + "config.json") == configuration.model)
      let written = try String(contentsOfFile: folder + "/\(name)/config.yaml", encoding: .utf8)
      #expect(written == configuration.yaml)
      return (session.record, try Data(contentsOf: URL(fileURLWithPath: checkpoint + "model.safetensors")))
    }
    let (record, weights) = try run("file", ["model_id=\(files)no-dropout.json"])
    let (inKeys, sameWeights) = try run("keys", ["width=64", "dropout=0"])
    #expect(record.configuration["dropout"] == "0" && record.configuration == inKeys.configuration)
    #expect(weights == sameWeights)
    // With the dropout that the file replaces, the weights would be others.
    #expect(try read("model_id=\(files)no-dropout.json").model != read("width=64").model)
  }

  @Test func theFileStandsForTheKeysBesideIt() throws {
    for text in ["model_id: \(files)paper.json\nwidth: 64", "width: 64\nmodel_id: \(files)paper.json"] {
      var reader = ConfigurationReader()
      try reader.read(yaml: text, from: "x.yaml")
      #expect(reader.notes.count == 1 && reader.notes[0].contains("paper.json"))
      try reader.set("train_path=x")
      #expect(try reader.finish() == read("train_path=x"))
      // What is set later goes over it, and over a file that is named later still.
      try reader.set("layers=3")
      #expect(try reader.finish() == read("layers=3", "train_path=x"))
      try reader.set("model_id=\(files)no-dropout.json")
      #expect(try reader.finish() == read("width=64", "dropout=0", "train_path=x"))
      try reader.set("model_id=None")
      #expect(try reader.finish() == read("width=64", "layers=3", "train_path=x"))
      #expect(reader.notes == [])
    }
  }

  @Test func everyShapeThatAFileMayStateReadsBack() throws {
    var shape = Transformer.Configuration(
      positions: 7, width: 6, layers: 64, heads: 3, tied: false, initialDeviation: 10, epsilon: 1e-300)
    shape.attentionDropout = 0.999
    shape.residualDropout = 0.25
    let path = folder + "/shape.json"
    try writeAtomically(shape.json(), to: path)
    let configuration = try read("model_id=\(path)")
    #expect(configuration.model == shape)
    var again = ConfigurationReader()
    try again.read(yaml: configuration.yaml, from: "printed")
    #expect(try again.finish() == configuration)
  }

  @Test func resumingComparesShapesAndNotNames() throws {
    let (problems, model) = (smallProblems(8), folder + "/model.json")
    func train(_ settings: String..., resume: Bool = true) throws {
      var reader = ConfigurationReader()
      let all = ["train_path=small", "batch_size=8", "num_epochs=2", "model_id=\(model)"] + settings
      for setting in all { try reader.set(setting) }
      let session = try TrainingSession.open(
        reader.finish(), problems: .file(problems), validation: problems,
        options: SessionOptions(out: folder + "/run", resume: resume))
      _ = try session.run()
    }
    let shape = Transformer.Configuration(positions: 64, width: 16, layers: 1, heads: 2)
    try writeAtomically(shape.json(), to: model)
    try train("max_steps=1", resume: false)
    var wider = shape
    wider.positions = 65
    try writeAtomically(wider.json(), to: model)
    #expect(
      refusal { try train() }?.contains("positions: expected 64, as the run began with, found 65") == true)
    // The same shape without the file is the same run, also where an early version recorded the YAML's.
    let path = folder + "/run/checkpoint_1/state.json"
    let state = try String(contentsOfFile: path, encoding: .utf8)
    try writeAtomically(
      Data(state.replacing("\"positions\":\"64\"", with: "\"positions\":\"256\"").utf8), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) != state)
    try train("model_id=None", "positions=64", "width=16", "layers=1", "heads=2", "dropout=0")
    #expect(try ModelFolder.read(folder + "/run/checkpoint_2").configuration == shape)
  }

  /// A checkpoint that vouches for a `config.json` of another shape than the run's.
  @Test func aCheckpointOfAnotherShapeIsNotResumed() throws {
    let problems = smallProblems(8)
    func train(resume: Bool, steps: Int) throws {
      let configuration = try read(
        "layers=1", "heads=2", "width=16", "positions=64", "batch_size=8", "num_epochs=2",
        "max_steps=\(steps)")
      let session = try TrainingSession.open(
        configuration, problems: .file(problems), validation: problems,
        options: SessionOptions(out: folder + "/run", resume: resume))
      _ = try session.run()
    }
    try train(resume: false, steps: 1)
    let checkpoint = folder + "/run/checkpoint_1"
    let before = try Data(contentsOf: URL(fileURLWithPath: checkpoint + "/config.json"))
    let text = String(decoding: before, as: UTF8.self)
    // Four heads of width 4 have the same tensors as two of width 8.
    let after = Data(text.replacing("\"n_head\" : 2", with: "\"n_head\" : 4").utf8)
    #expect(after != before)
    try writeAtomically(after, to: checkpoint + "/config.json")
    let state = try String(contentsOfFile: checkpoint + "/state.json", encoding: .utf8)
    let vouching = state.replacing(SHA256.digest(of: before), with: SHA256.digest(of: after))
    try writeAtomically(Data(vouching.utf8), to: checkpoint + "/state.json")
    #expect(
      refusal { try train(resume: true, steps: 2) }
        == "\(checkpoint): config.json: expected the shape that the configuration gives (heads 2), found heads 4; "
        + "--set heads=4, or name another checkpoint")
  }
}

@Suite struct GeneratedProblemTests {
  /// Paths of 28 hops, which graphs of 31 nodes never have: drawing one would not end.
  @Test func pathsThatAreNeverDrawnAreRefused() throws {
    let configuration = try read(
      "problems=stream", "steps_per_epoch=1", "min_nodes=31", "max_nodes=31", "min_hops=28", "max_hops=28")
    for body in [
      { _ = try configuration.trainingProblems { _ in } },
      { _ = try configuration.validationProblems { _ in } },
    ] as [() throws -> Void] {
      #expect(
        refusal(body)?.contains("max_hops: expected path lengths of graphs that grow to 31 nodes") == true)
    }
  }

  /// 198 positions, the fewest that are accepted for 31 nodes, are too few for some of 400 graphs: those are drawn again.
  @Test func heldOutProblemsFitTheModel() throws {
    func longest(_ positions: Int) throws -> Int {
      let configuration = try read(
        "positions=\(positions)", "min_nodes=31", "max_nodes=31")
      return try configuration.validationProblems { _ in }.map { problem in
        Prompt(asItStands: problem).tokens.count + problem.pathLength + 1
      }.max() ?? 0
    }
    #expect(try longest(198) <= 198 && longest(1024) > 198)
  }
}

private func smallProblems(_ count: Int) -> [Problem] {
  let edges = [(0, 1), (1, 2), (2, 3), (4, 5)].map { Edge($0.0, $0.1) }
  let problem = Problem(
    graph: Graph(nodeCount: 6, edges: edges), symbols: (0..<6).map { "node \($0)" }, root: 0, target: 3,
    negativeTarget: 5)
  return Array(repeating: problem, count: count)
}
