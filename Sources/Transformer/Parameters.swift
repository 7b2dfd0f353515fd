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
  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// Where the tensor lies in the flat vector.
  public var range: Range<Int> { offset..<offset + count }
}

/// Offsets of one layer's tensors (`d` = width).
public struct LayerLayout: Sendable, Hashable {
  /// First layer norm, gain and bias (d).
  public let norm1Gain, norm1Bias: Int
  /// Queries, keys and values side by side: weight (d, 3d), bias (3d).
  public let attentionWeight, attentionBias: Int
  /// Attention's output projection: weight (d, d), bias (d).
  public let projectionWeight, projectionBias: Int
  /// Second layer norm, gain and bias (d).
  public let norm2Gain, norm2Bias: Int
  /// Feed-forward, in: weight (d, 4d), bias (4d).
  public let innerWeight, innerBias: Int
  /// Feed-forward, out: weight (4d, d), bias (d).
  public let outerWeight, outerBias: Int
}

/// Where each tensor of a model lies in its flat parameter vector.
public struct Layout: Sendable, Hashable {
  /// Every tensor in the order of the flat vector.
  public let tensors: [Tensor]
  /// Token embedding (vocabulary, d) and position embedding (positions, d).
  public let tokenEmbedding, positionEmbedding: Int
  /// One entry a layer.
  public let layers: [LayerLayout]
  /// Final layer norm, gain and bias (d).
  public let finalGain, finalBias: Int
  /// Output head (vocabulary, d): the token embedding if tied, else its own tensor `lm_head.weight`.
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
  /// The model's shape.
  public let configuration: Configuration
  /// Where each tensor lies in `values`.
  public let layout: Layout
  /// All weights, `layout.count` of them.
  public var values: [Scalar]

  /// Weights given; `values.count` must be the layout's count.
  public init(configuration: Configuration, values: [Scalar]) {
    self.configuration = configuration
    self.layout = Layout(configuration)
    precondition(values.count == layout.count)
    self.values = values
  }

  /// GPT-2's initial weights: normal(0, σ) for matrices and embeddings, with the two residual projections of each
  /// layer scaled by 1/√(2·layers); gains 1, biases 0.
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
