// One combination of files and settings, drawn from its number, and what becomes of it. Most of what is drawn is valid; a
// few values lie at or just past a limit. Problem files are drawn in Problems.swift.

import Coconut
import Foundation
import Inputs
import Randomness
import Reachability
import TestPrograms
import Training
import Transformer

/// What should not have been: an ending that is neither success nor a refusal in one line.
struct Wrong: Error { let what: String }

/// Files in a folder and settings that name them.
struct Combination {
  let folder: String
  var random: RandomStream
  /// The shape that the problems of this combination would fit.
  private var shape = Configuration()

  init(seed: UInt64, index: UInt64, folder: String) {
    self.folder = folder
    random = RandomStream(seed, 0xC0B1, index)
  }

  mutating func one<Value>(_ values: Value...) -> Value { values[random.below(values.count)] }
  mutating func happens(_ share: Double) -> Bool { random.uniform() < share }

  /// Draws the combination and runs it: `trained`, `resumed`, `evaluated` or `refused`. Throws for any other end.
  mutating func ending() throws -> String {
    do { return try run() } catch let error as InputError {
      let line = error.description
      guard line.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }), line.utf8.count < 4096
      else {
        throw Wrong(what: "not one line: \(line)")
      }
      return "refused \(line)"
    }
  }

  private mutating func run() throws -> String {
    try? FileManager.default.removeItem(atPath: folder)
    try makeFolder(folder)
    // The problems first: what they take decides which models fit.
    let (training, longest) = try writeProblems("train.json")
    let (heldOut, longestHeldOut) = try writeProblems("valid.json")
    let isStream = happens(0.2)
    let mostNodes = one(5, 6, 8)
    let generated = 6 * mostNodes + 12
    let needed = max(isStream ? generated : longest, longestHeldOut)
    shape = drawnShape(
      positions: max(1, needed + (happens(0.1) ? one(-3, -2, -1) : one(0, 0, 0, 1, 2, 40, 900))))

    if happens(0.2) { return try evaluate(heldOut) }
    var settings = [
      "problems=\(isStream ? "stream" : "file")", "train_path=\(training)",
      "val_path=\(happens(0.1) ? "None" : heldOut)", "min_nodes=\(one(4, 5))", "max_nodes=\(mostNodes)",
      "min_hops=1", "max_hops=\(one(1, 2, 3))", "eval_problems=\(one(0, 1, 3, 3, 3))", "num_epochs=1",
      "steps_per_epoch=2", "max_steps=2", "lr=1e-3", "batch_size=\(one(4, 5, 8, 8))",
      "shards=\(one(1, 1, 2, 4, 5))", "stage_steps=\(one("[]", "[1]", "[1, 1]", "[2]"))",
      "first_stage_epochs=\(one(0, 0, 100))", "epochs_per_stage=1", "uniform_prob=\(one(0, 0.1, 1))",
      "objective=\(one("coconut", "bfs"))", "candidate_set=\(one("reachable", "frontier", "successors"))",
      "labels=\(one("single", "every_hop"))", "shuffle_nodes=\(one(true, false))",
      "feedback=\(one("continuous", "continuous", "continuous", "pause", "discrete", "none"))",
      "offset_until_step=\(one(0, 1, 2))", "gradient_clip=\(one(0, 1))", "seed=\(random.below(1000))",
    ]
    settings += try modelSettings()
    if happens(0.3) { settings += try checkpointSettings() }
    if happens(0.25) { settings.append(settingNearALimit()) }
    let configuration = try read(settings)
    if configuration.onlyEvaluate {
      let problems = try configuration.validationProblems { _ in }
      let reader = Reader(try TrainingSession.initialParameters(configuration, warn: { _ in }), threads: 1)
      _ = reader.evaluate(problems, feedback: configuration.feedback)
      return "evaluated"
    }
    guard happens(0.3) else {
      try train(configuration)
      return "trained"
    }
    // One step, then something is changed, then the rest.
    try train(read(settings + ["max_steps=1"]))
    if happens(0.4) { try damageCheckpoint() }
    if happens(0.3) { settings += try modelSettings() }
    if happens(0.2) { settings.append(settingNearALimit()) }
    try train(read(settings), resume: true)
    return "resumed"
  }

  // MARK: - What is done with it

  /// Reads most of the settings from a YAML file and the others one by one, as a command line gives them.
  private mutating func read(_ settings: [String]) throws -> TrainingConfiguration {
    var reader = ConfigurationReader()
    var (lines, keys, single): (String, Set<String>, [String]) = ("", [], [])
    for setting in settings {
      let key = String(setting.prefix { $0 != "=" })
      if keys.insert(key).inserted && happens(0.7) {
        lines += "\(key): \(setting.dropFirst(key.count + 1))\n"
      } else {
        single.append(setting)
      }
    }
    let file = folder + "/config.yaml"
    try write(Data(lines.utf8), to: file, tokens: ["model_id", "positions", "None", "64"], damage: 0.02)
    try reader.read(file: file)
    for setting in single { try reader.set(setting) }
    let configuration = try reader.finish(from: file)
    var again = ConfigurationReader()
    try again.read(yaml: configuration.yaml, from: "printed")
    guard try again.finish() == configuration else {
      throw Wrong(what: "a configuration that does not read back")
    }
    return configuration
  }

  /// Trains to the last step and checks that the checkpoint has the configuration's model.
  private mutating func train(_ configuration: TrainingConfiguration, resume: Bool = false) throws {
    let problems = try configuration.trainingProblems { _ in }
    let heldOut = try configuration.validationProblems { _ in }
    let run = folder + "/run"
    let session = try TrainingSession.open(
      configuration, problems: problems, validation: heldOut,
      options: SessionOptions(out: run, resume: resume, threads: one(1, 2)))
    _ = try session.run()
    guard session.trainer.engine.step > 0 else { return }
    guard try ModelFolder.read(run + "/latest").configuration == configuration.model else {
      throw Wrong(what: "a checkpoint of another shape than the configuration's")
    }
  }

  /// What `evaluate` and the probes do with a checkpoint.
  private mutating func evaluate(_ file: String) throws -> String {
    let checkpoint = try writeCheckpoint()
    let thoughts: Int? = one(nil, nil, 0, 1, 2, 5)
    let problems = try ProblemFile.read(file)
    let reader = try Reader.read(
      checkpoint: checkpoint, reading: problems, from: file, thoughts: thoughts, threads: 1)
    if let thoughts {
      _ = reader.edgeScores(problems, most: thoughts)
    } else {
      _ = reader.evaluate(problems, feedback: one(.continuous, .pause, .discrete, .none))
    }
    return "evaluated"
  }

  // MARK: - What is drawn

  private mutating func drawnShape(positions: Int) -> Configuration {
    let heads = one(1, 2, 4)
    var shape = Configuration(
      positions: positions, width: heads * one(1, 2, 4, 8), layers: one(1, 1, 2, 3), heads: heads,
      tied: one(true, false), dropout: one(0, 0.1, 0.9), initialDeviation: one(0, 0.02, 0.5))
    if happens(0.2) { shape.attentionDropout = one(0, 0.3) }
    if happens(0.2) { shape.embeddingDropout = 0 }
    if happens(0.1) { shape.epsilon = one(1e-6, 1e-30, 0.5) }
    return shape
  }

  /// The shape with one of its numbers changed.
  private mutating func altered(_ shape: Configuration) -> Configuration {
    var shape = shape
    switch random.below(8) {
    case 0, 1: shape.positions = max(1, shape.positions + one(-64, -1, 1, 64))
    case 2, 3: shape.vocabulary = one(1, 20, 39, 41, 50)
    case 4: shape.layers += 1
    case 5: shape.width = one(3, 16, 64)
    case 6: shape.heads = one(1, 3, 7)
    default: shape.tied.toggle()
    }
    return shape
  }

  /// The shape in keys, in a model file, or in both, of which one may say something else.
  private mutating func modelSettings() throws -> [String] {
    let keys = happens(0.1) ? altered(shape) : shape
    let rates = [keys.embeddingDropout, keys.attentionDropout, keys.residualDropout]
    var settings = [
      "layers=\(keys.layers)", "heads=\(keys.heads)", "width=\(keys.width)", "positions=\(keys.positions)",
      "tied=\(keys.tied)", "dropout=\(rates)", "initial_deviation=\(keys.initialDeviation)",
      "layer_norm_epsilon=\(keys.epsilon)",
    ]
    guard happens(0.5) else { return settings }
    let file = folder + "/model.json"
    let inFile = happens(0.2) ? altered(shape) : shape
    try write(
      inFile.json(), to: file, tokens: ["\"n_positions\"", "\"vocab_size\"", "\"n_embd\"", "7", "40"],
      damage: 0.07)
    settings = settings.filter { _ in happens(0.1) }
    settings.insert("model_id=\(file)", at: one(0, settings.count))
    return settings
  }

  private mutating func writeCheckpoint() throws -> String {
    let path = folder + "/checkpoint"
    let model = happens(0.2) ? altered(shape) : shape
    let parameters = Parameters<Float>(initial: model, seed: random.next())
    try write(
      parameters.configuration.json(), to: path + "/" + ModelFolder.configurationFile,
      tokens: ["\"n_positions\"", "\"vocab_size\"", "40"], damage: 0.07)
    try write(
      happens(0.2) ? converted(parameters) : ModelFolder.encode(parameters),
      to: path + "/" + ModelFolder.weightsFile, tokens: ["\"F16\"", "\"F64\"", "\"I64\"", "[0,64]"],
      damage: 0.07)
    return path
  }

  /// The bytes of `model.safetensors` with weights as half, brain or double precision.
  private mutating func converted(_ parameters: Parameters<Float>) throws -> Data {
    let (type, size) = one(("F16", 2), ("BF16", 2), ("F64", 8))
    var (fields, body): ([String], Data) = ([], Data())
    for tensor in parameters.layout.tensors {
      let start = body.count
      for value in parameters.values[tensor.range] {
        let bits =
          switch type {
          case "F16": UInt64(Float16(value).bitPattern)
          case "BF16": UInt64(value.bitPattern >> 16)
          default: Double(value).bitPattern
          }
        withUnsafeBytes(of: bits.littleEndian) { body.append(contentsOf: $0.prefix(size)) }
      }
      fields.append(
        "\"\(tensor.name)\":{\"dtype\":\"\(type)\",\"shape\":\(tensor.shape),\"data_offsets\":[\(start),\(body.count)]}"
      )
    }
    let header = Data("{\(fields.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + body
  }

  private mutating func checkpointSettings() throws -> [String] {
    ["load_model_path=\(try writeCheckpoint())"] + (happens(0.4) ? ["only_eval=true"] : [])
  }

  /// Some key at its limits or just past them, as its description states them.
  private mutating func settingNearALimit() -> String {
    let key = ConfigurationKey.all[random.below(ConfigurationKey.all.count)]
    let words = key.expected.split { " ,".contains($0) }.map(String.init)
    let ends = (words.last ?? "").split(separator: "…").compactMap { Double($0) }
    guard ends.count == 2 else {
      let value = random.pick(words + ["true", "false", "[1, 2]", "0", "None", "x"]) ?? "x"
      return "\(key.name)=\(value)"
    }
    // Within their range, large values of these are right and take long.
    let isHeavy = ["batch_size", "width", "eval_problems", "max_steps"].contains(key.name)
    let value = isHeavy ? one(ends[0] - 1, ends[1] + 1) : one(ends[0], ends[1], ends[0] - 1, ends[1] + 1)
    return "\(key.name)=\(value == value.rounded() && abs(value) < 1e18 ? "\(Int(value))" : "\(value)")"
  }

  // MARK: - What is damaged

  /// Writes a file, in a share `damage` of all cases cut short or with a few edits.
  mutating func write(_ data: Data, to path: String, tokens: [String], damage: Double) throws {
    try writeAtomically(happens(damage) ? damaged(data, tokens) : data, to: path)
  }

  private mutating func damaged(_ data: Data, _ tokens: [String]) -> Data {
    happens(0.1)
      ? data.prefix(random.below(data.count + 1)) : Mutator(tokens: tokens).mutated(data, &random)
  }

  /// Damages one file of the run's newest checkpoint; half of the time `state.json` then vouches for it.
  private mutating func damageCheckpoint() throws {
    let checkpoint = folder + "/run/latest"
    let name = one("state.json", "config.json", "config.json", "model.safetensors", "optimizer.safetensors")
    let path = checkpoint + "/" + name
    guard let data = FileManager.default.contents(atPath: path) else { return }
    let new = damaged(data, ["\"n_positions\"", "\"n_head\"", "\"step\"", "2", "64"])
    try writeAtomically(new, to: path)
    let state = checkpoint + "/state.json"
    guard happens(0.5), name != "state.json", let text = try? String(contentsOfFile: state, encoding: .utf8)
    else {
      return
    }
    let vouched = text.replacing(SHA256.digest(of: data), with: SHA256.digest(of: new))
    try writeAtomically(Data(vouched.utf8), to: state)
  }
}
