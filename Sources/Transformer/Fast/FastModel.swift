// The fast pass over one shard: forward to logits at every read, backward to a flat gradient. The same function and
// gradient as ReadableModel. This file is the order of events; the layers are in the files beside it.

/// Where one head stands in a row: its query, key and value in 3d columns (the query's columns are also the context's),
/// and its d-vector among those of all heads.
struct HeadColumns {
  let query, key, value, folded: Range<Int>

  init(_ head: Int, _ c: Configuration) {
    let (d, w) = (c.width, c.headWidth)
    query = head * w..<(head + 1) * w
    key = d + head * w..<d + (head + 1) * w
    value = 2 * d + head * w..<2 * d + (head + 1) * w
    folded = head * d..<(head + 1) * d
  }
}

/// Changes a thought (d) in place before it is read: thought `place` (0 is the first) of the tail of the caller's
/// sequence `sequence`.
public typealias ThoughtEdit =
  @Sendable (
    _ sequence: Int, _ place: Int, _ thought: UnsafeMutableBufferPointer<Float>
  ) -> Void

/// Forward and backward of a shard of ragged sequences, with continuous thoughts fed back. One instance serves one thread.
///
/// Five things make it fast, and change nothing:
/// - The last layer's queries exist only at reads.
/// - The last layer's keys and values are never formed (LastAttention.swift). Forming them takes 10 to 20 % longer.
/// - The first layer's queries, keys and values come from one row per token and one per position (FirstLayer.swift).
///   A product for each token takes 15 to 25 % longer.
/// - Prompts lie end to end, without padding.
/// - Each prompt is run once, however many thoughts follow.
///
/// Times are of a training step at widths 128 to 768 and stages 0 to 4, with AVX2 and with AVX-512.
public final class FastModel {
  /// The model's shape.
  public let configuration: Configuration
  let layout: Layout
  let heads: [HeadColumns]
  /// Layer norm's ε, and 1/√(head width), by which scores are multiplied.
  let epsilon, scale: Float
  private let arena = Arena()
  private let gradientArena = Arena()
  private(set) var shard: Shard
  var activations: Activations
  /// The weights of the last `forward`, with copies for its reads.
  private var copied: ModelViews?
  /// What a backward pass needs besides: there from `setLogitGradients` until `backward`.
  private var gradients: Gradients?
  /// One seed a sequence (sorted) while dropout is on; nil otherwise.
  private(set) var dropoutSeeds: [UInt64]?
  /// What is done to thoughts before they are read; nil to feed them back as they are.
  private(set) var edit: ThoughtEdit?

  /// A pass for models of this shape; its buffers grow with the largest shard it has run.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    layout = Layout(configuration)
    heads = (0..<configuration.heads).map { HeadColumns($0, configuration) }
    epsilon = Float(configuration.epsilon)
    scale = 1 / Float(configuration.headWidth).squareRoot()
    shard = Shard([], width: configuration.width)
    activations = Activations(arena, shard, configuration, dropsEmbeddings: false)
  }

  /// Memory held for backward passes, in bytes: 0 until the first `setLogitGradients`.
  package var gradientBytes: Int { gradientArena.bytes }

  /// Runs `sequences` through the model; logits, hidden states and scores can be read afterwards.
  ///
  /// Stops the process where an argument does not fit the model.
  /// - Parameters:
  ///   - sequences: prompts with their tails, of tokens and positions that the model has.
  ///   - weights: as many floats as the model's `Layout` counts.
  ///   - dropoutSeeds: one a sequence to train with dropout; nil for evaluation.
  ///   - edit: is given each thought before the model reads it, and may change it; for evaluation only, there is no
  ///     backward pass through a changed thought.
  public func forward(
    _ sequences: [ThoughtSequence], weights: UnsafeMutableBufferPointer<Float>, dropoutSeeds: [UInt64]? = nil,
    edit: ThoughtEdit? = nil
  ) {
    stop(for: complaint(sequences, weights: weights.count, dropoutSeeds: dropoutSeeds?.count))
    // Sort the sequences, and what the caller gave for each with them.
    shard = Shard(sequences, width: configuration.width)
    self.edit = edit
    self.dropoutSeeds = dropoutSeeds.map { seeds in shard.given.map { seeds[$0] } }
    // Lay out room for this shard's activations.
    arena.reset()
    gradients = nil
    activations = Activations(
      arena, shard, configuration,
      dropsEmbeddings: dropoutSeeds != nil && configuration.embeddingDropout > 0)
    // Run all prompts, then one position of every tail after another.
    let weights = ModelViews(weights, layout, configuration)
    promptForward(weights)
    copied = shard.reads > 1 ? weights.copied(arena) : weights
    for read in 0..<shard.reads { readForward(read, copied ?? weights) }
  }

  /// Visits every read, to be given the gradient of the loss with respect to its logits. Call it between `forward` and
  /// `backward`; it takes the memory that a backward pass needs.
  ///
  /// `visit` gets the caller's index of the read's sequence, the read's number, its logits, and where to write their
  /// gradient (all zeros before the visit).
  public func setLogitGradients(
    _ visit: (
      _ sequence: Int, _ read: Int, _ logits: UnsafeBufferPointer<Float>,
      _ gradient: UnsafeMutableBufferPointer<Float>
    ) -> Void
  ) {
    gradientArena.reset()
    let new = Gradients(gradientArena, shard, configuration, tables: activations.tables)
    gradients = new
    forEachRow { sequence, read, row, _ in
      visit(
        sequence, read, UnsafeBufferPointer(activations.last.logits.buffer(row)), new.dLogits.buffer(row))
    }
  }

  /// Adds the gradient of the loss to `gradient`, after `forward` and `setLogitGradients`.
  ///
  /// Both buffers have as many floats as the model's `Layout` counts; `weights` are those of `forward`. Stops the process
  /// where that is not so, and after a `forward` with `edit`.
  public func backward(
    weights: UnsafeMutableBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>
  ) {
    stop(for: complaint(weights: weights.count, gradient: gradient.count))
    guard let g = gradients else {
      fatalError("a backward pass without forward and setLogitGradients before it")
    }
    gradients = nil
    let weights = ModelViews(weights, layout, configuration)
    let gradient = ModelViews(gradient, layout, configuration)
    for read in (0..<shard.reads).reversed() { readBackward(read, copied ?? weights, g, gradient) }
    readWeightGradients(g, gradient)
    promptBackward(weights, g, gradient)
  }

  /// Visits every read: the caller's index of its sequence, the read's number, its logits.
  public func forEachRead(
    _ visit: (_ sequence: Int, _ read: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) {
    forEachRow { sequence, read, row, _ in
      visit(sequence, read, UnsafeBufferPointer(activations.last.logits.buffer(row)))
    }
  }

  /// Visits every read's hidden state (d; what is fed back as the next thought) and its last-layer scores, raw
  /// q·k/√(head width) summed over heads, one per position up to the read's own.
  public func forEachHidden(
    _ visit: (
      _ sequence: Int, _ read: Int, _ hidden: UnsafeBufferPointer<Float>, _ scores: UnsafeBufferPointer<Float>
    ) -> Void
  ) {
    forEachRow { sequence, read, row, keys in
      visit(
        sequence, read, UnsafeBufferPointer(activations.last.hidden.buffer(row)),
        UnsafeBufferPointer(activations.last.scores[columns: 0..<keys].buffer(row)))
    }
  }

  /// One row of a matrix that holds something for every head side by side, as a matrix with a row a head.
  func perHead(_ matrix: Matrix, _ row: Int) -> Matrix {
    Matrix(matrix[row], heads.count, matrix.columns / heads.count)
  }

  /// Visits every read row: the caller's index of its sequence, the read's number, the row, the number of its keys.
  private func forEachRow(_ visit: (_ sequence: Int, _ read: Int, _ row: Int, _ keys: Int) -> Void) {
    for read in 0..<shard.reads {
      for (i, row) in shard.read(read).enumerated() {
        visit(shard.given[i], read, row, shard.length[i] + read)
      }
    }
  }
}
