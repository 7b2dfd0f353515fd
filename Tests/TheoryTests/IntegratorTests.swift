// Both integrators against closed forms: order, error estimate, length of intervals, the end.

import Foundation
import Testing
import Theory

@Suite struct DormandPrinceTests {
  @Test func followsAnOscillatorAtFifthOrder() throws {
    let solve = { (relative: Double) -> Double in
      let end = DormandPrince(relative: relative, absolute: relative).integrate(from: [1, 0], to: 10) {
        [$0[1], -$0[0]]
      }
      guard let last = end.last else { return .infinity }
      return hypot(last.state[0] - cos(10), last.state[1] + sin(10))
    }
    // Some 30 to 300 intervals, each within its tolerance. An oscillator's errors add up but do not grow.
    #expect(solve(1e-6) < 1e-4)
    #expect(solve(1e-10) < 1e-8)
  }

  /// Both formulas are exact for a quartic, so the estimated error is 0 and intervals grow by a factor of 5.
  @Test func intervalsGrowWhereTheEstimateIsZero() {
    let path = DormandPrince().integrate(from: [0, 0], to: 1000) { [1, $0[0] * $0[0] * $0[0]] }
    #expect(path.count < 14)
    #expect(path.last.map { abs($0.state[1] / 2.5e11 - 1) < 1e-12 } == true)
  }

  /// The last time is exact, however the last interval is rounded.
  @Test func endsExactlyAtTheEnd() {
    for end in stride(from: 0.1, through: 100, by: 0.1) {
      #expect(DormandPrince().integrate(from: [0], to: end) { _ in [1] }.last?.time == end)
    }
  }
}

@Suite struct RosenbrockTests {
  @Test func intervalsGrowWhereNothingChanges() throws {
    let path = Rosenbrock().integrate(from: SIMD2(0, 0), to: 1000) { _ in (SIMD2(1, -2), (SIMD2(), SIMD2())) }
    #expect(path.count < 14)
    let last = try #require(path.last).state
    #expect(abs(last.x - 1000) < 1e-9 && abs(last.y + 2000) < 1e-9)
  }

  /// Rates 1 and 1000: an explicit method would need some 4000 intervals for the fast one to stay stable.
  @Test func followsAStiffDecayInFewSteps() throws {
    let path = Rosenbrock().integrate(from: SIMD2(1, 1), to: 10) { y in
      (SIMD2(-y.x, -1000 * y.y), (SIMD2(-1, 0), SIMD2(0, -1000)))
    }
    let last = try #require(path.last)
    // Errors of 1e-5 per interval die out with the solution; the absolute tolerance of 1e-7 remains.
    #expect(last.time == 10 && abs(last.state.x - exp(-10)) < 1e-6 && abs(last.state.y) < 1e-6)
    #expect(path.count < 1000)
    // On the way the error stays within a few times the tolerance per interval.
    let middle = try #require(path.first { $0.time > 1 })
    #expect(abs(middle.state.x / exp(-middle.time) - 1) < 1e-3)
  }

  /// With tolerances that accept everything, one interval h of y' = A y multiplies y by R(hA), with
  /// `R(z) = (1 + (1 − 2d) z) / (1 − d z)²`, d = 1 − 1/√2: of the two d that give order 2, the L-stable one.
  @Test func oneStepIsItsRationalFunction() throws {
    let h = 1e-3  // the first interval's length
    let columns = (SIMD2(-1000.0, 700), SIMD2(-2000.0, -300))
    func times(_ y: SIMD2<Double>) -> SIMD2<Double> { y.x * columns.0 + y.y * columns.1 }
    let start = SIMD2(1.0, 0.5)
    let path = Rosenbrock(relative: 1e6, absolute: 1e6).integrate(from: start, to: h) { (times($0), columns) }
    #expect(path.count == 2)
    let end = try #require(path.last).state
    let d = 1 - 0.5.squareRoot()
    let once = end - d * h * times(end)
    let rest = once - d * h * times(once) - (start + (1 - 2 * d) * h * times(start))
    #expect(abs(rest.x) < 1e-14 && abs(rest.y) < 1e-14)
  }

  /// The smallest tolerance that lets one interval pass is its error: with h times the rate = 0.01, to about 1 %.
  @Test(arguments: [1, 2])
  func estimateIsTheErrorOfAStep(power: Int) throws {
    let rate = 10.0
    // y' = −10 y and y' = −10 y²; the other component rests.
    func flow(_ y: SIMD2<Double>) -> Rosenbrock.Flow {
      let (value, slope) = power == 1 ? (y.x, 1) : (y.x * y.x, 2 * y.x)
      return (SIMD2(-rate * value, 0), (SIMD2(-rate * slope, 0), SIMD2()))
    }
    func points(_ tolerance: Double) -> [Rosenbrock.Point] {
      Rosenbrock(relative: 0, absolute: tolerance, intervalLimit: 1).integrate(
        from: SIMD2(1, 0), to: 1e-3, flow: flow)
    }
    var (refused, accepted) = (1e-12, 1e-3)
    for _ in 0..<50 {
      let middle = (refused * accepted).squareRoot()
      if points(middle).count == 2 { accepted = middle } else { refused = middle }
    }
    let exact = power == 1 ? exp(-0.01) : 1 / 1.01
    let error = abs(try #require(points(1).last).state.x - exact)
    #expect(abs(accepted / error - 1) < 0.01)
  }

  /// The last time is exact, however the last interval is rounded.
  @Test func endsExactlyAtTheEnd() {
    for end in stride(from: 0.1, through: 100, by: 0.1) {
      let path = Rosenbrock().integrate(from: SIMD2(0, 0), to: end) { _ in (SIMD2(1, 1), (SIMD2(), SIMD2())) }
      #expect(path.last?.time == end)
    }
  }
}
