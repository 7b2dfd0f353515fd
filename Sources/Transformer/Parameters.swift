// All weights of a model as one flat vector, with names and shapes. One vector is what AdamW, the gradient tree and
// the checkpoints want; the layout says where each tensor lies. It holds no arithmetic.

import Randomness

/// One named tensor inside the flat vector.
public struct Tensor: Sendable, Hashable {
  /// Hugging Face's name, for example `transformer.h.0.attn.c_attn.weight`.
  public let name: String
  /// Row-major shape. Linear layers are (in, out), as GPT-2's Conv1D stores them.
  public let shape: [Int]
  /// Index of the first element in the flat vector.
  public let offset: Int
  /// Number of elements, the product of `shape`.
  public var count: Int { shape.reduce(1, *) }
  /// Where the tensor lies in the flat vector.
  public var range: Range<Int> { offset..<offset + count }
}

/// Offsets of one layer's tensors in the flat vector; shapes are row-major, with `d` for the width.
public struct LayerLayout: Sendable, Hashable {
  /// Gain of the layer norm before attention (d), `ln_1.weight`.
  public let norm1Gain: Int
  /// Its bias (d), `ln_1.bias`.
  public let norm1Bias: Int
  /// Weight of queries, keys and values side by side (d, 3d), `attn.c_attn.weight`.
  public let attentionWeight: Int
  /// Their bias (3d), `attn.c_attn.bias`.
  public let attentionBias: Int
  /// Weight of attention's output projection (d, d), `attn.c_proj.weight`.
  public let projectionWeight: Int
  /// Its bias (d), `attn.c_proj.bias`.
  public let projectionBias: Int
  /// Gain of the layer norm before the feed-forward (d), `ln_2.weight`.
  public let norm2Gain: Int
  /// Its bias (d), `ln_2.bias`.
  public let norm2Bias: Int
  /// Weight into the feed-forward (d, 4d), `mlp.c_fc.weight`.
  public let innerWeight: Int
  /// Its bias (4d), `mlp.c_fc.bias`.
  public let innerBias: Int
  /// Weight out of the feed-forward (4d, d), `mlp.c_proj.weight`.
  public let outerWeight: Int
  /// Its bias (d), `mlp.c_proj.bias`.
  public let outerBias: Int
}

/// Where each tensor of a model lies in its flat parameter vector.
public struct Layout: Sendable, Hashable {
  /// Every tensor in the order of the flat vector.
  public let tensors: [Tensor]
  /// Offset of the token embedding (vocabulary, d), `wte.weight`; row v is the embedding u_v of node v.
  public let tokenEmbedding: Int
  /// Offset of the position embedding (positions, d), `wpe.weight`.
  public let positionEmbedding: Int
  /// Offsets of each layer's tensors, from layer 1 of the paper on.
  public let layers: [LayerLayout]
  /// Offset of the final layer norm's gain (d), `ln_f.weight`.
  public let finalGain: Int
  /// Offset of its bias (d), `ln_f.bias`.
  public let finalBias: Int
  /// Offset of the output head (vocabulary, d): the token embedding if tied, else its own tensor `lm_head.weight`.
  public let head: Int
  /// Length of the flat vector.
  public let count: Int

  /// The layout of `configuration`'s parameters, in Hugging Face's order.
  public init(_ configuration: Configuration) {
    let d = configuration.width
    var list: [Tensor] = []
    var end = 0
    func add(_ name: String, _ shape: Int...) -> Int {
      let tensor = Tensor(name: name, shape: shape, offset: end)
      list.append(tensor)
      end += tensor.count
      return tensor.offset
    }
    tokenEmbedding = add("transformer.wte.weight", configuration.vocabulary, d)
    positionEmbedding = add("transformer.wpe.weight", configuration.positions, d)
    layers = (0..<configuration.layers).map { layer in
      let h = "transformer.h.\(layer)."
      return LayerLayout(
        norm1Gain: add(h + "ln_1.weight", d), norm1Bias: add(h + "ln_1.bias", d),
        attentionWeight: add(h + "attn.c_attn.weight", d, 3 * d),
        attentionBias: add(h + "attn.c_attn.bias", 3 * d),
        projectionWeight: add(h + "attn.c_proj.weight", d, d), projectionBias: add(h + "attn.c_proj.bias", d),
        norm2Gain: add(h + "ln_2.weight", d), norm2Bias: add(h + "ln_2.bias", d),
        innerWeight: add(h + "mlp.c_fc.weight", d, 4 * d), innerBias: add(h + "mlp.c_fc.bias", 4 * d),
        outerWeight: add(h + "mlp.c_proj.weight", 4 * d, d), outerBias: add(h + "mlp.c_proj.bias", d))
    }
    finalGain = add("transformer.ln_f.weight", d)
    finalBias = add("transformer.ln_f.bias", d)
    head = configuration.tied ? tokenEmbedding : add("lm_head.weight", configuration.vocabulary, d)
    tensors = list
    count = end
  }
}

/// A model: its configuration and its weights as one flat vector laid out by `layout`.
public struct Parameters<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// The shape that `layout` follows from.
  public let configuration: Configuration
  /// Where each tensor lies in `values`.
  public let layout: Layout
  /// All weights, `layout.count` of them.
  public var values: [Scalar]

  /// These weights, as many as the layout counts; stops the process if there are more or fewer.
  public init(configuration: Configuration, values: [Scalar]) {
    self.configuration = configuration
    self.layout = Layout(configuration)
    stop(for: values.count == layout.count ? nil : "\(values.count) weights for a model with \(layout.count)")
    self.values = values
  }

  /// GPT-2's initial weights: normal(0, σ) for matrices and embeddings, with the two residual projections of each
  /// layer scaled by 1/√(2·layers); gains 1, biases 0. The same `seed` gives the same weights on every machine.
  public init(initial configuration: Configuration, seed: UInt64) {
    let layout = Layout(configuration)
    var values = [Scalar](repeating: 0, count: layout.count)
    let residual = configuration.initialDeviation / Double(2 * configuration.layers).squareRoot()
    for (index, tensor) in layout.tensors.enumerated() {
      if tensor.shape.count == 1 {
        let isGain = tensor.name.hasSuffix(".weight")
        for i in tensor.range { values[i] = isGain ? 1 : 0 }
      } else {
        var random = RandomStream(seed, 0x1417, UInt64(index))
        let deviation = tensor.name.hasSuffix("c_proj.weight") ? residual : configuration.initialDeviation
        for i in tensor.range { values[i] = Scalar(deviation * random.normal()) }
      }
    }
    self.init(configuration: configuration, values: values)
  }
}
