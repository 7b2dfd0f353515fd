// Times training steps against this machine's own matrix product and prints the results; it asserts nothing.
// scripts/bench.sh runs it with the combinations shown in the README.

import ArgumentParser
import Chapter
import Coconut
import Foundation
import Inputs
import Randomness
import Reachability
import Records
import Training
import Transformer

/// What to time.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times training steps against this machine's sgemm rate.")

  @Option(help: "Width of the model (2 layers; heads of 32 up to width 128, 8 heads above).")
  var width = 256
  @Option(parsing: .upToNextOption, help: "Stages: thoughts before the supervised read.")
  var stages = [0, 2, 4]
  @Option(help: "Worker threads of each process.")
  var threads = 1
  @Option(help: "Problems in a step, over all ranks.")
  var batch = 64
  @Option(help: "Steps timed at each stage; the lower quartile is shown.")
  var steps = 12

  @Flag(help: "Also time the same step in PyTorch, in turns, where python3 has torch.")
  var peer = false

  @Option(help: ArgumentHelp("Add the rows to this file too.", valueName: "benchmark.json"))
  var json: String?

  func run() throws { try World.run(measure) }

  private func measure(_ world: World) throws {
    let shape = Configuration(width: width, heads: max(width / 32, 1) < 8 ? max(width / 32, 1) : 8)
    let shards = max(4, world.size * threads)
    let engine = Engine(Parameters(initial: shape, seed: 1), shards: shards, threads: threads, world: world)
    let product = Product(rows: 1856, width: width)
    let problems = (0..<batch).map { index in
      var random = RandomStream(4, UInt64(index))
      return Generator().problem(&random)
    }
    say(
      world,
      "\(instructionSet), \(blasCoreName()): \(world.size) rank(s) of \(threads) thread(s)")
    var rows: [[String]] = []
    var record = BenchmarkRecord(command: "./build.sh bench", commit: currentCommit(), machine: .here())
    if let json, FileManager.default.fileExists(atPath: json) {
      record = try readJSON(BenchmarkRecord.self, from: json)
    }
    let batches = stages.map { samples(problems, stage: $0) }
    let rival =
      peer && world.size == 1
      ? try Peer(shape, Dictionary(uniqueKeysWithValues: zip(stages, batches)), threads: threads) : nil
    if let rival { print("peer: \(rival.name)") }
    for (stage, samples) in zip(stages, batches) {
      // The step, the product and the peer take turns, so that a busy moment of the machine strikes all alike.
      var (rivals, products): ([Double], [Double]) = ([], [])
      let times = (0..<steps).map { step in
        if let rival, let time = rival.step(stage: stage) { rivals.append(time) }
        products += (0..<3).map { _ in product.milliseconds() }
        let start = ContinuousClock.now
        _ = engine.gradient(batch: batch) { (samples[$0], nil) }
        engine.update(
          AdamWStep(
            learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, step: step + 1),
          scale: 1)
        return (ContinuousClock.now - start) / .milliseconds(1)
      }
      let milliseconds = lowerQuartile(times)
      let rate = product.flops / lowerQuartile(products)
      let tokens = samples.reduce(0) { $0 + $1.sequence.prompt.count }
      let flops = 6 * 9.5 * Double(width * width) * Double(tokens)
      let rivalMilliseconds = rivals.isEmpty ? nil : lowerQuartile(rivals)
      let share = flops / milliseconds / (rate * Double(threads * world.size))
      rows.append([
        "\(width)", "\(stage)", "\(world.size) × \(threads)", "\(batch)", "\(tokens / batch)",
        number(milliseconds, 1),
        number(milliseconds / Double(batch), 2), number(share, 2), number(rate / 1e6, 1),
        rivalMilliseconds.map { number($0 / milliseconds, 2) } ?? "–",
        published(stage).map { "\($0)" } ?? "–",
        "\(peakMemory() / 1_048_576)",
      ])
      record.rows.append(
        BenchmarkRecord.Row(
          instructions: instructionSet, blas: blasCoreName(), width: width, stage: stage, ranks: world.size,
          threads: threads, batch: batch,
          tokens: tokens / batch, milliseconds: milliseconds, share: share,
          peakMiB: peakMemory() / 1_048_576, peerMilliseconds: rivalMilliseconds,
          publishedMilliseconds: published(stage)))
    }
    guard world.isFirst else { return }
    if let json { try writeJSON(record, to: json) }
    let header = [
      "width", "stage", "ranks × threads", "batch", "tokens", "ms a step", "ms a problem", "share of sgemm",
      "sgemm, Gflop/s a core",
      "times the peer",
      "published code, ms", "peak MiB",
    ]
    for line in Terminal.lines(header, rows) { print(line) }
  }

  /// The problems as samples of one stage.
  private func samples(_ problems: [Problem], stage: Int) -> [Sample] {
    problems.enumerated().map { index, problem in
      var options = SampleOptions()
      options.uniformProbability = 0
      var random = RandomStream(5, UInt64(index))
      return options.sample(problem, stage: stage, using: &random)
    }
  }

  /// Milliseconds per problem of the published PyTorch code: batch 32, one thread, about 95 Gflop/s a core.
  private func published(_ stage: Int) -> Int? {
    let measured = [768: [0: 233, 2: 624, 4: 949], 256: [0: 33, 2: 118, 4: 243]]
    return measured[width]?[stage]
  }

  private func say(_ world: World, _ line: String) { if world.isFirst { print(line) } }

  /// The largest resident size of this process so far, in bytes.
  private func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
  }
}

/// The product in a feed-forward layer, (rows, width) × (width, 4·width), on one core: what a step is measured against.
private final class Product {
  private let (a, b, c): (Matrix, Matrix, Matrix)
  private let floats: UnsafeMutablePointer<Float>
  /// Floating-point operations in one product.
  let flops: Double

  init(rows m: Int, width k: Int) {
    let n = 4 * k
    let count = m * k + k * n + m * n
    flops = 2 * Double(m * n * k)
    floats = .allocate(capacity: count)
    floats.initialize(repeating: 0.5, count: count)
    (a, b, c) = (Matrix(floats, m, k), Matrix(floats + m * k, k, n), Matrix(floats + m * k + k * n, m, n))
  }

  deinit { floats.deallocate() }

  /// Makes the product once.
  func milliseconds() -> Double {
    let start = ContinuousClock.now
    multiply(a, b, into: c)
    return (ContinuousClock.now - start) / .milliseconds(1)
  }
}

/// The value below which a quarter of `times` lie: what a machine takes that is not disturbed.
private func lowerQuartile(_ times: [Double]) -> Double { times.sorted()[times.count / 4] }

Bench.main()
