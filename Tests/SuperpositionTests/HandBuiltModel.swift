// Models with weights written by hand, for which the right findings are known, and the problems they read.

import Coconut
import Reachability
import TestPrograms
import Transformer

/// Weights that a test sets by name. All start at 0, except the gains of the layer norms, which are 1.
struct HandBuiltModel {
  var parameters: Parameters<Float>
  let width: Int

  init(width: Int, layers: Int, heads: Int, positions: Int = 64, tied: Bool = true) {
    let configuration = Configuration(
      positions: positions, width: width, layers: layers, heads: heads, tied: tied, initialDeviation: 0)
    parameters = Parameters(initial: configuration, seed: 0)
    self.width = width
  }

  /// One entry of a tensor, by its name (with or without the prefix `transformer.`), row and column.
  subscript(_ name: String, _ row: Int, _ column: Int = 0) -> Float {
    get { parameters.values[offset(name, row, column)] }
    set { parameters.values[offset(name, row, column)] = newValue }
  }

  private func offset(_ name: String, _ row: Int, _ column: Int) -> Int {
    let tensor = parameters.layout.tensors.first { $0.name == name || $0.name == "transformer." + name }
    guard let tensor else { preconditionFailure("no tensor \(name)") }
    return tensor.offset + (tensor.shape.count == 1 ? row : row * tensor.shape[1] + column)
  }

  /// Layer norm of a unit vector: `high` where the vector is 1, `low` elsewhere.
  var normed: (high: Double, low: Double) {
    let d = Double(width)
    let r = 1 / (1 / d * (1 - 1 / d) + 1e-5).squareRoot()
    return ((1 - 1 / d) * r, -r / d)
  }

  var reader: Reader { Reader(parameters, threads: 1) }
}

/// Target 5 is 2 hops from root 0 (0 → 3 → 5). The other candidate 7 follows 6 alone, out of reach.
func smallProblem() -> Problem {
  makeProblem([(0, 1), (6, 7), (0, 2), (1, 3), (2, 3), (2, 4), (0, 3), (3, 5)], target: 5, other: 7)
}

func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
  a.map { abs($0 - b) <= tolerance } ?? false
}
