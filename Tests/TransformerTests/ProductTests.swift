// The products and functions that the fast pass makes itself, each against sums in Double. Shapes are chosen around the
// edges of lanes and tiles, which differ between instruction sets.

import Foundation
import Randomness
import Testing
import Transformer

@Suite struct ProductTests {
  /// Rows, depth and columns of a product.
  static let shapes = [
    (1, 1, 1), (4, 7, 16), (5, 64, 32), (16, 65, 40), (3, 300, 33), (17, 128, 31), (32, 257, 130),
  ]

  /// A float sum of n products is off by at most n roundings, each 2⁻²⁴ of the sum of the products' sizes.
  @Test(arguments: shapes, [Float(0), 1])
  func fewRowsTimesAMatrix(shape: (Int, Int, Int), beta: Float) {
    let (rows, depth, columns) = shape
    let (a, b) = (numbers(rows * depth, 1), numbers(depth * columns, 2))
    let transposed = (0..<columns).flatMap { j in (0..<depth).map { b[$0 * columns + j] } }
    let before = numbers(rows * columns, 3)
    let plain = product(a, b, (depth, columns), before, shape) { multiplyFew($0, $1, into: $2, beta: beta) }
    let turned = product(a, transposed, (columns, depth), before, shape) {
      multiplyFewTransposed($0, $1, into: $2, beta: beta)
    }
    for i in 0..<rows {
      for j in 0..<columns {
        let at = i * columns + j
        var (sum, size) = (Double(beta) * Double(before[at]), Double(abs(before[at])))
        for k in 0..<depth {
          sum += Double(a[i * depth + k]) * Double(b[k * columns + j])
          size += abs(Double(a[i * depth + k]) * Double(b[k * columns + j]))
        }
        let bound = Double(depth + 2) * size / 16_777_216
        #expect(abs(Double(plain[at]) - sum) <= bound)
        #expect(abs(Double(turned[at]) - sum) <= bound)
      }
    }
  }

  /// GELU takes the form x σ(2u). Its float exponential is within 2e-7, and rounding 2u, up to 20 where the gate is not yet
  /// 0 or 1, adds 20 · 2⁻²⁴ = 1.2e-6 of the value.
  @Test func geluIsItsFormula() {
    let x = (0..<133).map { Float($0 - 66) / 8 }
    let (input, output, bias) = (Kept(x), Kept(x), Kept(x.map { _ in 0 }))
    gelu(input.matrix(1, x.count), bias: bias.start, into: output.matrix(1, x.count))
    for (x, y) in zip(x, output.values) {
      let x = Double(x)
      let expected = 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      #expect(abs(Double(y) - expected) <= 2e-6 * abs(expected) + 1e-12)
    }
  }

  /// What follows a row's last score, up to whole lanes, becomes 0 whatever stood there; attention's tiles rely on it.
  @Test(arguments: [1, 15, 16, 17, 116])
  func softmaxFillsItsLastLaneWithZeros(count: Int) {
    let row = Kept(numbers(count, 5) + [Float](repeating: 1000, count: 16))
    softmax(count, row.start, scale: 0.3)
    let x = row.values
    let exact = numbers(count, 5).map { exp(0.3 * Double($0)) }
    let sum = exact.reduce(0, +)
    // One exponential, one product and a sum of at most 116 terms: 2e-7 + 120 · 2⁻²⁴ at most.
    for i in 0..<count { #expect(abs(Double(x[i]) - exact[i] / sum) <= 8e-6 * exact[i] / sum) }
    let end = (count + lane - 1) / lane * lane
    #expect(x[count..<end].allSatisfy { $0 == 0 })
    #expect(x[end...].allSatisfy { $0 == 1000 })
  }

  private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
    var random = RandomStream(seed, 0)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  private func product(
    _ a: [Float], _ b: [Float], _ shape: (Int, Int), _ before: [Float], _ whole: (Int, Int, Int),
    _ multiply: (Matrix, Matrix, Matrix) -> Void
  ) -> [Float] {
    let (a, b, c) = (Kept(a), Kept(b), Kept(before))
    multiply(
      a.matrix(whole.0, whole.1), b.matrix(shape.0, shape.1), c.matrix(whole.0, whole.2))
    return c.values
  }
}

/// Floats in memory of their own.
private final class Kept {
  let start: Floats
  private let count: Int

  init(_ values: [Float]) {
    (start, count) = (.allocate(capacity: values.count), values.count)
    for (i, value) in values.enumerated() { start[i] = value }
  }

  deinit { start.deallocate() }

  func matrix(_ rows: Int, _ columns: Int) -> Matrix { Matrix(start, rows, columns) }
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
