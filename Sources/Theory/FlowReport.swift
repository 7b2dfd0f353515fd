// Computes Theorem 1's flow of μ for every c and loss over a set of problems: what `flow --json` prints.

import Foundation
import Reachability
import Records

extension FlowReport {
  /// Integrates every c and loss over `problems` from μ = 0, to the root or to `horizon`.
  public static func compute(_ problems: [Problem], horizon: Double = 1e9) -> FlowReport {
    let integrator = DormandPrince()
    // Soft Coconut has Coconut's expectation, and so its flow.
    let losses = Loss.allCases.filter { $0 != .softCoconut }
    let rows = inParallel(4 * losses.count) { index -> FlowRow? in
      let (c, loss) = (index / losses.count, losses[index % losses.count])
      let flow = IndexMatchingFlow(problems, c: c, loss: loss)
      guard flow.problemCount > 0 else { return nil }
      return FlowRow(flow, c: c, loss: loss, horizon: horizon, integrator: integrator)
    }.compactMap(\.self)
    return FlowReport(
      relativeTolerance: integrator.relative, absoluteTolerance: integrator.absolute, horizon: horizon,
      grid: FlowReport.grid, rows: rows)
  }
}

extension FlowRow {
  init(
    _ flow: IndexMatchingFlow, c: Int, loss: Loss, horizon: Double, integrator: DormandPrince
  ) {
    let root = flow.root()
    let path = flow.path(to: horizon, root: root, integrator: integrator)
    let last = path[path.count - 1]
    let stride = max(1, path.count / 200)
    let kept = path.indices.filter { $0 % stride == 0 || $0 == path.count - 1 }
    self.init(
      c: c, loss: loss, problems: flow.problemCount, pairs: flow.pairCount, share: flow.boundedShare,
      risingShare: flow.risingShare, root: root,
      rate: root.map(flow.contraction) ?? logarithmicFit(path.filter { $0.time >= last.time / 100 }),
      rateOf: root == nil ? "slope on log t" : "exponential",
      slopeInTheLimit: root == nil ? flow.logarithmicSlope : nil, endTime: last.time, endValue: last.state[0],
      expectedInDegree: FlowReport.grid.map(flow.expectedInDegree),
      velocity: FlowReport.grid.map(flow.velocity),
      times: kept.map { path[$0].time }, values: kept.map { path[$0].state[0] })
  }
}

/// The least-squares slope of a path's first component on log t; 0 for fewer than two points.
public func logarithmicFit(_ path: [DormandPrince.Point]) -> Double {
  let points = path.filter { $0.time > 0 }.map { (log($0.time), $0.state[0]) }
  let count = Double(points.count)
  let x = points.reduce(0) { $0 + $1.0 } / count
  let y = points.reduce(0) { $0 + $1.1 } / count
  let spread = points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
  return spread > 0 ? points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / spread : 0
}
