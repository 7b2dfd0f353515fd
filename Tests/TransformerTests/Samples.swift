// Problems, samples and measures of error that the suites share.

import Coconut
import Randomness
import Reachability
import Transformer

/// A random problem with a shortest path of four hops: a path, a tree grown on it, and a second tree apart from it.
func randomProblem(nodes: Int, using random: inout RandomStream) -> Problem {
  var edges = (0..<4).map { Edge($0, $0 + 1) }
  let apart = nodes - 3
  for node in 5..<apart {
    edges.append(Edge(random.below(node), node))
    if random.below(2) == 0 { edges.append(Edge(random.below(node), node)) }
  }
  for node in apart + 1..<nodes { edges.append(Edge(apart, node)) }
  random.shuffle(&edges)
  return Problem(
    graph: Graph(nodeCount: nodes, edges: edges), symbols: (0..<nodes).map(String.init), root: 0, target: 4,
    negativeTarget: nodes - 1)
}

/// One sample of a random problem a stage in `stages`, thoughts fed back.
func randomSamples(
  stages: [Int], _ objective: Objective, labels: Labels = .single, nodes: Int = 10, seed: UInt64
) -> [Sample] {
  var random = RandomStream(seed, 1)
  var options = SampleOptions()
  options.objective = objective
  options.labels = labels
  options.uniformProbability = 0
  options.labelRange = .vocabulary
  // Every second prompt starts somewhere else than at position 0.
  return stages.enumerated().map { index, stage in
    let sample = options.sample(randomProblem(nodes: nodes, using: &random), stage: stage, using: &random)
    return index % 2 == 0 ? sample : sample.shifted(within: 64, using: &random)
  }
}

/// `‖a − b‖ / ‖b‖`; 0 if both are zero.
func relativeError(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  var (difference, norm) = (0.0, 0.0)
  for (a, b) in zip(a, b) {
    difference += (a - b) * (a - b)
    norm += b * b
  }
  return difference == 0 ? 0 : (difference / norm).squareRoot()
}

extension Configuration {
  /// Where the key biases of the flat vector lie: their gradient is mathematically 0, since a key bias adds the same
  /// score to every position and the softmax does not see it.
  var keyBiases: [Range<Int>] {
    Layout(self).layers.map { $0.attentionBias + width..<$0.attentionBias + 2 * width }
  }

  /// Every tensor of the flat vector as the elements to compare: all but key biases.
  var compared: [(name: String, indices: [Int])] {
    let keys = Set(keyBiases.joined())
    return Layout(self).tensors.map { ($0.name, $0.range.filter { !keys.contains($0) }) }
  }
}

/// Loss and gradient of samples on the fast model.
func fastGradient(
  _ model: FastModel, _ parameters: Parameters<Float>, _ samples: [Sample], dropoutSeeds: [UInt64]? = nil
) -> (loss: Double, gradient: [Double]) {
  var weights = parameters.values
  var gradient = [Float](repeating: 0, count: weights.count)
  let loss = weights.withUnsafeMutableBufferPointer { w in
    gradient.withUnsafeMutableBufferPointer { g -> Double in
      model.forward(samples.map(\.sequence), weights: w, dropoutSeeds: dropoutSeeds)
      let tally = model.loss(of: samples, weight: 1 / Double(samples.count))
      model.backward(weights: w, gradient: g)
      return tally.loss / Double(samples.count)
    }
  }
  return (loss, gradient.map(Double.init))
}
