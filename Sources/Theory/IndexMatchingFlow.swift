// Theorem 1's one-number gradient flow over a data set: its velocity, its root and its path. One c, one loss.

import Reachability

/// The gradient flow of the index-matching logit μ, averaged over problems (Theorem 1, "over a dataset,
/// average the right-hand sides"). Time is in units of 1/α. A problem's pairs (several demonstrated nodes)
/// share its weight.
public struct IndexMatchingFlow: Sendable {
  /// Distinct sums and their weights, which add to 1.
  public let terms: [(sums: NodeSums, weight: Double)]
  /// Problems with a hop c + 1.
  public let problemCount: Int
  /// Pairs of such a problem and a set that the loss accepts.
  public let pairCount: Int
  /// Share of pairs with d* < d_max, the theorem's condition; 0 without pairs.
  public let boundedShare: Double
  /// Share of pairs with μ' > 0 at μ = 0 (for Coconut, F(0) < d*); 0 without pairs.
  public let risingShare: Double

  /// The flow of `problems` after `c` thoughts. Without a problem that has a hop c + 1, μ stands still.
  public init(_ problems: some Sequence<Problem>, c: Int, loss: Loss) {
    var weights: [NodeSums: Double] = [:]
    var problemCount = 0
    var pairCount = 0
    var bounded = 0
    var rising = 0
    for problem in problems {
      let sets = loss.acceptedSets(problem, c: c)
      if !sets.isEmpty { problemCount += 1 }
      for accepted in sets {
        let sums = NodeSums(problem, c: c, accepted: accepted)
        weights[sums, default: 0] += 1 / Double(sets.count)
        pairCount += 1
        bounded += sums.isBounded ? 1 : 0
        rising += sums.velocity(0) > 0 ? 1 : 0
      }
    }
    self.problemCount = problemCount
    self.pairCount = pairCount
    boundedShare = pairCount > 0 ? Double(bounded) / Double(pairCount) : 0
    risingShare = pairCount > 0 ? Double(rising) / Double(pairCount) : 0
    terms = weights.map { ($0.key, $0.value / Double(problemCount)) }.sorted { $0.0.precedes($1.0) }
  }

  /// μ'(μ) at α = 1, the average of the problems' right-hand sides.
  public func velocity(_ mu: Double) -> Double { average { $0.velocity(mu) } }

  /// The limit of μ' for μ → ∞: negative means bounded, zero means that μ grows for ever.
  public var velocityAtInfinity: Double { average(\.velocityAtInfinity) }

  /// The average of F(μ), each problem weighed by 1/(n√K) as in the flow. At a root of Coconut's flow it is the same average of d*.
  public func expectedInDegree(_ mu: Double) -> Double { weighed { $0.expectedInDegree(mu) } }

  /// μ*: the first zero of μ' that the flow meets on its way from 0, to `tolerance`; nil if it meets none
  /// below `limit`. For Coconut μ' falls in μ, so there is one root; for Coconut-BFS there may be several, so
  /// the search grows |μ| by 2 % at a time, then bisects.
  public func root(tolerance: Double = 1e-12, limit: Double = 1000) -> Double? {
    pairCount > 0 ? firstRoot(of: velocity, tolerance: tolerance, limit: limit) : nil
  }

  /// μ of the least mean loss, in which every problem counts alike, while the flow weighs them by 1/(n√K) (its factor 1/√K is
  /// also in the loss's slope, its factor 1/n is not); found as the root is, nil if there is none.
  public var leastLoss: Double? {
    firstRoot { mu in average { Double($0.nodeCount) * $0.velocity(mu) } }
  }

  /// −dμ'/dμ at `mu`, by a central difference: the rate (in α) at which the flow nears a root there.
  public func contraction(at mu: Double) -> Double {
    let h = 1e-4
    return (velocity(mu - h) - velocity(mu + h)) / (2 * h)
  }

  /// μ(t) from μ(0) = `start` until `end`, until |μ'| is below `rest`, or until μ is within 5e-9 of `root` where that is known.
  /// Near a root only the tolerance keeps the integrator stable: μ hovers about it, by up to 1e-9, for as long as one waits, and
  /// in some data sets |μ'| then stays above `rest`.
  public func path(
    from start: Double = 0, to end: Double, root: Double? = nil, rest: Double = 1e-11,
    integrator: DormandPrince = DormandPrince()
  ) -> [DormandPrince.Point] {
    let stop: ([Double]) -> Bool = { state in
      root.map { abs(state[0] - $0) < 5e-9 } ?? false || abs(velocity(state[0])) < rest
    }
    return integrator.integrate(from: [start], to: end, stop: stop) { [velocity($0[0])] }
  }

  /// The slope of μ on log t that an unbounded flow tends to: √K / gap of the slowest problem; nil if
  /// bounded.
  ///
  /// `gap` is the distance from d_max to the largest d below it (among rejected nodes, unless one of them ties with
  /// the accepted). For large μ then `μ' ∝ exp(−μ gap / √K)`, so `μ ≈ (√K / gap) log t`; the largest slope wins.
  public var logarithmicSlope: Double? {
    guard velocityAtInfinity == 0 else { return nil }
    return terms.compactMap { term -> Double? in
      let classes = term.sums.classes
      let largest = term.sums.largestInDegree
      let tied = classes.contains { !$0.accepted && $0.inDegree == largest }
      let below = classes.filter { $0.inDegree < largest && (tied || !$0.accepted) }.map(\.inDegree).max()
      return below.map { Double(term.sums.superposed).squareRoot() / Double(largest - $0) }
    }.max()
  }

  private func weighed(_ value: (NodeSums) -> Double) -> Double {
    let total = average(\.timeScale)
    return total > 0 ? average { $0.timeScale * value($0) } / total : 0
  }

  private func average(_ value: (NodeSums) -> Double) -> Double {
    terms.reduce(0) { $0 + $1.weight * value($1.sums) }
  }
}

/// The first zero of `velocity` that a flow meets on its way from 0, to `tolerance`; nil if it meets none below `limit`. The
/// search grows |μ| by 2 % at a time, then bisects.
func firstRoot(
  of velocity: (Double) -> Double, tolerance: Double = 1e-12, limit: Double = 1000
) -> Double? {
  let direction = velocity(0)
  if direction == 0 { return 0 }
  let sign = direction > 0 ? 1.0 : -1.0
  var near = 0.0
  var far = sign * 0.01
  while velocity(far) * sign > 0 {
    near = far
    far *= 1.02
    if abs(far) > limit { return nil }
  }
  if velocity(far) == 0 { return nil }  // decayed below the smallest number, not crossed
  while abs(far - near) > tolerance * max(1, abs(near)) {
    let middle = (near + far) / 2
    if middle == near || middle == far { break }
    if velocity(middle) * sign > 0 { near = middle } else { far = middle }
  }
  return (near + far) / 2
}

extension NodeSums {
  /// An order of sums that does not depend on hashing, so that averages add up the same way in every run.
  func precedes(_ other: NodeSums) -> Bool { key.lexicographicallyPrecedes(other.key) }

  private var key: [Int] {
    [nodeCount, superposed]
      + classes.flatMap { [$0.inDegree, $0.carried ? 1 : 0, $0.accepted ? 1 : 0, $0.count] }
  }
}
