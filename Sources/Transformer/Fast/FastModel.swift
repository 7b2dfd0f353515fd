// The fast pass over one shard: forward to logits at every read, backward to a flat gradient. The same function and
// gradient as ReadableModel; this file is the order of events, the layers are in the files beside it.

/// Forward and backward of a shard of ragged sequences, with continuous thoughts fed back.
///
/// What makes it fast, and changes nothing (`T` prompt tokens, `d` width): the last layer's queries exist only at
/// reads; its keys and values are never formed (`q W_Kᵀ` meets the normed residual, `W_V` comes after the weighted
/// sum); the first layer's queries, keys and values come from one row per token and one per position; prompts lie
/// end to end; each prompt is run once however many thoughts follow. One instance serves one thread.
public final class FastModel {
  /// The model's shape.
  public let configuration: Configuration
  let layout: Layout
  let arena = Arena()
  var shard = Shard([])
  var full: [FullLayer] = []
  var last: LastLayer
  /// Embedded prompts (rows, d), and embedded tails per read row.
  var embedded: Floats
  var tailInput: Floats
  /// Gradient of the residual stream that runs down the layers: prompt rows and read rows (rows, d).
  var dResidual, dTailResidual: Floats
  /// Scratch: (prompt rows, d), twice (sequences, d), scores of a block of queries, masked copies of them.
  var scratch, readScratch, tailScratch, scoreScratch, maskScratch: Floats
  var firstLayer: FirstLayerTables?
  /// One seed a sequence (sorted) while dropout is on; nil otherwise.
  var dropoutSeeds: [UInt64]?
  /// Thoughts put in place of the model's own, per sequence (sorted); nil to feed back its own.
  var givenThoughts: [[[Float]]]?

  /// A pass for models of this shape; its buffers grow with the largest shard it has run.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    layout = Layout(configuration)
    last = LastLayer(arena, shard, configuration)
    embedded = arena.take(0)
    tailInput = arena.take(0)
    dResidual = arena.take(0)
    dTailResidual = arena.take(0)
    scratch = arena.take(0)
    readScratch = scratch
    tailScratch = scratch
    scoreScratch = scratch
    maskScratch = scratch
  }

  /// Runs `sequences` through the model; logits, hidden states and scores can be read afterwards.
  /// - Parameters:
  ///   - sequences: prompts with their tails, each no longer than the model's positions.
  ///   - weights: `layout.count` floats.
  ///   - dropoutSeeds: one a sequence to train with dropout; nil for evaluation.
  ///   - givenThoughts: vectors (d) to read at each sequence's thought positions, in order, in place of its own
  ///     thoughts; for evaluation only, there is no backward pass through them.
  public func forward(
    _ sequences: [ThoughtSequence], weights: UnsafeMutablePointer<Float>, dropoutSeeds: [UInt64]? = nil,
    givenThoughts: [[[Float]]]? = nil
  ) {
    shard = Shard(sequences)
    self.givenThoughts = givenThoughts.map { thoughts in shard.given.map { thoughts[$0] } }
    self.dropoutSeeds = dropoutSeeds.map { seeds in shard.given.map { seeds[$0] } }
    arena.reset()
    let d = configuration.width
    full = (0..<configuration.layers - 1).map { _ in FullLayer(arena, shard, configuration) }
    last = LastLayer(arena, shard, configuration)
    embedded = arena.take(shard.promptRows * d)
    tailInput = arena.take(shard.readRows * d)
    dResidual = arena.take(shard.promptRows * d)
    dTailResidual = arena.take(shard.readRows * d)
    scratch = arena.take(shard.promptRows * d)
    readScratch = arena.take(shard.sequences.count * d)
    tailScratch = arena.take(shard.sequences.count * d)
    let terms = 2 * configuration.heads * shard.reads
    let block = max(attentionBlock, terms) * shard.mostKeys
    scoreScratch = arena.take(block)
    maskScratch = arena.take(max(block, terms * d))
    promptForward(weights)
    for read in 0..<shard.reads { readForward(read, weights) }
  }

  /// Adds the gradient of the loss to `gradient` (`layout.count` floats), after `forward` and `forEachRead`, whose visits
  /// set it with respect to the logits. `weights` are those of `forward`.
  public func backward(weights: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>) {
    let d = configuration.width
    last.dHidden.update(repeating: 0, count: shard.readRows * d)
    last.dReadNormed.update(repeating: 0, count: shard.readRows * d)
    dResidual.update(repeating: 0, count: shard.promptRows * d)
    for layer in full { layer.promptDQKV.update(repeating: 0, count: shard.promptRows * 3 * d) }
    for layer in full { layer.tailDQKV.update(repeating: 0, count: shard.readRows * 3 * d) }
    for read in (0..<shard.reads).reversed() { readBackward(read, weights, gradient) }
    readWeightGradients(weights, gradient)
    promptBackward(weights, gradient)
  }

  /// Visits every read: the caller's index of its sequence, the read's number, its logits, and where to write the
  /// gradient of the loss with respect to them (all zeros before the visit).
  public func forEachRead(
    _ visit: (
      _ sequence: Int, _ read: Int, _ logits: UnsafeBufferPointer<Float>,
      _ gradient: UnsafeMutableBufferPointer<Float>
    ) -> Void
  ) {
    let v = configuration.vocabulary
    last.dLogits.update(repeating: 0, count: shard.readRows * v)
    for read in 0..<shard.reads {
      for i in 0..<shard.active[read] {
        let row = shard.base[read] + i
        visit(
          shard.given[i], read, UnsafeBufferPointer(start: last.logits + row * v, count: v),
          UnsafeMutableBufferPointer(start: last.dLogits + row * v, count: v))
      }
    }
  }

  /// Visits every read's hidden state (d; what is fed back as the next thought) and its last-layer scores, raw
  /// q·k/√(head width) summed over heads, one per position up to the read's own.
  public func forEachHidden(
    _ visit: (
      _ sequence: Int, _ read: Int, _ hidden: UnsafeBufferPointer<Float>, _ scores: UnsafeBufferPointer<Float>
    ) -> Void
  ) {
    let d = configuration.width
    for read in 0..<shard.reads {
      for i in 0..<shard.active[read] {
        let row = shard.base[read] + i
        visit(
          shard.given[i], read, UnsafeBufferPointer(start: last.hidden + row * d, count: d),
          UnsafeBufferPointer(start: last.scores + row * shard.mostKeys, count: shard.length[i] + read))
      }
    }
  }
}
