// One training step on this process's threads and on all ranks: shards to gradients, gradients to one sum in a fixed
// binary tree, AdamW or Muon. Where samples come from and what happens between steps is not its business.

import Coconut
import Transformer

/// Weights, moments and gradients of a training run, and the threads that work on them.
///
/// The global batch is cut into `shards` parts of about the same work, whatever the number of threads; each part's gradient is summed in a
/// fixed order, so the same seed gives the same bits on 1 or 100 workers.
public final class Engine {
  /// The weights, and the threads of this process: what an evaluation needs.
  public let reader: Reader
  /// Number of parts a batch is cut into, whatever the number of threads and ranks.
  public let shards: Int
  private let count: Int
  /// The matrices that Muon steps where it is asked to, and the parts of the weights that are then left to AdamW.
  private let muonMatrices: [MuonMatrix]
  private let outsideMuonMatrices: [Range<Int>]
  private let world: World
  private let exchange: GradientExchange
  /// One a shard of this rank; the sum over all ranks ends in the first.
  private let gradients: [UnsafeMutableBufferPointer<Float>]
  /// AdamW's m, or Muon's momentum, laid out as the weights are.
  public let first: UnsafeMutableBufferPointer<Float>
  /// AdamW's v, laid out as the weights are; 0 for the matrices that Muon steps.
  public let second: UnsafeMutableBufferPointer<Float>
  /// The optimizer's steps made.
  public var step = 0

  /// An engine starting at `parameters` with zero moments.
  public init(_ parameters: Parameters<Float>, shards: Int, threads: Int, world: World = .alone) {
    reader = Reader(parameters, threads: threads)
    self.world = world
    let count = parameters.values.count
    self.count = count
    muonMatrices = parameters.layout.muonMatrices
    outsideMuonMatrices = parameters.layout.outsideMuonMatrices
    self.shards = shards
    exchange = GradientExchange(world: world, shards: shards, count: count)
    func zeros() -> UnsafeMutableBufferPointer<Float> {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
      buffer.initialize(repeating: 0)
      return buffer
    }
    gradients = (0..<max(1, exchange.shards.count)).map { _ in zeros() }
    first = zeros()
    second = zeros()
  }

  deinit { for buffer in gradients + [first, second] { buffer.deallocate() } }

  /// The model's shape and parameter layout.
  public var configuration: Configuration { reader.configuration }
  /// The weights, as many floats as the layout of `configuration` counts.
  public var weights: UnsafeMutableBufferPointer<Float> { reader.weights }

  /// Whether this process is rank 0.
  public var isFirst: Bool { world.isFirst }
  /// Rank 0's answer, on every rank; all ranks call it.
  func agree(_ answer: Bool) -> Bool { world.broadcast([answer])[0] }

  /// The weights as they stand.
  public var parameters: Parameters<Float> {
    Parameters(configuration: configuration, values: Array(weights))
  }

  /// Gradient of the mean loss over `batch` samples, summed over all ranks and left in the engine; every rank calls it.
  ///
  /// `sample` gives the sample with an index in the global batch, and the seed of its dropout (nil: none), from any
  /// thread; every rank asks for all of them, since who works on which depends on the work that all take. Returns what was counted over the whole batch, on every rank.
  public func gradient(batch: Int, sample: @escaping @Sendable (Int) -> (Sample, dropoutSeed: UInt64?))
    -> Tally
  {
    let context = Shared((gradients, weights))
    let drawn = reader.workers.run(batch) { _, index in sample(index) }
    let parts = balancedShards(work: drawn.map(\.0.work), shards: shards)
    let own = exchange.shards
    let tallies = reader.workers.run(own.count) { model, task in
      let (gradients, weights) = context.value
      let samples = parts[own.lowerBound + task].map { drawn[$0] }
      let seeds = samples.compactMap(\.dropoutSeed)
      gradients[task].update(repeating: 0)
      guard !samples.isEmpty else { return Tally() }
      model.forward(
        samples.map(\.0.sequence), weights: weights, dropoutSeeds: seeds.count == samples.count ? seeds : nil)
      let tally = model.loss(of: samples.map(\.0), weight: 1 / Double(batch))
      model.backward(weights: weights, gradient: gradients[task])
      return tally
    }
    addInTree()
    return world.gather(tallies).joined().reduce(into: Tally()) { $0 += $1 }
  }

  /// Sums all shards' gradients in the order of GradientTree: this rank's own additions on its threads, then the ranks'.
  private func addInTree() {
    let context = Shared(gradients)
    let (own, first) = (exchange.own, exchange.shards.lowerBound)
    forSlices { range in
      for addition in own {
        accumulate(
          context.value[addition.source - first], to: context.value[addition.target - first], in: range)
      }
    }
    guard world.size > 1, let sum = gradients[0].baseAddress else { return }
    exchange.sum({ shard in gradients[shard - first].baseAddress ?? sum }, into: sum)
  }

  /// Euclidean norm of the summed gradient, before any clipping; the order of addition does not depend on the number of
  /// threads.
  public func gradientNorm() -> Double {
    let context = Shared(gradients[0])
    let block = 4096
    let size = count
    let sums = reader.workers.run((count + block - 1) / block) { _, i in
      sumOfSquares(context.value, in: i * block..<min((i + 1) * block, size))
    }
    return sums.reduce(0, +).squareRoot()
  }

  /// One step with the summed gradient, multiplied by `scale` first (below 1 where it is clipped): AdamW for every weight, or,
  /// where `muonStep` is given, for all but the matrices of the layers, which Muon then steps.
  public func update(_ constants: AdamWStep, muon muonStep: MuonStep? = nil, scale: Double) {
    let context = Shared((weights, gradients[0], first, second))
    let parts = muonStep == nil ? [0..<count] : outsideMuonMatrices
    forSlices { slice in
      let (w, g, m, v) = context.value
      for range in parts.map({ $0.clamped(to: slice) }) where !range.isEmpty {
        adamW(constants, in: range, weights: w, gradient: g, first: m, second: v, scale: Float(scale))
      }
    }
    if let muonStep {
      let matrices = muonMatrices
      _ = reader.workers.run(matrices.count) { _, i in
        let (w, g, m, _) = context.value
        muon(muonStep, matrices[i], weights: w, gradient: g, momentum: m, scale: Float(scale))
      }
    }
    step = constants.step
  }

  private func forSlices(_ body: @escaping @Sendable (Range<Int>) -> Void) {
    let (parts, count) = (reader.workers.threads, count)
    _ = reader.workers.run(parts) { _, part in
      body(
        count * part / parts / 16 * 16..<(part + 1 == parts ? count : count * (part + 1) / parts / 16 * 16))
    }
  }
}
