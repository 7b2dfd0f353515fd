// The one-number flow of every hop and loss over a data set, with its claims: what `flow --json` prints.

import Foundation
import Reachability

/// One hop and one loss of Theorem 1's flow (time in units of 1/α).
public struct FlowRow: Codable, Sendable {
  /// c, thoughts made.
  public let hop: Int
  /// The loss, by the set of nodes that it accepts.
  public let loss: TheoryLoss
  /// Problems with a hop c + 1.
  public let problems: Int
  /// Pairs of such a problem and a set that the loss accepts (for Coconut a demonstrated node).
  public let pairs: Int
  /// Share of pairs with d* < d_max, Theorem 1's condition for a bounded flow.
  public let share: Double
  /// Share of pairs with μ' > 0 at μ = 0.
  public let risingShare: Double
  /// μ*, or null where the flow grows without bound.
  public let root: Double?
  /// With a root, the exponential rate −dμ'/dμ there; without, the slope of μ on log t over the last two decades.
  public let rate: Double
  /// What `rate` is: `exponential` or `slope on log t`.
  public let rateOf: String
  /// The slope on log t that the slowest problem dictates for t → ∞; null with a root.
  public let slopeInTheLimit: Double?
  /// The time at which the integration ends, in units of 1/α.
  public let endTime: Double
  /// μ at that time.
  public let endValue: Double
  /// F(μ), averaged over problems, at each μ of `FlowReport.grid`.
  public let expectedInDegree: [Double]
  /// μ' at α = 1, averaged over problems, at each μ of `FlowReport.grid`.
  public let velocity: [Double]
  /// Times of the integrated path, thinned, in units of 1/α.
  public let times: [Double]
  /// μ at those times.
  public let values: [Double]

  enum CodingKeys: String, CodingKey {
    case hop, loss, problems, pairs, share, risingShare, root, rate, rateOf, slopeInTheLimit, endTime,
      endValue
    case expectedInDegree, velocity, times, values
  }

  /// Writes `root` and `slopeInTheLimit` as null where there is none. Throws what `encoder` throws.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(hop, forKey: .hop)
    try box.encode(loss, forKey: .loss)
    try box.encode(problems, forKey: .problems)
    try box.encode(pairs, forKey: .pairs)
    try box.encode(share, forKey: .share)
    try box.encode(risingShare, forKey: .risingShare)
    try box.encode(root, forKey: .root)
    try box.encode(rate, forKey: .rate)
    try box.encode(rateOf, forKey: .rateOf)
    try box.encode(slopeInTheLimit, forKey: .slopeInTheLimit)
    try box.encode(endTime, forKey: .endTime)
    try box.encode(endValue, forKey: .endValue)
    try box.encode(expectedInDegree, forKey: .expectedInDegree)
    try box.encode(velocity, forKey: .velocity)
    try box.encode(times, forKey: .times)
    try box.encode(values, forKey: .values)
  }
}

/// Theorem 1 in numbers for one data set: hops 0…3, four losses.
public struct FlowReport: Codable, Sendable {
  /// The integrator's tolerance of a step as a share of |μ|.
  public let relativeTolerance: Double
  /// The integrator's tolerance of a step where μ is near 0.
  public let absoluteTolerance: Double
  /// The last time of a flow without a root, in units of 1/α.
  public let horizon: Double
  /// The μ at which each row's `expectedInDegree` and `velocity` are given.
  public let grid: [Double]
  /// One row per hop and loss.
  public let rows: [FlowRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// μ from −10 to 30 in steps of ½.
  public static let grid: [Double] = (-20...60).map { Double($0) / 2 }

  /// Integrates every hop and loss over `problems` from μ = 0, to the root or to `horizon`.
  public init(_ problems: [Problem], horizon: Double = 1e9) {
    let integrator = DormandPrince()
    let losses = TheoryLoss.allCases
    let rows = inParallel(4 * losses.count) { index -> FlowRow? in
      let (c, loss) = (index / losses.count, losses[index % losses.count])
      let flow = IndexMatchingFlow(problems, hop: c, loss: loss)
      guard flow.problemCount > 0 else { return nil }
      return FlowRow(flow, hop: c, loss: loss, horizon: horizon, integrator: integrator)
    }.compactMap(\.self)
    relativeTolerance = integrator.relative
    absoluteTolerance = integrator.absolute
    self.horizon = horizon
    grid = FlowReport.grid
    self.rows = rows
    claims = FlowReport.claims(rows)
  }

  private static func claims(_ rows: [FlowRow]) -> [Claim] {
    func some(_ loss: TheoryLoss, _ hops: ClosedRange<Int>) -> [FlowRow] {
      rows.filter { $0.loss == loss && hops.contains($0.hop) }
    }
    func list(_ rows: [FlowRow], _ value: (FlowRow) -> Double?) -> String {
      rows.map { "c = \($0.hop): " + (value($0).map { String(format: "%.3g", $0) } ?? "none") }
        .joined(separator: ", ")
    }
    let later = some(.coconut, 1...3)
    let first = some(.coconut, 0...0)
    let frontier = some(.bfsFrontier, 1...3)
    let unbounded = some(.bfsReachable, 0...3) + some(.bfsSuccessors, 0...3)
    let steps = rows.map {
      zip($0.expectedInDegree, $0.expectedInDegree.dropFirst()).map { $1 - $0 }.min() ?? 0
    }
    let gaps = later.compactMap { row in row.root.map { abs($0 - row.endValue) } }
    return [
      Claim(
        statement: "F(μ) increases in μ", source: "Theorem 1, F' = Var(d)/√K", paper: "F' ≥ 0",
        here: String(format: "smallest step of F on the grid %.2g", steps.min() ?? 0),
        holds: (steps.min() ?? -1) >= -1e-12),
      Claim(
        statement: "Coconut's μ is bounded where d* < d_max (c ≥ 1)", source: "Theorem 1",
        paper: "converges to the root of F(μ*) = d*", here: "μ* " + list(later, \.root),
        holds: !later.isEmpty && later.allSatisfy { $0.root != nil }),
      Claim(
        statement: "The integrated Coconut flow ends at the root (c ≥ 1)", source: "Theorem 1",
        paper: "μ(t) → μ*", here: String(format: "largest distance %.1g", gaps.max() ?? .infinity),
        holds: gaps.count == later.count && (gaps.max() ?? 1) < 1e-6),
      Claim(
        statement: "Coconut's μ is bounded at the first hop (c = 0)", source: "Theorem 1",
        paper: "condition d* < d_max assumed",
        here: "share of pairs with the condition " + list(first, \.share) + "; μ* " + list(first, \.root)
          + "; slope on log t " + list(first.filter { $0.root == nil }, \.rate),
        holds: !first.isEmpty && first.allSatisfy { $0.root != nil }),
      Claim(
        statement: "Coconut-BFS's μ grows at least like log t (reachable, successors)", source: "Theorem 1",
        paper: "μ(t) → ∞, Ω(log t)",
        here: "slopes on log t, reachable "
          + list(some(.bfsReachable, 0...3), { $0.rate }) + "; successors "
          + list(some(.bfsSuccessors, 0...3), { $0.rate }),
        holds: !unbounded.isEmpty && unbounded.allSatisfy { $0.root == nil && $0.rate > 0 }),
      Claim(
        statement: "Coconut-BFS with the frontier as candidate set grows without bound too (c ≥ 1)",
        source: "Theorem 1 applied to another candidate set", paper: "not stated",
        here: "μ* " + list(frontier, \.root),
        holds: !frontier.isEmpty && frontier.allSatisfy { $0.root == nil }),
    ]
  }
}

extension FlowRow {
  init(
    _ flow: IndexMatchingFlow, hop: Int, loss: TheoryLoss, horizon: Double, integrator: DormandPrince
  ) {
    let root = flow.root()
    let path = flow.path(to: horizon, integrator: integrator)
    let last = path[path.count - 1]
    self.hop = hop
    self.loss = loss
    problems = flow.problemCount
    pairs = flow.pairCount
    share = flow.boundedShare
    risingShare = flow.risingShare
    self.root = root
    if let root {
      rate = flow.contraction(at: root)
      rateOf = "exponential"
    } else {
      rate = logarithmicFit(path.filter { $0.time >= last.time / 100 })
      rateOf = "slope on log t"
    }
    slopeInTheLimit = root == nil ? flow.logarithmicSlope : nil
    endTime = last.time
    endValue = last.state[0]
    expectedInDegree = FlowReport.grid.map(flow.expectedInDegree)
    velocity = FlowReport.grid.map(flow.velocity)
    let stride = max(1, path.count / 200)
    let kept = path.indices.filter { $0 % stride == 0 || $0 == path.count - 1 }
    times = kept.map { path[$0].time }
    values = kept.map { path[$0].state[0] }
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
