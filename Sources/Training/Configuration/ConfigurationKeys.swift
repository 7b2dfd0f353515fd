// The one table of configuration keys: name, property, range, meaning. Parsing, printing, checking and `--set` follow
// from it; a new key is one property in TrainingConfiguration and one row here.

import Coconut
import Reachability
import Transformer
import Yams

/// A type a configuration value can have.
protocol ConfigurationValue: Sendable {
  /// The value a YAML node holds, nil if it holds none of this type. Types follow from the key, so `1e-4`,
  /// `!!float "1e-4"` and `"1e-4"` are the same number.
  init?(yaml: Node)
  /// The value in YAML.
  var yaml: String { get }
  /// What a value of this type is called in an error.
  static var expected: String { get }
}

/// One key of the configuration.
public struct ConfigurationKey: Sendable {
  /// What a key belongs to, in the order in which they are printed.
  public enum Group: String, Sendable, CaseIterable {
    /// Which loss is trained, on which reads, with what fed back.
    case objective
    /// The shape of the GPT-2 and its initial weights.
    case model
    /// Files of problems, or the sizes of generated ones.
    case problems
    /// Stages, epochs and steps.
    case curriculum
    /// AdamW, its learning rate and the batch.
    case optimizer
    /// Seed, folders, evaluations and checkpoints.
    case run
  }

  /// The name in YAML and in `--set`.
  public let name: String
  /// The group it is printed in.
  public let group: Group
  /// What it sets, in one line, for `--print-config`.
  public let meaning: String
  /// What is accepted, for errors and help.
  public let expected: String
  /// Whether another value makes another run: such a change is refused when a run is resumed.
  public let changesResult: Bool
  /// Whether it is a part of the model's shape, which a checkpoint states too.
  var isShape: Bool { group == .model && !["dropout", "initial_deviation"].contains(name) }
  /// Sets the property from YAML; false when the value is not what is expected.
  let read: @Sendable (Node, inout TrainingConfiguration) -> Bool
  /// Sets the property to what it is in the first configuration.
  let copy: @Sendable (TrainingConfiguration, inout TrainingConfiguration) -> Void
  /// The property in YAML.
  let text: @Sendable (TrainingConfiguration) -> String

  init<Value: ConfigurationValue>(
    _ name: String, _ group: Group, _ property: WritableKeyPath<TrainingConfiguration, Value> & Sendable,
    changesResult: Bool = true, expected: String? = nil,
    where isAllowed: @escaping @Sendable (Value) -> Bool = { _ in true }, _ meaning: String
  ) {
    self.name = name
    self.group = group
    self.meaning = meaning
    self.expected = expected ?? Value.expected
    self.changesResult = changesResult
    read = { node, configuration in
      guard let value = Value(yaml: node), isAllowed(value) else { return false }
      configuration[keyPath: property] = value
      return true
    }
    copy = { $1[keyPath: property] = $0[keyPath: property] }
    text = { $0[keyPath: property].yaml }
  }

  init<Value: ConfigurationValue & Comparable>(
    _ name: String, _ group: Group, _ property: WritableKeyPath<TrainingConfiguration, Value> & Sendable,
    _ range: ClosedRange<Value>, changesResult: Bool = true, _ meaning: String
  ) {
    self.init(
      name, group, property, changesResult: changesResult,
      expected: "\(Value.expected) in \(range.lowerBound.yaml)…\(range.upperBound.yaml)",
      where: { range.contains($0) }, meaning)
  }

  /// The keys of a run's own bookkeeping, which change nothing in what is computed.
  private static func runKey<Value: ConfigurationValue & Comparable>(
    _ name: String, _ property: WritableKeyPath<TrainingConfiguration, Value> & Sendable,
    _ range: ClosedRange<Value>, _ meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(name, .run, property, range, changesResult: false, meaning)
  }

  private static let large = 1_000_000_000

  /// Every key, group by group: names, ranges and meanings of all that a training run can be told.
  public static let all: [ConfigurationKey] = [
    ConfigurationKey(
      "objective", .objective, \.objective,
      "Loss: coconut (Eq. 6), bfs (Eq. 5), uniform (a drawn candidate), soft-coconut (Coconut's mean)."),
    ConfigurationKey(
      "candidate_set", .objective, \.candidateSet,
      "What bfs accepts and uniform draws from: reachable as published."),
    ConfigurationKey(
      "labels", .objective, \.labels, "Supervise the last hop (single, published) or every_hop."),
    ConfigurationKey("feedback", .objective, \.feedback, "What stands at thought positions; a control."),

    ConfigurationKey("layers", .model, \.model.layers, 1...64, "Decoder layers."),
    ConfigurationKey("heads", .model, \.model.heads, 1...256, "Attention heads a layer; divides width."),
    ConfigurationKey("width", .model, \.model.width, 1...16384, "Width of the residual stream."),
    ConfigurationKey("positions", .model, \.model.positions, 1...65536, "Position embeddings."),
    ConfigurationKey("tied", .model, \.model.tied, "Whether the output head is the token embedding."),
    ConfigurationKey(
      "dropout", .model, \.model.dropout, expected: DropoutRates.expected, where: \.isAllowed,
      "Embedding, attention and residual dropout: one rate, or [one, for, each]."),
    ConfigurationKey(
      "initial_deviation", .model, \.model.initialDeviation, 0...10, "Standard deviation of initial weights."),
    ConfigurationKey(
      "layer_norm_epsilon", .model, \.model.epsilon, expected: "a number between 0 and 1",
      where: { $0 > 0 && $0 < 1 }, "Layer norm's epsilon."),

    ConfigurationKey("problems", .problems, \.problems, "From train_path (file) or generated (stream)."),
    ConfigurationKey("train_path", .problems, \.trainPath, "Training problems, a JSON file."),
    ConfigurationKey("val_path", .problems, \.validationPath, "Problems to evaluate on, a JSON file."),
    ConfigurationKey("min_nodes", .problems, \.minNodes, 4...31, "Smallest generated graph."),
    ConfigurationKey("max_nodes", .problems, \.maxNodes, 4...31, "Largest generated graph."),
    ConfigurationKey(
      "start_nodes", .problems, \.startNodes, 0...31, "Largest graph until grow_from_step; 0: max_nodes."),
    ConfigurationKey(
      "grow_from_step", .problems, \.growFromStep, 0...large, "Step at which graphs begin to grow."),
    ConfigurationKey(
      "grow_to_step", .problems, \.growToStep, 0...large, "Step from which graphs reach max_nodes."),
    ConfigurationKey(
      "smallest_share", .problems, \.smallestShare, 0...1,
      "Smallest generated graph as a share of the largest at that step, but at least min_nodes."),
    ConfigurationKey("min_hops", .problems, \.minHops, 1...30, "Shortest path length of generated problems."),
    ConfigurationKey("max_hops", .problems, \.maxHops, 1...30, "Longest path length of generated problems."),
    ConfigurationKey("shuffle_nodes", .problems, \.shuffleNodes, "Permute node ids for every sample."),
    ConfigurationKey(
      "offset_from_step", .problems, \.offsetFromStep, 0...large,
      "From this step on, every second prompt starts at a random position: small graphs train all of them."),
    ConfigurationKey(
      "offset_until_step", .problems, \.offsetUntilStep, 0...large,
      "From this step on, all prompts start at position 0 again."),

    ConfigurationKey(
      "first_stage_epochs", .curriculum, \.firstStageEpochs, 0...large,
      "Stage 0 lasts this and one epochs_per_stage more, as published."),
    ConfigurationKey(
      "epochs_per_stage", .curriculum, \.epochsPerStage, 1...large, "Epochs of each later stage."),
    ConfigurationKey(
      "stage_steps", .curriculum, \.stageSteps, expected: "a list of whole numbers from 1",
      where: { $0.count <= 64 && $0.allSatisfy { (1...large).contains($0) } },
      "Steps of stage 0, 1, … instead of epochs; the answer stage afterwards."),
    ConfigurationKey(
      "uniform_prob", .curriculum, \.uniformProbability, 0...1,
      "Chance of a stage drawn uniformly up to the current."),
    ConfigurationKey(
      "num_epochs", .curriculum, \.numberOfEpochs, 0...large, changesResult: false, "Epochs in all."),
    ConfigurationKey(
      "steps_per_epoch", .curriculum, \.stepsPerEpoch, 0...large,
      "Steps of an epoch; 0: one pass over train_path."),
    ConfigurationKey(
      "max_steps", .curriculum, \.maxSteps, 0...large, changesResult: false,
      "Stop after this step; 0: run all."),

    ConfigurationKey(
      "optimizer", .optimizer, \.optimizer, "What steps the layers' matrices: adamw (published) or muon."),
    ConfigurationKey("lr", .optimizer, \.learningRate, 0...10, "Learning rate of AdamW."),
    ConfigurationKey(
      "warmup_steps", .optimizer, \.warmupSteps, 0...large, "Steps of a linear rise from 0 to lr."),
    ConfigurationKey("lr_decay", .optimizer, \.rateDecay, "How lr falls to lr_final."),
    ConfigurationKey(
      "lr_decay_from_step", .optimizer, \.rateDecayFromStep, 0...large, "Step at which it begins to fall."),
    ConfigurationKey(
      "lr_decay_to_step", .optimizer, \.rateDecayToStep, 0...large, "Step from which it is lr_final."),
    ConfigurationKey("lr_final", .optimizer, \.finalLearningRate, 0...10, "Learning rate in the end."),
    ConfigurationKey(
      "muon_lr", .optimizer, \.muonLearningRate, 0...10, "Muon's learning rate; rises and falls as lr does."),
    ConfigurationKey(
      "muon_momentum", .optimizer, \.muonMomentum, 0...0.999_999, "Share of its momentum that Muon keeps."),
    ConfigurationKey(
      "weight_decay", .optimizer, \.weightDecay, 0...10, "Decoupled decay of every parameter."),
    ConfigurationKey("beta1", .optimizer, \.beta1, 0...0.999_999, "Decay of the first moment."),
    ConfigurationKey("beta2", .optimizer, \.beta2, 0...0.999_999_999, "Decay of the second moment."),
    ConfigurationKey("eps", .optimizer, \.epsilon, 1e-30...1, "AdamW's epsilon."),
    ConfigurationKey(
      "gradient_clip", .optimizer, \.gradientClip, 0...1e6, "Largest gradient norm; 0: no limit."),
    ConfigurationKey(
      "batch_size", .optimizer, \.batchSize, 1...1_000_000, "Problems a step, over all ranks."),
    ConfigurationKey(
      "shards", .optimizer, \.shards, 1...1024, "Parts of a batch, whatever the number of workers."),

    ConfigurationKey("seed", .run, \.seed, 0...UInt64.max, "Seed of every random stream."),
    ConfigurationKey("name", .run, \.name, changesResult: false, "Folder of the run inside save_path."),
    ConfigurationKey("save_path", .run, \.savePath, changesResult: false, "Folder of runs."),
    runKey("eval_every", \.evaluateEvery, 0...large, "Epochs between evaluations; 0: only at the end."),
    runKey(
      "eval_problems", \.evaluationProblems, 0...1_000_000, "Problems of an evaluation; 0: all of val_path."),
    runKey("checkpoint_every", \.checkpointEvery, 0...large, "Epochs between checkpoints; 0: only the last."),
    runKey(
      "checkpoint_every_steps", \.checkpointEverySteps, 0...large,
      "Steps between checkpoints; 0: none within an epoch."),
    runKey("keep_last", \.keepLast, 0...large, "Newest checkpoints to keep; 0: all."),
    runKey(
      "keep_every", \.keepEvery, 0...large, "Keep also every checkpoint whose epoch this divides; 0: none."),
    ConfigurationKey(
      "only_eval", .run, \.onlyEvaluate, changesResult: false, "Evaluate load_model_path, do not train."),
    ConfigurationKey(
      "load_model_path", .run, \.loadModelPath, "Checkpoint folder whose weights to start from."),
    ConfigurationKey(
      "resume", .run, \.resume, 0...large, "Epochs that load_model_path has had; only with only_eval."),
  ]
}

extension ConfigurationValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  init?(yaml: Node) {
    guard let text = yaml.scalar?.string else { return nil }
    self.init(rawValue: text)
  }
  var yaml: String { rawValue }
  static var expected: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
extension Objective: ConfigurationValue {}
extension CandidateSet: ConfigurationValue {}
extension Labels: ConfigurationValue {}
extension Feedback: ConfigurationValue {}
extension ProblemSource: ConfigurationValue {}
extension Optimizer: ConfigurationValue {}
extension RateDecay: ConfigurationValue {}

extension ConfigurationValue where Self: LosslessStringConvertible & FixedWidthInteger {
  init?(yaml: Node) {
    guard let text = yaml.scalar?.string else { return nil }
    self.init(text)
  }
  var yaml: String { description }
  static var expected: String { "a whole number" }
}
extension Int: ConfigurationValue {}
extension UInt64: ConfigurationValue {}

extension Double: ConfigurationValue {
  init?(yaml: Node) {
    guard let text = yaml.scalar?.string, let value = Double(text), value.isFinite else { return nil }
    self = value
  }
  var yaml: String { self == rounded() && abs(self) < 1e9 ? String(Int(self)) : description }
  static var expected: String { "a number" }
}

extension Bool: ConfigurationValue {
  init?(yaml: Node) {
    switch yaml.scalar?.string.lowercased() {
    case "true", "yes": self = true
    case "false", "no": self = false
    default: return nil
    }
  }
  var yaml: String { description }
  static var expected: String { "true or false" }
}

extension String: ConfigurationValue {
  init?(yaml: Node) {
    guard let text = yaml.scalar?.string,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return nil }
    self = text
  }
  var yaml: String { "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
  static var expected: String { "a line of text" }
}

/// The word `None`, `null`, `~` or nothing at all means none.
extension Optional: ConfigurationValue where Wrapped == String {
  init?(yaml: Node) {
    guard let text = String(yaml: yaml) else { return nil }
    self = ["", "~", "none", "null"].contains(text.lowercased()) ? .none : .some(text)
  }
  var yaml: String { self?.yaml ?? "None" }
  static var expected: String { "a path or None" }
}

extension Array: ConfigurationValue where Element: ConfigurationValue {
  init?(yaml: Node) {
    guard let nodes = yaml.sequence else { return nil }
    let items = nodes.compactMap(Element.init(yaml:))
    guard items.count == nodes.count else { return nil }
    self = items
  }
  var yaml: String { "[" + map(\.yaml).joined(separator: ", ") + "]" }
  static var expected: String { "a list, each \(Element.expected)" }
}

/// A model's rates of embedding, attention and residual dropout: in YAML one number where all three are equal, as in the
/// paper, and otherwise a list of three.
struct DropoutRates: ConfigurationValue {
  var embedding, attention, residual: Double

  var isAllowed: Bool { [embedding, attention, residual].allSatisfy { $0 >= 0 && $0 < 1 } }
  var yaml: String {
    let rates = [embedding, attention, residual]
    return Set(rates).count == 1 ? embedding.yaml : rates.yaml
  }
  static var expected: String { "a number in 0..<1, or a list of three" }
}

extension DropoutRates {
  init?(yaml: Node) {
    guard let rates = Double(yaml: yaml).map({ [$0, $0, $0] }) ?? [Double](yaml: yaml), rates.count == 3
    else {
      return nil
    }
    self.init(embedding: rates[0], attention: rates[1], residual: rates[2])
  }
}

extension Transformer.Configuration {
  /// The three rates as one value.
  var dropout: DropoutRates {
    get { DropoutRates(embedding: embeddingDropout, attention: attentionDropout, residual: residualDropout) }
    set {
      embeddingDropout = newValue.embedding
      attentionDropout = newValue.attention
      residualDropout = newValue.residual
    }
  }
}
