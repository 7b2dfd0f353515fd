// Every reader of files from elsewhere, given mutated inputs.

import Figures
import Foundation
import Inputs
import Randomness
import Reachability
import Records
import TestPrograms
import Testing
import Training
import Transformer

@Suite(.serialized) struct ReaderFuzzTests {
  private let model = Parameters<Float>(
    initial: Configuration(vocabulary: 5, positions: 4, width: 4, layers: 1, heads: 2), seed: 1)

  private let tokens = [
    "\"F64\"", "\"F32\"", "\"BF16\"", "\"U8\"", "\"data_offsets\"", "\"shape\"", "[0,24]", "[24,28]", "\"a\"",
  ]

  private func check(_ data: Data) throws {
    let file = try Safetensors(data, from: "x")
    for (name, entry) in file.entries {
      let values = try file.values(name, as: Float.self)
      guard values.count == entry.count, 2 * values.count <= data.count else {
        throw Accepted(what: "\(name): \(values.count) numbers")
      }
    }
  }

  /// `jsonMistake` must find a mistake in every text that Foundation refuses and in no other. Two exceptions:
  /// Foundation accepts a comma before a closing bracket, and refuses numbers too large for Double.
  @Test func textThatIsNotJSON() throws {
    let text = #"""
      {"a": [1, -2.5e+3, 0, true, false, null, 1E2], "b\u00e9\n\ud83d\ude00 ü": {"c": "x", "d": [], "e": {}},
       "f": "\\\"\/"}
      """#
    let tokens = ["\\u", "\\ud800", "01", "1.", "-", "\u{FEFF}", "//", "[1,]", "\"a\":", "tru"]
    try fuzz("JSON", source: "x", seeds: [Data(text.utf8)], mutator: Mutator(tokens: tokens)) { data in
      var refusal: (any Error)?
      do { _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) } catch {
        refusal = error
      }
      guard let mistake = jsonMistake(in: data) else {
        guard let refusal else { return }
        guard "\(refusal)".contains("representable") else { throw Accepted(what: "what Foundation refuses") }
        throw InputError(in: "x", expected: "a number", found: "a larger one", next: "")
      }
      let before = data.prefix(mistake.offset).last { !" \t\r\n".utf8.contains($0) }
      let rest = data.dropFirst(mistake.offset)
      guard refusal != nil || before == UInt8(ascii: ",") && "]}".utf8.contains(rest.first ?? 0) else {
        throw Accepted(what: "a mistake in what Foundation reads: \(mistake)")
      }
      guard (0...data.count).contains(mistake.offset) else {
        throw Accepted(what: "a place outside the text")
      }
      throw InputError(in: "x", expected: mistake.expected, found: mistake.found, next: mistake.next ?? "")
    }
  }

  @Test func safetensors() throws {
    try fuzz(
      "safetensors", source: "x", seeds: [ModelFolder.encode(model)], mutator: Mutator(tokens: tokens),
      read: check)
  }

  /// Mutates only the header and keeps its length right, so that every edit reaches the checks behind it.
  @Test func safetensorsHeader() throws {
    let whole = try Safetensors.encode(
      [(name: "a", shape: [2, 3], values: [1, 2, 3, 4, 5, 6]), (name: "b", shape: [], values: [7])],
      metadata: ["format": "pt"])
    try fuzz(
      "safetensors header", source: "x", seeds: [whole.dropFirst(8).dropLast(28)],
      mutator: Mutator(tokens: tokens)
    ) { header in
      try check(
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + whole.suffix(28))
    }
  }

  @Test func modelFolder() throws {
    let file = try InputFile("config.json")
    try ModelFolder.encode(model).write(to: URL(fileURLWithPath: file.folder + "/model.safetensors"))
    let mutator = Mutator(tokens: ["\"gpt2\"", "\"n_embd\"", "16384", "64", "1000000", "65536", "4", "2"])
    try fuzz(
      "config.json with weights", source: file.folder, seeds: [model.configuration.json()], mutator: mutator
    ) {
      try file.put($0)
      let read = try ModelFolder.read(file.folder)
      guard read.values.count == model.values.count else { throw Accepted(what: "another shape") }
    }
  }

  /// A model in two shards, and a third shard outside its folder that no index may reach. The outside shard
  /// has other numbers but the first shard's one tensor, so one edited name would suffice to reach it.
  @Test func shardIndex() throws {
    let file = try InputFile("model.safetensors.index.json")
    let outside = file.folder + "-outside.safetensors"
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try model.configuration.json().write(to: URL(fileURLWithPath: file.folder + "/config.json"))
    let parts = [model.layout.tensors.prefix(1), model.layout.tensors.dropFirst()]
    func write(_ tensors: ArraySlice<Tensor>, _ values: [Float], to path: String) throws {
      try Safetensors.encode(tensors.map { ($0.name, $0.shape, values[$0.range]) })
        .write(to: URL(fileURLWithPath: path))
    }
    try write(parts[0], model.values.map { $0 + 1 }, to: outside)
    var shards: [String: String] = [:]
    for (name, tensors) in zip(["a.safetensors", "b.safetensors"], parts) {
      try write(tensors, model.values, to: file.folder + "/" + name)
      for tensor in tensors { shards[tensor.name] = name }
    }
    let mutator = Mutator(tokens: [
      "\"weight_map\"", "\"a.safetensors\"", "\"b.safetensors\"", "\"lm_head.weight\"", "\"..\"",
      "\"/dev/zero\"", "\"\(outside)\"", "\"../\(outside.split(separator: "/").last ?? "")\"",
    ])
    let index = try JSONEncoder().encode(["weight_map": shards])
    try fuzz("shard index", source: file.folder, seeds: [index], mutator: mutator) {
      try file.put($0)
      guard try ModelFolder.read(file.folder).values == model.values else {
        throw Accepted(what: "another model")
      }
    }
  }

  @Test func configuration() throws {
    var published = ConfigurationReader()
    try published.read(yaml: "train_path: a.json", from: "x")
    let plain = try published.finish().yaml
    let short =
      "name: a\nlr: !!float \"1e-4\"\nstage_steps: [1, 2]\nbfs-paper-loss: True\ntrain_path: None\nbf16: False\n"
    let tokens = [
      "!!float", "!!int", "&a", "*a", "- ", "? ", "|", ">", "---", "...", "%YAML 1.1", "<<:", "bf16", "True",
    ]
    try fuzz(
      "configuration", source: "x", seeds: [Data(plain.utf8), Data(short.utf8)],
      mutator: Mutator(tokens: tokens)
    ) { data in
      guard let text = String(data: data, encoding: .utf8) else {
        throw InputError(in: "x", expected: "UTF-8", found: "other bytes", next: "")
      }
      var reader = ConfigurationReader()
      try reader.read(yaml: text, from: "x")
      reader.configuration.trainPath = "a.json"
      // A file that this text names is another reader's.
      try reader.set("model_id=None")
      let read = try reader.finish(from: "x")
      // What the reader accepted must read back as itself.
      var again = ConfigurationReader()
      try again.read(yaml: read.yaml, from: "again")
      guard try again.finish() == read else {
        throw Accepted(what: "a configuration that does not read back")
      }
    }
  }

  @Test func checkpointState() throws {
    let text = """
      {"configuration":{"lr":"0.001","seed":"0"},"epoch":4,"files":{"config.json":"00","model.safetensors":"11",\
      "optimizer.safetensors":"22"},"format":1,"metrics":{"evaluations":[{"correct":3,"correctWithoutThoughts":1,\
      "count":12,"epoch":4,"frontierScore":[1.5,null],"frontierShare":[0.5,0.25],"loss":1.25,"otherScore":[0.5,null],\
      "stage":1,"step":20,"time":1.5}],"training":[{"epoch":4,"gradientNorm":1,"learningRate":0.001,"loss":2,"stage":1,\
      "step":20,"time":1}]},"samples":"ab","seconds":1.5,"step":20,"window":{"accepted":0,"answered":0,"answers":0,\
      "loss":0,"predicted":0,"reads":0,"samples":0,"tokens":0}}
      """
    let file = try InputFile("state.json")
    let mutator = Mutator(tokens: [
      "\"../../x\"", "\"step\"", "\"files\"", "\"/etc/passwd\"", "1099511627776",
    ])
    try fuzz("state.json", source: file.path, seeds: [Data(text.utf8)], mutator: mutator) {
      try file.put($0)
      let state = try Checkpoint.readState(file.folder)
      guard state.files.keys.allSatisfy({ !$0.contains("/") }), state.step >= 0 else {
        throw Accepted(what: "files outside the folder")
      }
    }
  }

  @Test(arguments: Neighbours.allCases) func problems(neighbours: Neighbours) throws {
    let problem = makeProblem(
      [(0, 1), (1, 2), (2, 3), (0, 2), (4, 5), (5, 6), (4, 7)], target: 3, other: 6)
    let file = try InputFile("problems.json")
    let tokens = [
      "[0,31]", "[3,0]", "[7,7]", "30", "31", "\"neighbor_k\"", "\"edges\"", "\"root\"", "{\"1\":[1]}",
    ]
    try fuzz(
      "problems with \(neighbours.rawValue) hop sets", source: file.path,
      seeds: [ProblemFile.data([problem, problem], neighbours: neighbours)],
      mutator: Mutator(tokens: tokens)
    ) {
      try file.put($0)
      for problem in try ProblemFile.read(file.path) {
        let nodes = 0..<min(problem.graph.nodeCount, 31)
        guard problem.graph.edges.allSatisfy({ nodes.contains($0.source) && nodes.contains($0.target) }),
          problem.distance[problem.target] != nil, problem.distance[problem.negativeTarget] == nil
        else { throw Accepted(what: "ids out of range or a wrong target") }
      }
    }
  }

  @Test func runRecord() throws {
    let text = """
      {"configuration":{"lr":"0.001"},"isComplete":true,"loss":"coconut","metrics":{"evaluations":[{"correct":3,\
      "correctWithoutThoughts":1,"count":12,"epoch":4,"frontierScore":[1.5,null],"frontierShare":[0.5,0.25],\
      "loss":1.25,"otherScore":[0.5,null],"stage":1,"step":20,"time":1.5}],"training":[]},"parts":[{"command":"a b",\
      "commit":"c","fromStep":0,"machine":{"blas":"x","cores":2,"processor":"p","system":"s"},"ranks":1,"seconds":2,\
      "started":"2025-01-01","threads":1,"toStep":20}],"samples":"ab","seconds":1.5,"seed":0}
      """
    let file = try InputFile("run.json")
    try fuzz(
      "run.json", source: file.path, seeds: [Data(text.utf8)],
      mutator: Mutator(tokens: ["\"parts\"", "\"metrics\"", "[null]", "20"])
    ) {
      try file.put($0)
      let record = try RunRecord.read(runFolder: file.folder)
      _ = (record.stepsPerEpoch, record.metrics.evaluations.map(\.logitDifference))
    }
  }

  /// A changed record differs from what the generator makes, so only the unchanged record may pass.
  @Test func manifest() throws {
    let set = ProblemSet.generate(.test, count: 1, seed: 1, command: "./build.sh 01").set
    let file = try InputFile("manifest.json")
    let text = try JSONEncoder().encode([set])
    try fuzz(
      "manifest.json", source: file.folder, seeds: [text],
      mutator: Mutator(tokens: ["\"problems\"", "\"../../x\"", "\"train\"", "\"bfs\"", "\"sha256\""])
    ) {
      try file.put($0)
      for read in try ProblemSets.verify(manifest: file.path, folder: file.folder) {
        guard read.sha256 == set.sha256 else { throw Accepted(what: "another set") }
      }
    }
  }

  @Test func rawData() throws {
    let text = """
      {"all_results":{"10":{"0":{"mean_frontier_attention":1.5,"mean_other_attention":0.5,"processed_count":200},\
      "1":{"mean_frontier_attention":0,"mean_other_attention":0,"processed_count":0}}},"epochs_analyzed":[10],\
      "steps":[0,1],"checkpoint_dir":"runs/a","test_file":"t.json","max_samples":200,"analysis_metadata":\
      {"total_epochs":1,"total_steps":2,"generated_by":"x"}}
      """
    let file = try InputFile("raw.json")
    let mutator = Mutator(tokens: ["\"10\"", "\"steps\"", "\"processed_count\"", "200", "10"])
    var accepted = 0
    try fuzz("raw data", source: file.path, seeds: [Data(text.utf8)], mutator: mutator) {
      try file.put($0)
      let data = try AttentionRawData.read(file.path)
      // Accepted data must also draw; only every fiftieth is drawn, because drawing takes 100 times as long.
      accepted += 1
      if accepted % 50 == 1 { _ = try attentionEvolution(data).render(as: .pdf) }
      for epoch in data.epochsAnalyzed {
        for c in data.steps {
          guard let result = data.result(epoch: epoch, c: c) else { continue }
          guard (result.meanFrontierAttention - result.meanOtherAttention).isFinite, result.processedCount > 0
          else { throw Accepted(what: "a result of no problems") }
        }
      }
    }
  }
}
