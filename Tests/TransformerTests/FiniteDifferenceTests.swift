// The readable model's hand-written gradients against finite differences in Double: each layer, then the whole.

import Coconut
import Randomness
import Reachability
import Testing
import Transformer

/// The five-point formula errs by some h⁴ and by rounding/h, both below 1e-10 here; a wrong term errs far above 1e-6.
private let tolerance = 1e-6
private let h = 1e-3

/// `d/dt f(x + t·direction)` at 0.
private func derivative(_ x: [Double], _ direction: [Double], _ f: ([Double]) -> Double) -> Double {
  func at(_ t: Double) -> Double { f(zip(x, direction).map { $0 + t * $1 }) }
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
}

private func normals(_ count: Int, _ random: inout RandomStream) -> [Double] {
  (0..<count).map { _ in random.normal() }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// Expects `gradient` to be f's at `x`: along three random directions over the elements of `range`.
private func expectGradient(
  _ gradient: [Double], at x: [Double], range: Range<Int>? = nil, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation, _ f: ([Double]) -> Double
) {
  let range = range ?? 0..<x.count
  var random = RandomStream(41, UInt64(range.lowerBound))
  let norm = dot(Array(gradient[range]), Array(gradient[range])).squareRoot()
  for _ in 0..<3 {
    var direction = [Double](repeating: 0, count: x.count)
    for i in range { direction[i] = random.normal() / Double(range.count).squareRoot() }
    // A unit direction sees a √n-th of a gradient's norm.
    let scale = norm / Double(range.count).squareRoot()
    let error = abs(derivative(x, direction, f) - dot(gradient, direction))
    #expect(
      error <= tolerance * scale, "\(what): error \(error), scale \(scale)", sourceLocation: sourceLocation)
  }
}

@Suite struct LayerGradientTests {
  @Test func linear() {
    var random = RandomStream(1)
    let layer = Linear(weight: 0, bias: 15, inputs: 5, outputs: 3)
    let (x, w, dy) = (normals(5, &random), normals(18, &random), normals(3, &random))
    var dw = [Double](repeating: 0, count: 18)
    let dx = layer.backward(dy, x: x, w, addingTo: &dw)
    expectGradient(dx, at: x, "x") { dot(dy, layer.forward($0, w)) }
    expectGradient(dw, at: w, "W and b") { dot(dy, layer.forward(x, $0)) }
  }

  @Test func layerNorm() {
    var random = RandomStream(2)
    let layer = LayerNorm(gain: 0, bias: 7, width: 7, epsilon: 1e-5)
    let (x, w, dy) = (normals(7, &random), normals(14, &random), normals(7, &random))
    var dw = [Double](repeating: 0, count: 14)
    let dx = layer.backward(dy, layer.forward(x, w).tape, w, addingTo: &dw)
    expectGradient(dx, at: x, "x") { dot(dy, layer.forward($0, w).y) }
    expectGradient(dw, at: w, "gain and bias") { dot(dy, layer.forward(x, $0).y) }
  }

  @Test func gelu() {
    var random = RandomStream(3)
    let (x, dy) = (normals(9, &random), normals(9, &random))
    expectGradient(GELU.backward(dy, x: x), at: x, "x") { dot(dy, GELU.forward($0)) }
  }

  @Test(arguments: [false, true]) func attention(drops: Bool) {
    var random = RandomStream(4)
    let layer = Attention(heads: 2, width: 6)
    let (flat, dy) = (normals(4 * 18, &random), normals(6, &random))
    func rows(_ x: [Double]) -> [[Double]] { (0..<4).map { Array(x[$0 * 18..<($0 + 1) * 18]) } }
    // A fixed mask: head 0 loses its second weight, the others are doubled.
    func drop(_ a: [Double], _ head: Int) -> [Double] {
      drops ? a.enumerated().map { j, a in head == 0 && j == 1 ? 0 : 2 * a } : a
    }
    var dRows = rows([Double](repeating: 0, count: flat.count))
    layer.backward(
      dy, layer.forward(rows(flat), drop: drop).tape, rows: rows(flat), addingTo: &dRows, drop: drop)
    expectGradient(Array(dRows.joined()), at: flat, "queries, keys, values") {
      dot(dy, layer.forward(rows($0), drop: drop).context)
    }
  }
}

@Suite struct ModelGradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var objective = Objective.coconut
    var layers = 2
    var thoughts: Int
    var tied = true
    var dropout = 0.0
    var testDescription: String {
      "\(objective), \(layers) layers, \(thoughts) thoughts, dropout \(dropout)\(tied ? "" : ", untied")"
    }
  }

  /// Every tensor, so embeddings and head too; several thoughts in a row; a token after the thoughts; every loss.
  @Test(arguments: [
    Case(thoughts: 0), Case(objective: .bfs, thoughts: 0), Case(thoughts: 1),
    Case(objective: .bfs, layers: 1, thoughts: 2), Case(layers: 3, thoughts: 2, tied: false),
    Case(thoughts: 4), Case(objective: .bfs, thoughts: 4, dropout: 0.2),
    Case(objective: .uniform, thoughts: 1), Case(objective: .softCoconut, thoughts: 2),
  ])
  func everyTensor(_ shape: Case) {
    let configuration = Configuration(
      vocabulary: 12, positions: 14, width: 8, layers: shape.layers, heads: 2, tied: shape.tied,
      dropout: shape.dropout, initialDeviation: 0.3)
    var random = RandomStream(8)
    var parameters = Parameters<Double>(initial: configuration, seed: 9)
    for i in parameters.values.indices { parameters.values[i] += 0.1 * random.normal() }
    // Labels at the prompt's end, after the thoughts and after the closing token.
    let accepted: [[Int]] =
      switch shape.objective {
      case .coconut, .uniform: [[5]]
      case .bfs: [[2, 5, 7]]
      case .softCoconut: [[2], [5], [7]]
      }
    let labels = [0, shape.thoughts, shape.thoughts + 1].map {
      Label(read: $0, acceptedSets: accepted, target: 5, hop: $0 + 1)
    }
    let prompts = [[1, 3, 2, 5, 4, 2], [6, 0, 7]]
    let samples = prompts.map {
      Sample(
        sequence: ThoughtSequence(prompt: $0, thoughts: shape.thoughts, closing: [9]), labels: labels,
        stage: shape.thoughts)
    }
    let seeds: [UInt64]? = shape.dropout > 0 ? [21, 22] : nil
    let gradient = ReadableModel(parameters).gradient(of: samples, dropoutSeeds: seeds)
    for tensor in parameters.layout.tensors {
      expectGradient(gradient, at: parameters.values, range: tensor.range, tensor.name) { values in
        ReadableModel(Parameters(configuration: configuration, values: values)).loss(
          of: samples, dropoutSeeds: seeds)
      }
    }
  }
}
