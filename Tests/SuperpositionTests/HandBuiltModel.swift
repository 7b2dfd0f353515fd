// Models whose weights are written down by hand, so that what a probe must find is known, and the problems they read.

import Coconut
import Foundation
import Reachability
import TestPrograms
import Transformer

/// Weights to fill in by name. All are 0 but the gains of the layer norms, which are 1.
struct HandBuiltModel {
  var parameters: Parameters<Float>
  let width: Int

  init(width: Int, layers: Int, heads: Int, positions: Int = 64, tied: Bool = true) {
    let configuration = Configuration(
      positions: positions, width: width, layers: layers, heads: heads, tied: tied, initialDeviation: 0)
    parameters = Parameters(initial: configuration, seed: 0)
    self.width = width
  }

  /// A tensor without the prefix `transformer.`, at a row and column.
  subscript(_ name: String, _ row: Int, _ column: Int = 0) -> Float {
    get { parameters.values[offset(name, row, column)] }
    set { parameters.values[offset(name, row, column)] = newValue }
  }

  private func offset(_ name: String, _ row: Int, _ column: Int) -> Int {
    let tensor = parameters.layout.tensors.first { $0.name == name || $0.name == "transformer." + name }
    guard let tensor else { preconditionFailure("no tensor \(name)") }
    return tensor.offset + (tensor.shape.count == 1 ? row : row * tensor.shape[1] + column)
  }

  /// Layer norm of a unit vector: `high` at its one, `low` elsewhere.
  var normed: (high: Double, low: Double) {
    let d = Double(width)
    let r = 1 / (1 / d * (1 - 1 / d) + 1e-5).squareRoot()
    return ((1 - 1 / d) * r, -r / d)
  }

  var reader: Reader { Reader(parameters, threads: 1) }
}

/// root 0 → 1, 2; 1 → 3; 2 → 3, 4; 3 → 5; 0 → 3: target 5 at 2 hops (0 → 3 → 5), the other candidate 7 beyond 6 → 7.
func smallProblem() -> Problem {
  makeProblem([(0, 1), (6, 7), (0, 2), (1, 3), (2, 3), (2, 4), (0, 3), (3, 5)], target: 5, other: 7)
}

func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
  a.map { abs($0 - b) <= tolerance } ?? false
}
