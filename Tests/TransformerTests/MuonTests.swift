// Muon: the fast one against the one in plain loops, and both against what follows by hand.

import Foundation
import Randomness
import Testing
import Transformer

struct MuonTests {
  /// The polynomial that one iteration applies to a singular value.
  private func iterate(_ s: Double) -> Double { 3.4445 * s - 4.775 * s * s * s + 2.0315 * pow(s, 5) }

  /// A diagonal matrix has its diagonal as singular values, so that the iteration can be done number by number.
  @Test(arguments: [(3, 3), (3, 5), (5, 3)]) func diagonalMatrices(rows: Int, columns: Int) {
    let diagonal = [4.0, -0.5, 0.02]
    var matrix = [Double](repeating: 0, count: rows * columns)
    for (i, value) in diagonal.enumerated() { matrix[i * columns + i] = value }
    let norm = diagonal.reduce(0) { $0 + $1 * $1 }.squareRoot() + 1e-7
    let result = ReadableMuon.orthogonalized(matrix, rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        var expected = 0.0
        if row == column {
          expected = diagonal[row] / norm
          for _ in 0..<5 { expected = iterate(expected) }
        }
        // Double's rounding, amplified at most 3.4445⁵ = 485 times.
        #expect(abs(result[row * columns + column] - expected) < 1e-12)
      }
    }
  }

  /// Rotating a gradient from either side rotates the step alike: singular vectors are kept.
  @Test func stepsTurnWithTheGradient() {
    let (rows, columns) = (4, 4)
    let x = random(rows * columns, seed: 5)
    let (c, s) = (cos(0.7), sin(0.7))
    /// Turns rows 0 and 2 of a matrix into one another.
    func turned(_ x: [Double]) -> [Double] {
      var y = x
      for j in 0..<columns {
        y[j] = c * x[j] - s * x[2 * columns + j]
        y[2 * columns + j] = s * x[j] + c * x[2 * columns + j]
      }
      return y
    }
    let after = turned(ReadableMuon.orthogonalized(x, rows: rows, columns: columns))
    let before = ReadableMuon.orthogonalized(turned(x), rows: rows, columns: columns)
    for (a, b) in zip(after, before) { #expect(abs(a - b) < 1e-12) }
  }

  /// Singular values of a random gradient end between 0.6 and 1.3: X Xᵀ is near the identity, its trace near the rank.
  @Test func singularValuesComeCloseToOne() {
    let (rows, columns) = (8, 24)
    let x = ReadableMuon.orthogonalized(random(rows * columns, seed: 2), rows: rows, columns: columns)
    for i in 0..<rows {
      let square = (0..<columns).reduce(0) { $0 + x[i * columns + $1] * x[i * columns + $1] }
      #expect(square > 0.36 && square < 1.7)
    }
  }

  /// Three steps of every matrix of a model, fast in Float and readable in Double. An iteration may amplify rounding 3.4 times,
  /// five of them 485 times: 6e-8 · 485 = 3e-5 of a step's largest element.
  @Test func theFastOneAgrees() {
    let d = 12
    let layout = Layout(Configuration(positions: 8, width: d, layers: 2, heads: 2))
    let matrices = layout.muonMatrices
    func buffer(_ values: [Double]) -> UnsafeMutableBufferPointer<Float> {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
      _ = buffer.initialize(from: values.map { Float($0) })
      return buffer
    }
    let start = random(layout.count, seed: 1)
    let weights = buffer(start)
    let momentum = buffer(start.map { _ in 0 })
    let gradient = buffer(start)
    defer { for buffer in [weights, momentum, gradient] { buffer.deallocate() } }
    var readable = matrices.map { ReadableMuon<Double>(rows: $0.rows, columns: $0.columns) }
    var expected = start.map { Double(Float($0)) }
    for number in 0..<3 {
      let step = MuonStep(learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
      let values = random(layout.count, seed: 10 + UInt64(number)).map { Double(Float($0)) }
      _ = gradient.update(from: values.map { Float($0) })
      for (index, matrix) in matrices.enumerated() {
        muon(step, matrix, weights: weights, gradient: gradient, momentum: momentum, scale: 0.5)
        let places = elements(of: matrix)
        var part = places.map { expected[$0] }
        readable[index].update(&part, gradient: places.map { 0.5 * values[$0] }, step)
        for (place, value) in zip(places, part) { expected[place] = value }
      }
    }
    for (found, value) in zip(weights, expected) { #expect(abs(Double(found) - value) < 1e-4) }
    let touched = matrices.flatMap(elements)
    #expect(touched.contains { abs(expected[$0] - start[$0]) > 0.01 }, "steps were made")
  }

  /// Every weight is stepped by exactly one of the two optimizers.
  @Test func theTwoOptimizersShareTheWeights() {
    let d = 8
    let layout = Layout(Configuration(positions: 8, width: d, layers: 3, heads: 2))
    var times = [Int](repeating: 0, count: layout.count)
    for matrix in layout.muonMatrices { for i in elements(of: matrix) { times[i] += 1 } }
    for range in layout.outsideMuonMatrices { for i in range { times[i] += 1 } }
    #expect(times.allSatisfy { $0 == 1 })
  }

  /// A gradient of zeros moves nothing but what decay moves.
  @Test func noGradientNoStep() {
    var readable = ReadableMuon<Double>(rows: 3, columns: 4)
    var weights = [Double](repeating: 2, count: 12)
    readable.update(
      &weights, gradient: [Double](repeating: 0, count: 12),
      MuonStep(learningRate: 0.5, momentum: 0.9, weightDecay: 0.5))
    #expect(weights.allSatisfy { $0 == 1.5 })
  }

  private func elements(of matrix: MuonMatrix) -> [Int] {
    (0..<matrix.rows).flatMap { row in
      (0..<matrix.columns).map { matrix.offset + row * matrix.stride + $0 }
    }
  }

  private func random(_ count: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed, 77)
    return (0..<count).map { _ in stream.normal() }
  }
}
