// Configurations: the published files are read unchanged, every mistake is named, and what is printed reads back.

import Foundation
import Inputs
import TestPrograms
import Testing
import Training

private let published = Bundle.module.bundlePath + "/Fixtures/published/"
/// The file that the published configurations name is none of ours; this one has the same shape.
private let paperModel = "model_id=" + Bundle.module.bundlePath + "/Fixtures/model-file/paper.json"

private func read(_ yaml: String) throws -> TrainingConfiguration {
  var reader = ConfigurationReader()
  try reader.read(yaml: yaml, from: "x.yaml")
  reader.configuration.trainPath = reader.configuration.trainPath ?? "train.json"
  return try reader.finish(from: "x.yaml")
}

private func complaint(_ yaml: String) -> String? { refusal { _ = try read(yaml) } }

@Suite struct PublishedConfigurationTests {
  @Test func standardTrainingIsThePaperItself() throws {
    var reader = ConfigurationReader()
    try reader.read(file: published + "standard-train.yaml")
    // Every published key that is not ours is named once.
    let named = reader.notes.map { String($0.prefix { $0 != ":" }) }
    #expect(
      named == [
        "project", "c_thought", "max_latent_stage", "pad_latent_to_max", "save_only_improve", "bf16",
        "reset_optimizer", "batch_size_training", "debug", "gradient_accumulation_steps", "model_id",
      ])
    try reader.set(paperModel)
    let configuration = try reader.finish()
    #expect(configuration.objective == .coconut)
    #expect(configuration.batchSize == 512)
    #expect(configuration.learningRate == 1e-4)
    #expect(configuration.weightDecay == 0.01)
    #expect(configuration.numberOfEpochs == 350)
    #expect(configuration.loadModelPath == nil)
    #expect(configuration.model == TrainingConfiguration().model)
    #expect(configuration.trainPath == "data/prosqa_train_graph_4_coconut.json")
    #expect(configuration.feedback == .continuous && configuration.labels == .single)
    #expect(configuration.rateDecay == .none && configuration.gradientClip == 0)
  }

  @Test func theOtherThreeDifferWhereTheyShould() throws {
    func read(_ name: String) throws -> TrainingConfiguration {
      var reader = ConfigurationReader()
      try reader.read(file: published + name)
      try reader.set(paperModel)
      return try reader.finish()
    }
    let bfs = try read("bfs-train.yaml")
    #expect(bfs.objective == .bfs && bfs.candidateSet == .reachable && !bfs.onlyEvaluate)
    let bfsEvaluation = try read("bfs-eval.yaml")
    #expect(bfsEvaluation.onlyEvaluate && bfsEvaluation.resume == 350 && bfsEvaluation.numberOfEpochs == 400)
    #expect(bfsEvaluation.loadModelPath == "ckpts/prosqa-bfs/checkpoint_350")
    #expect(bfsEvaluation.objective == .coconut)
    #expect(try read("standard-eval.yaml").resume == 349)
  }

  @Test func unsupportedPublishedValuesAreRefused() {
    #expect(complaint("bf16: True")?.contains("everything is computed in float") == true)
    #expect(complaint("save_only_improve: True")?.contains("keep_last") == true)
    #expect(complaint("batch_size_training: none")?.contains("a whole number") == true)
  }

  @Test func accumulatedBatchesMultiplyInAnyOrder() throws {
    #expect(try read("gradient_accumulation_steps: 3\nbatch_size_training: 4").batchSize == 24)
    #expect(try read("batch_size_training: 4\nbatch_size: 10").batchSize == 10)
  }
}

@Suite struct ConfigurationTests {
  @Test(
    arguments: ["03-coconut-train", "04-bfs-loss"], ["quick", "laptop", "contrast", "miniature", "paper"])
  func profilesAreValid(chapter: String, profile: String) throws {
    var reader = ConfigurationReader()
    try reader.read(file: "\(projectFolder)/chapters/\(chapter)/\(profile).yaml")
    let configuration = try reader.finish()
    #expect(configuration.objective == (chapter == "03-coconut-train" ? .coconut : .bfs))
    #expect(reader.notes.isEmpty)
  }

  @Test func paperProfileIsThePublishedConfiguration() throws {
    var ours = ConfigurationReader()
    try ours.read(file: projectFolder + "/chapters/03-coconut-train/paper.yaml")
    var theirs = ConfigurationReader()
    try theirs.read(file: published + "standard-train.yaml")
    for key in ["train_path=data/prosqa/train.json", "val_path=data/prosqa/valid.json", "model_id=None"] {
      try theirs.set(key)
    }
    #expect(try ours.finish().difference(from: theirs.finish().values) == nil)
  }

  @Test func everyRowSetsItsOwnPropertyAndReadsBack() throws {
    // One changed value a key, so that two rows writing one property would show.
    for key in ConfigurationKey.all {
      let base = TrainingConfiguration()
      let candidates =
        ["1", "2", "20", "32", "0.5", "true", "false", "[3, 4]", "text"]
        + "bfs,frontier,every_hop,pause,stream,linear,muon".split(separator: ",").map(String.init)
      let changed = candidates.compactMap { text -> TrainingConfiguration? in
        var reader = ConfigurationReader()
        guard (try? reader.set("\(key.name)=\(text)")) != nil, reader.configuration != base else {
          return nil
        }
        return reader.configuration
      }.first
      let configuration = try #require(changed, "\(key.name) cannot be changed")
      let different = configuration.values.filter { base.values[$0.key] != $0.value }.map(\.key)
      #expect(different == [key.name])
      var reader = ConfigurationReader()
      try reader.read(yaml: configuration.yaml, from: "printed")
      #expect(reader.configuration == configuration)
    }
    #expect(Set(ConfigurationKey.all.map(\.name)).count == ConfigurationKey.all.count)
    // The model is one property. Its vocabulary has no key, and its three rates of dropout share one.
    let (run, model) = (TrainingConfiguration(), TrainingConfiguration().model)
    #expect(
      Mirror(reflecting: run).children.count - 1 + Mirror(reflecting: model).children.count - 3
        == ConfigurationKey.all.count)
  }

  @Test func numbersMayBeWrittenAsPublished() throws {
    #expect(try read("lr: !!float \"1e-4\"").learningRate == 1e-4)
    #expect(try read("lr: 1e-3").learningRate == 1e-3)
    #expect(try read("stage_steps: [5, 6]").stageSteps == [5, 6])
    #expect(try read("val_path: None").validationPath == nil)
    let rates = try read("dropout: [0, 0.2, 1e-1]").model
    #expect((rates.embeddingDropout, rates.attentionDropout, rates.residualDropout) == (0, 0.2, 0.1))
    #expect(try read("seed: 18446744073709551615").seed == .max)
  }

  @Test(
    arguments: [
      ("widht: 12", "x.yaml: line 1, widht: expected a known key, found \"widht\"; did you mean width?"),
      ("foo: 1", "x.yaml: line 1, foo: expected a known key, found \"foo\"; --print-config lists all"),
      ("layers: 2\nlr: fast", "x.yaml: line 2, lr: expected a number in 0…10, found \"fast\";"),
      ("dropout: [0.1, 0.2]", "dropout: expected a number in 0..<1, or a list of three"),
      ("dropout: 1", "0..<1"),
      ("model_id: [a]", "model_id: expected a path or None"), ("layer_norm_epsilon: 0", "between 0 and 1"),
      ("lr: nan", "expected a number in 0…10"), ("lr: [1]", "found [1]"),
      ("layers: -1", "expected a whole number in 1…64, found \"-1\""), ("layers: 1.5", "a whole number"),
      ("layers: {a: b}", "found {a: b}"), ("layers: 1\nlayers: 2", "layers twice"),
      ("objective: BFS", "expected coconut, bfs, uniform, soft-coconut, found \"BFS\""),
      ("- 1", "lines of the form key: value, found [1]"),
      ("a: &x 1", "anchors and aliases (& and *), found \"a: &x 1\""), ("*x", "anchors"),
      ("lr: 'open", "line"), ("[a]: 1", "the name of a key, found [a]"),
      ("width: 100\nheads: 3", "x.yaml: width: expected a multiple of heads (3), found 100"),
      ("batch_size: 2", "at least one problem a shard (4)"),
      ("problems: stream", "steps_per_epoch"),
      ("problems: stream\nsteps_per_epoch: 1\nmin_nodes: 9\nmax_nodes: 8", "max_nodes"),
      // Problems to evaluate on are generated where val_path names none.
      ("min_nodes: 9\nmax_nodes: 8", "max_nodes"), ("min_hops: 4\nmax_hops: 3", "max_hops"),
      ("lr_decay: cosine", "lr_decay_to_step"),
      ("stage_steps: [0]", "a list of whole numbers from 1, found [0]"),
      ("learned_share: 0.9", "x.yaml: learned_share: expected 0 without stage_steps"),
      ("learned_share: 0.9\nstage_steps: [5]\neval_every: 0", "and evaluations (eval_every), found 0.9"),
      ("shuffle_nodes: maybe", "true or false"), ("name: \"a\\u0007b\"", "a line of text"),
    ])
  func mistakesAreNamed(yaml: String, part: String) throws {
    let said = try #require(complaint(yaml), "accepted: \(yaml)")
    #expect(said.contains(part), "\(said)")
  }

  @Test func settingsAreTypeChecked() throws {
    var reader = ConfigurationReader()
    try reader.set("stage_steps=[10, 20]")
    try reader.set("lr=1e-3")
    try reader.set("name=a=b")
    #expect(reader.configuration.stageSteps == [10, 20])
    #expect(reader.configuration.learningRate == 1e-3)
    #expect(reader.configuration.name == "a=b")
    for bad in ["lr", "=3", "lr=", "max_steps=ten", "nothing=1"] {
      #expect(throws: InputError.self) { try reader.set(bad) }
    }
  }

  @Test func filesThatAreNoConfigurationsAreRefused() throws {
    let folder = try Folder()
    let path = folder.path + "/x.yaml"
    for data in [Data([0xFF, 0xFE, 0x00]), Data(repeating: 65, count: ConfigurationReader.sizeLimit + 1)] {
      try data.write(to: URL(fileURLWithPath: path))
      var reader = ConfigurationReader()
      #expect(throws: InputError.self) { try reader.read(file: path) }
    }
  }

  @Test func aFileIsReadOverItsBase() throws {
    let home = try Folder()
    let folder = home.path
    func read(_ name: String) throws -> TrainingConfiguration {
      var reader = ConfigurationReader()
      try reader.read(file: folder + "/" + name)
      return try reader.finish()
    }
    try home.file("a/first.yaml", "layers: 3\nwidth: 64\nheads: 2\ntrain_path: t.json")
    // The base is read first, wherever its line stands, and from the folder of the file that names it.
    try home.file("b/second.yaml", "width: 32\nbase: ../a/first.yaml")
    try home.file("third.yaml", "base: b/second.yaml\nheads: 4")
    let third = try read("third.yaml")
    #expect(third.model.layers == 3 && third.model.width == 32 && third.model.heads == 4)
    #expect(!third.yaml.contains("base:"), "what is printed and recorded stands alone")

    func complaint(_ yaml: String) throws -> String {
      try home.file("wrong.yaml", yaml)
      return refusal { _ = try read("wrong.yaml") } ?? "accepted"
    }
    #expect(
      try complaint("base: wrong.yaml").contains(
        "line 1, base: expected at most 8 bases, and no file that is its own"))
    #expect(
      try complaint("base: none.yaml").hasPrefix("\(folder)/none.yaml: expected a file, found nothing there"))
    #expect(
      try complaint("layers: 2\nbase: [a]").contains(
        "wrong.yaml: line 2, base: expected the path of a YAML file"))
    try home.file("a/first.yaml", "layers: many")
    #expect(
      try complaint("base: a/first.yaml").contains("/a/first.yaml: line 1, layers: expected a whole number"))
    var reader = ConfigurationReader()
    let error = #expect(throws: InputError.self) { try reader.set("base=a.yaml") }
    #expect(error?.next == "name the base in a file and give that to --config")
  }

  @Test func onlyChangesOfTheResultCount() throws {
    var then = TrainingConfiguration()
    var now = then
    now.name = "elsewhere"
    now.maxSteps = 5
    now.checkpointEverySteps = 7
    #expect(now.difference(from: then.values) == nil)
    now.evaluateEvery = 2
    #expect(now.difference(from: then.values) == nil)
    now.stageSteps = [5]
    then.stageSteps = [5]
    (now.learnedShare, then.learnedShare) = (0.9, 0.9)
    #expect(
      try #require(now.difference(from: then.values)) == ("eval_every", "1", "2"), "evaluations end stages")
    now = TrainingConfiguration()
    then = TrainingConfiguration()
    then.learningRate = 1
    #expect(try #require(now.difference(from: then.values)) == ("lr", "1", "0.0001"))
  }
}

@Suite struct ScheduleTests {
  @Test func publishedStagesLastAsPublished() {
    let configuration = TrainingConfiguration()
    let stages = (0..<350).map { configuration.stage(atStep: $0 * 29, stepsPerEpoch: 29) }
    #expect((0...4).map { stage in stages.count { $0 == stage } } == [150, 50, 50, 50, 50])
    #expect(configuration.steps(inEpochOver: 14785) == 29)
  }

  @Test func listedStepsGiveTheStageAndThenTheAnswer() {
    var configuration = TrainingConfiguration()
    configuration.stageSteps = [3, 1, 2]
    configuration.maxHops = 4
    #expect((0..<8).map { configuration.stage(atStep: $0, stepsPerEpoch: 1) } == [0, 0, 0, 1, 2, 2, 4, 4])
  }

  /// Stages of at most 5, 4 and 4 steps. Stage 0 is learned after 3, stage 1 lasts 4 steps, stage 2 is learned after 9; then
  /// come the answers.
  @Test func aLearnedHopEndsItsStage() {
    var configuration = TrainingConfiguration()
    configuration.stageSteps = [5, 4, 4]
    configuration.maxHops = 3
    func stages(_ learned: [Int]) -> [Int] {
      (0..<14).map { configuration.stage(atStep: $0, stepsPerEpoch: 1, learned: learned) }
    }
    #expect(stages([3, 9]) == [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3])
    #expect(stages([]) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3])
    #expect(stages([5]) == stages([]), "learned when its steps are over anyway")
  }

  @Test func ratesRiseAndFall() {
    var configuration = TrainingConfiguration()
    configuration.learningRate = 1
    configuration.warmupSteps = 4
    configuration.rateDecay = .linear
    configuration.rateDecayFromStep = 10
    configuration.rateDecayToStep = 20
    configuration.finalLearningRate = 0.5
    #expect([0, 1, 3, 4, 10].map { configuration.learningRate(atStep: $0) } == [0.25, 0.5, 1, 1, 1])
    #expect([15, 20, 99].map { configuration.learningRate(atStep: $0) } == [0.75, 0.5, 0.5])
    configuration.rateDecay = .cosine
    #expect(abs(configuration.learningRate(atStep: 15) - 0.75) < 1e-12)
    #expect(configuration.learningRate(atStep: 12) > 0.9)
  }

  @Test func graphsGrowLinearly() {
    var configuration = TrainingConfiguration()
    configuration.startNodes = 10
    configuration.growFromStep = 100
    configuration.growToStep = 280
    #expect(
      [0, 100, 190, 279, 280, 999].map { configuration.largestGraph(atStep: $0) } == [10, 10, 19, 27, 28, 28])
    configuration.smallestShare = 0.6
    #expect([0, 190, 999].map { configuration.graphSizes(atStep: $0) } == [8...10, 11...19, 16...28])
    configuration.startNodes = 0
    #expect(configuration.largestGraph(atStep: 0) == 28)
  }
}
