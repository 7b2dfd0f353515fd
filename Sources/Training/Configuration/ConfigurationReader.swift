// YAML files and `--set key=value` into a TrainingConfiguration, with every mistake named. The published files are
// read unchanged; what of them has another name or no effect here is said in `notes`.

import Coconut
import Foundation
import Inputs
import Reachability
import Transformer
import Yams

/// Builds a configuration: the paper's values, then files, then single settings, each over what was there before.
///
/// `model_id` names a file with a model's shape. Where a YAML file has this key, the shape takes the place of the keys of
/// the group `model` in that file, whatever their order; settings that are made later go over it.
public struct ConfigurationReader: Sendable {
  /// What was read so far; `finish(from:)` checks and returns it.
  public var configuration = TrainingConfiguration()
  /// One line for each key of a published file that has another name or no effect here.
  public private(set) var notes: [String] = []

  /// The file of `model_id`, and the keys of the model that were set after it.
  private var modelFile: String?
  private var setAfterModelFile: [ConfigurationKey] = []

  /// Problems per optimizer step of the published code: batch per process, processes, accumulated batches.
  private var publishedBatch: Int?
  private var publishedAccumulation = 1

  /// Largest file that is read, in bytes.
  public static let sizeLimit = 65_536
  /// Most files that may name each other as `base`, one after the other.
  private static let mostBases = 8

  /// A reader that holds the paper's configuration.
  public init() {}

  /// Reads a YAML file over what was read before. Throws `InputError` when it cannot be read, is longer than
  /// `sizeLimit`, is no UTF-8, or as `read(yaml:from:)` does.
  public mutating func read(file: String) throws { try read(file: file, under: []) }

  /// `heirs` are the files that name this one as their base, directly or through others.
  private mutating func read(file: String, under heirs: [String]) throws {
    let data = try readFile(file, atMost: ConfigurationReader.sizeLimit)
    guard let text = String(data: data, encoding: .utf8) else {
      throw InputError(
        in: file, expected: "UTF-8 text", found: shown(String(decoding: data, as: UTF8.self)),
        next: "save it as UTF-8")
    }
    try read(yaml: text, from: file, under: heirs)
  }

  /// Reads YAML text over what was read before; `source` names it in errors. The key `base` names a file that is read
  /// first, by its path from the folder of `source`. Throws `InputError` for text that is no YAML mapping or has
  /// anchors, for keys that are unknown or come twice, for values that are not what their key expects, and for bases
  /// that cannot be read or never end.
  public mutating func read(yaml text: String, from source: String) throws {
    try read(yaml: text, from: source, under: [])
  }

  private mutating func read(yaml text: String, from source: String, under heirs: [String]) throws {
    guard let root = try compose(text, from: source) else { return }
    guard let mapping = root.mapping else {
      throw InputError(
        in: source, expected: "lines of the form key: value", found: shown(root),
        next: "see --print-config")
    }
    for (key, value) in mapping where key.scalar?.string == baseKey {
      try read(base: value, of: heirs + [source], at: place(key, baseKey))
    }
    // The order of keys in a file means nothing: a base comes first, and `model_id` last, over all keys beside it.
    let isModelFile = { (key: Node) in key.scalar?.string == PublishedKey.modelFileName }
    let own = mapping.filter { $0.key.scalar?.string != baseKey }
    for (key, value) in own.filter({ !isModelFile($0.key) }) + own.filter({ isModelFile($0.key) }) {
      guard let name = key.scalar?.string else {
        throw InputError(
          in: source, at: place(key, ""), expected: "the name of a key", found: shown(key),
          next: "see --print-config")
      }
      try set(name, to: value, from: source, at: place(key, name))
    }
  }

  /// Reads the file that `value` names, for the last of `heirs`.
  private mutating func read(base value: Node, of heirs: [String], at place: String) throws {
    let source = heirs.last ?? ""
    guard let name = String(yaml: value), !name.isEmpty else {
      throw mistyped(
        value, expected: "the path of a YAML file from this one's folder", from: source, at: place)
    }
    guard heirs.count <= ConfigurationReader.mostBases else {
      throw InputError(
        in: source, at: place,
        expected: "at most \(ConfigurationReader.mostBases) bases, and no file that is its own",
        found: shown(name), next: "write the values out in one of the files")
    }
    try read(file: name.hasPrefix("/") ? name : parentFolder(of: source) + "/" + name, under: heirs)
  }

  /// Applies one `key=value`, as given to `--set`. Throws `InputError` as `read(yaml:from:)` does.
  public mutating func set(_ setting: String) throws {
    guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
      throw InputError(
        in: "--set", expected: "key=value", found: shown(setting), next: "write --set lr=1e-3, for example")
    }
    let name = String(setting[..<equals])
    let text = String(setting[setting.index(after: equals)...])
    let value = try compose(text, from: "--set \(name)") ?? Node("")
    try set(name, to: value, from: "--set", at: name)
  }

  /// The configuration, checked as a whole. `source` names it in errors. Throws `InputError` for values that exclude
  /// each other: heads and width, batch and shards, sizes of graphs, path lengths, steps in the wrong order; and for a
  /// file of `model_id` that is no GPT-2 or has another vocabulary.
  public func finish(from source: String = "configuration") throws -> TrainingConfiguration {
    var result = configuration
    if let modelFile {
      result.model = try Transformer.Configuration.read(modelFile)
      try result.model.checkVocabulary(model: modelFile)
      for key in setAfterModelFile { key.copy(configuration, &result) }
    }
    if let publishedBatch { result.batchSize = publishedBatch * 2 * publishedAccumulation }
    func require(_ condition: Bool, _ key: String, _ expected: String, _ found: String) throws {
      if !condition {
        throw InputError(
          in: source, at: key, expected: expected, found: found, next: "change one of them, or --set \(key)=…"
        )
      }
    }
    try require(
      (1...1_000_000).contains(result.batchSize), "batch_size_training",
      "a batch of 1…1000000 problems in all",
      "\(result.batchSize)")
    let (width, heads) = (result.model.width, result.model.heads)
    try require(width % heads == 0, "width", "a multiple of heads (\(heads))", "\(width)")
    try require(
      result.resume == 0 || result.onlyEvaluate, "resume",
      "0 in training (--resume goes on with a run's own checkpoint)", "\(result.resume)")
    try require(
      result.batchSize >= result.shards, "batch_size", "at least one problem a shard (\(result.shards))",
      "\(result.batchSize)")
    try require(
      result.rateDecay == .none || result.rateDecayToStep > result.rateDecayFromStep, "lr_decay_to_step",
      "a step after lr_decay_from_step (\(result.rateDecayFromStep))", "\(result.rateDecayToStep)")
    try require(
      result.learnedShare == 0 || !result.stageSteps.isEmpty && result.evaluateEvery > 0, "learned_share",
      "0 without stage_steps, the most steps of each stage, and evaluations (eval_every)",
      result.learnedShare.yaml)
    if result.problems == .file {
      try require(
        result.onlyEvaluate || result.trainPath != nil, "train_path", "a file for problems: file", "None")
    } else {
      try require(
        result.startNodes == 0
          || result.minNodes <= result.startNodes && result.startNodes <= result.maxNodes,
        "start_nodes",
        "0 or a number in min_nodes…max_nodes (\(result.minNodes)…\(result.maxNodes))", "\(result.startNodes)"
      )
      try require(
        result.growFromStep <= result.growToStep, "grow_to_step",
        "at least grow_from_step (\(result.growFromStep))", "\(result.growToStep)")
      try require(result.stepsPerEpoch > 0, "steps_per_epoch", "at least 1 for problems: stream", "0")
    }
    if result.problems == .stream || result.validationPath == nil {
      try require(
        result.minNodes <= result.maxNodes, "max_nodes", "at least min_nodes (\(result.minNodes))",
        "\(result.maxNodes)")
      try require(
        result.minHops <= result.maxHops, "max_hops", "at least min_hops (\(result.minHops))",
        "\(result.maxHops)")
      try require(
        result.maxHops < result.minNodes, "max_hops", "fewer than min_nodes (\(result.minNodes))",
        "\(result.maxHops)")
    }
    return result
  }

  // MARK: - One key

  private mutating func set(_ name: String, to value: Node, from source: String, at place: String) throws {
    if let published = PublishedKey.all[name] {
      return try apply(published, name, value, from: source, at: place)
    }
    if name == baseKey {
      throw InputError(
        in: source, at: place, expected: "a key that sets one value", found: shown(name),
        next: "name the base in a file and give that to --config")
    }
    guard let key = ConfigurationKey.all.first(where: { $0.name == name }) else {
      let known = ConfigurationKey.all.map(\.name) + PublishedKey.all.keys.sorted()
      // What shares less than half of its letters was hardly meant.
      let near = known.filter { editDistance(name, $0) <= name.count / 2 }
      let nearest = near.min { editDistance(name, $0) < editDistance(name, $1) }
      throw InputError(
        in: source, at: place, expected: "a known key", found: shown(name),
        next: (nearest.map { "did you mean \($0)? " } ?? "") + "--print-config lists all")
    }
    guard key.read(value, &configuration) else {
      throw mistyped(value, expected: key.expected, from: source, at: place)
    }
    if name == "batch_size" { publishedBatch = nil }
    if key.group == .model { setAfterModelFile.append(key) }
  }

  private mutating func apply(
    _ published: PublishedKey, _ name: String, _ value: Node, from source: String, at place: String
  ) throws {
    func note(_ text: String) -> String { "\(name): \(value.scalar?.string ?? "…") \(text)" }
    func number() throws -> Int {
      guard let number = Int(yaml: value), (1...100_000).contains(number) else {
        throw mistyped(value, expected: "a whole number in 1…100000", from: source, at: place)
      }
      return number
    }
    switch published {
    case .withoutEffect(let why):
      guard value.scalar != nil else {
        throw mistyped(value, expected: "a single value", from: source, at: place)
      }
      notes.append(note("has no effect here: \(why)"))
    case .onlyFalse(let why):
      guard Bool(yaml: value) == false else {
        throw mistyped(value, expected: "False (\(why))", from: source, at: place)
      }
      notes.append(note("has no effect here: \(why)"))
    case .bfsLoss:
      guard let isOn = Bool(yaml: value) else {
        throw mistyped(value, expected: Bool.expected, from: source, at: place)
      }
      configuration.objective = isOn ? .bfs : .coconut
      notes.append(note("is objective: \(configuration.objective.rawValue)"))
    case .modelFile:
      guard let file = String?(yaml: value) else {
        throw mistyped(value, expected: String?.expected, from: source, at: place)
      }
      modelFile = file
      setAfterModelFile = []
      notes.removeAll { $0.hasPrefix(name + ":") }
      if file != nil { notes.append(note("gives the model's shape and dropout, which --print-config shows")) }
    case .batchPerProcess:
      publishedBatch = try number()
      notes.append(note("on each of the published two processes; batch_size here counts all of them"))
    case .accumulation:
      publishedAccumulation = try number()
      notes.append(note("multiplies batch_size here"))
    }
  }

  private func mistyped(_ value: Node, expected: String, from source: String, at place: String) -> InputError
  {
    InputError(in: source, at: place, expected: expected, found: shown(value), next: "correct the value")
  }

  private func place(_ key: Node, _ name: String) -> String {
    key.mark.map { "line \($0.line), \(name)" } ?? name
  }

  private func compose(_ text: String, from source: String) throws -> Node? {
    // Aliases let a small file stand for a huge one, and no configuration needs them.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if let line = lines.firstIndex(where: usesAnchors) {
      throw InputError(
        in: source, at: "line \(line + 1)", expected: "no YAML anchors and aliases (& and *)",
        found: shown(String(lines[line])),
        next: "write the value out, or quote it")
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw InputError(
        in: source, expected: "YAML, each key once", found: brief(error), next: "correct the file")
    }
  }

  private func usesAnchors(_ line: Substring) -> Bool {
    var before: Character = " "
    for character in line {
      if character == "#" && before.isWhitespace { return false }
      if (character == "&" || character == "*") && (before.isWhitespace || "[{,:?-".contains(before)) {
        return true
      }
      before = character
    }
    return false
  }

  private func brief(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(problem) in line \(mark.line)"
    case .duplicatedKeysInMapping(let duplicates, _): "\(duplicates.joined(separator: ", ")) twice"
    case .reader(let problem, _, _, _): problem
    default: "\(error)"
    }
  }
}

/// The key that names a file to read first.
private let baseKey = "base"

/// What stands at a node, as an error shows it.
private func shown(_ node: Node) -> String {
  func flow(_ node: Node) -> String {
    switch node {
    case .sequence(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let pairs): "{" + pairs.map { flow($0) + ": " + flow($1) }.joined(separator: ", ") + "}"
    default: node.scalar?.string ?? ""
    }
  }
  return node.scalar.map { shown($0.string) } ?? InputError.printable(flow(node), atMost: 60)
}

/// Keys of the published files that are not keys here.
enum PublishedKey: Sendable {
  case withoutEffect(String)
  case onlyFalse(String)
  case bfsLoss, batchPerProcess, accumulation, modelFile

  static let modelFileName = "model_id"

  static let all: [String: PublishedKey] = [
    modelFileName: .modelFile,
    "project": .withoutEffect("runs are folders"),
    "c_thought": .withoutEffect("one thought a stage, as published"),
    "max_latent_stage": .withoutEffect("as published, a problem's path length bounds its stage"),
    "pad_latent_to_max": .withoutEffect("batches are ragged and never padded"),
    "reset_optimizer": .withoutEffect("as the published code runs, the optimizer is never reset"),
    "debug": .onlyFalse("use max_steps for a short run"),
    "save_only_improve": .onlyFalse("keep_last and keep_every bound what is kept"),
    "bf16": .onlyFalse("everything is computed in float"),
    "bfs-paper-loss": .bfsLoss,
    "batch_size_training": .batchPerProcess,
    "gradient_accumulation_steps": .accumulation,
  ]
}

/// Insertions, deletions and replacements that turn `a` into `b`.
private func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.unicodeScalars.prefix(64)), Array(b.unicodeScalars))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[b.count]
}
