// Theorem 3 in numbers: growth, direction and accuracy of the prediction stage, by the μ of the thoughts.

import Foundation
import Reachability
import Records

extension PredictionReport {
  /// Integrates from (0, 0) to t = 10^100; the limit shows only then, as the direction settles like 1 / log
  /// t.
  public static func compute(
    _ problems: [Problem], indexMatchingLogits: [Double] = [0.1, 1, 3, 10, 100]
  ) -> PredictionReport {
    let values = [nil] + indexMatchingLogits.map(Optional.some)
    return PredictionReport(
      problems: problems.count,
      rows: inParallel(values.count) { index in
        PredictionRow(
          PredictionFlow(problems, indexMatchingLogit: values[index]), indexMatchingLogit: values[index])
      })
  }
}

extension PredictionRow {
  init(_ flow: PredictionFlow, indexMatchingLogit: Double?) {
    let path = Rosenbrock().integrate(from: SIMD2(0, 0), to: 1e100, flow: flow.linearised).dropFirst()
    let stride = max(1, path.count / 200)
    let kept = path.enumerated().filter { $0.offset % stride == 0 || $0.offset == path.count - 1 }.map(
      \.element)
    let limitAngle = flow.maximumMarginAngle
    self.init(
      indexMatchingLogit: indexMatchingLogit, times: kept.map(\.time), carryOver: kept.map { $0.state.x },
      lift: kept.map { $0.state.y }, angle: kept.map { atan2($0.state.y, $0.state.x) },
      accuracy: kept.map { flow.accuracy(carryOver: $0.state.x, lift: $0.state.y) }, limitAngle: limitAngle,
      limitMargin: flow.margin(limitAngle))
  }
}
