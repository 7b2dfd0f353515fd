// One training step on this process's threads and on all ranks: shards to gradients, gradients to one sum in a fixed
// binary tree, AdamW. Where samples come from and what happens between steps is not its business.

import Dispatch
import Synchronization
import Transformer

/// Buffers that threads share; each thread touches its own part.
private struct Shared<T>: @unchecked Sendable { let value: T }

/// Weights, moments and gradients of a training run, and the threads that work on them.
///
/// The global batch is cut into `shards` parts, whatever the number of threads; each part's gradient is summed in a
/// fixed order, so the same seed gives the same bits on 1 or 100 workers.
public final class Engine {
  /// The model's shape and parameter layout.
  public let configuration: Configuration
  /// Number of worker threads of this process, at least 1.
  public let threads: Int
  /// Number of parts a batch is cut into, whatever the number of threads and ranks.
  public let shards: Int
  private let count: Int
  private let models: [FastModel]
  private let world: World
  private let exchange: GradientExchange
  /// One a shard of this rank; the sum over all ranks ends in the first.
  private let gradients: [UnsafeMutableBufferPointer<Float>]
  /// The weights, as many floats as the layout of `configuration` counts.
  public let weights: UnsafeMutableBufferPointer<Float>
  /// AdamW's m, laid out as the weights are.
  public let first: UnsafeMutableBufferPointer<Float>
  /// AdamW's v, laid out as the weights are.
  public let second: UnsafeMutableBufferPointer<Float>
  /// AdamW steps made.
  public var step = 0

  /// An engine starting at `parameters` with zero moments. OpenBLAS runs single-threaded from then on.
  public init(_ parameters: Parameters<Float>, shards: Int, threads: Int, world: World = .alone) {
    useSingleThreadedBLAS()
    self.world = world
    configuration = parameters.configuration
    count = parameters.values.count
    self.shards = shards
    exchange = GradientExchange(world: world, shards: shards, count: parameters.values.count)
    self.threads = max(1, threads)
    models = (0..<self.threads).map { _ in FastModel(parameters.configuration) }
    let size = count
    func buffer() -> UnsafeMutableBufferPointer<Float> {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: size)
      buffer.initialize(repeating: 0)
      return buffer
    }
    gradients = (0..<max(1, exchange.shards.count)).map { _ in buffer() }
    weights = buffer()
    first = buffer()
    second = buffer()
    _ = weights.update(from: parameters.values)
  }

  deinit { for buffer in gradients + [weights, first, second] { buffer.deallocate() } }

  /// Whether this process is rank 0.
  public var isFirst: Bool { world.isFirst }

  /// The weights as they stand.
  public var parameters: Parameters<Float> {
    Parameters(configuration: configuration, values: Array(weights))
  }

  /// Gradient of the mean loss over `batch` samples, summed over all ranks and left in the engine; every rank calls it.
  ///
  /// `sample` gives the sample with an index in the global batch, and the seed of its dropout (nil: none), from any
  /// thread. Returns what was counted over the whole batch, on every rank.
  public func gradient(batch: Int, sample: @escaping @Sendable (Int) -> (Sample, dropoutSeed: UInt64?))
    -> Tally
  {
    let context = Shared(value: (models, gradients, weights))
    let (shards, own) = (shards, exchange.shards)
    let tallies = run(own.count) { worker, task in
      let (models, gradients, weights) = context.value
      let shard = own.lowerBound + task
      let samples = (batch * shard / shards..<batch * (shard + 1) / shards).map(sample)
      let seeds = samples.compactMap(\.dropoutSeed)
      gradients[task].update(repeating: 0)
      guard !samples.isEmpty else { return Tally() }
      models[worker].forward(
        samples.map(\.0.sequence), weights: weights, dropoutSeeds: seeds.count == samples.count ? seeds : nil)
      let tally = models[worker].loss(of: samples.map(\.0), weight: 1 / Double(batch))
      models[worker].backward(weights: weights, gradient: gradients[task])
      return tally
    }
    addInTree()
    return world.gather(tallies).joined().reduce(into: Tally()) { $0 += $1 }
  }

  /// Sums all shards' gradients in the order of GradientTree: this rank's own additions on its threads, then the ranks'.
  private func addInTree() {
    let context = Shared(value: gradients)
    let (own, first) = (exchange.own, exchange.shards.lowerBound)
    forSlices { range in
      for addition in own {
        guard let target = context.value[addition.target - first].baseAddress,
          let source = context.value[addition.source - first].baseAddress
        else { return }
        accumulate(range.count, source + range.lowerBound, to: target + range.lowerBound)
      }
    }
    guard world.size > 1, let sum = gradients[0].baseAddress else { return }
    exchange.sum({ shard in gradients[shard - first].baseAddress ?? sum }, into: sum)
  }

  /// Euclidean norm of the summed gradient, before any clipping; the order of addition does not depend on the number of
  /// threads.
  public func gradientNorm() -> Double {
    let context = Shared(value: gradients[0])
    let block = 4096
    let size = count
    let sums = run((count + block - 1) / block) { _, i in
      guard let g = context.value.baseAddress else { return 0.0 }
      return sumOfSquares(min(block, size - i * block), g + i * block)
    }
    return sums.reduce(0, +).squareRoot()
  }

  /// One AdamW step with the summed gradient, multiplied by `scale` first (below 1 where it is clipped).
  public func update(_ constants: AdamWStep, scale: Double) {
    let views = AdamWViews(weights: weights, gradient: gradients[0], first: first, second: second)
    forSlices { range in adamW(constants, views, in: range, scale: Float(scale)) }
    step = constants.step
  }

  /// Runs sequences forward in blocks over all threads; `visit` is called once a block, with its indices.
  ///
  /// `givenThoughts` are, per sequence, vectors (thoughts, width) to read in place of the model's own thoughts. `visit`
  /// is called from any thread; its results come in the order of the blocks, each of at most `block` sequences.
  public func evaluate<R: Sendable>(
    _ sequences: [ThoughtSequence], givenThoughts: [[[Float]]]? = nil, block: Int = 32,
    _ visit: @escaping @Sendable (_ model: FastModel, _ range: Range<Int>) -> R
  ) -> [R] {
    let context = Shared(value: (models, weights))
    return run((sequences.count + block - 1) / block) { worker, i in
      let (models, weights) = context.value
      let range = i * block..<min((i + 1) * block, sequences.count)
      models[worker].forward(
        Array(sequences[range]), weights: weights, givenThoughts: givenThoughts.map { Array($0[range]) })
      return visit(models[worker], range)
    }
  }

  private func forSlices(_ body: @escaping @Sendable (Range<Int>) -> Void) {
    let (parts, count) = (threads, count)
    _ = run(parts) { _, part in
      body(
        count * part / parts / 16 * 16..<(part + 1 == parts ? count : count * (part + 1) / parts / 16 * 16))
    }
  }

  /// Runs `tasks` tasks over the threads, whoever is free taking the next; results in task order.
  private func run<R: Sendable>(_ tasks: Int, _ body: @escaping @Sendable (_ worker: Int, _ task: Int) -> R)
    -> [R]
  {
    let results = UnsafeMutablePointer<R?>.allocate(capacity: tasks)
    results.initialize(repeating: nil, count: tasks)
    defer {
      results.deinitialize(count: tasks)
      results.deallocate()
    }
    let out = Shared(value: results)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        out.value[task] = body(worker, task)
      }
    }
    return (0..<tasks).compactMap { results[$0] }
  }
}
