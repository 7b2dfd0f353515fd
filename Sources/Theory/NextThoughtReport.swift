// Theorem 2 over a set of problems: support and weights of thoughts by μ, in double and single precision.

import Foundation
import Reachability
import Records

extension NextThoughtReport {
  /// Measures `problems` for μ = 10^k, k = −12 … 12, for half decades from 10^−3 to 10^3, and for the given roots μ*.
  public static func compute(_ problems: [Problem], roots: [Double]) -> NextThoughtReport {
    let decades = (-12...12).map { pow(10, Double($0)) }
    let halves = (-3...2).map { pow(10, Double($0) + 0.5) }
    let values = (decades + halves + roots).filter { $0 > 0 }.sorted()
    return NextThoughtReport(
      problems: problems.count, thoughts: problems.reduce(0) { $0 + $1.pathLength },
      roots: roots.filter { $0 > 0 },
      rows: inParallel(values.count) { NextThoughtRow(problems, indexMatchingLogit: values[$0]) })
  }
}

extension NextThoughtRow {
  init(_ problems: [Problem], indexMatchingLogit mu: Double) {
    var exactInDouble = 0
    var exactInFloat = 0
    var resolved = 0
    var total = 0
    var frontierMass = 0.0
    var (even, frontierEven) = (0.0, 0.0)
    var softmaxMass = 0.0
    var (softmaxEven, softmaxFrontierEven) = (0.0, 0.0)
    for problem in problems {
      let length = problem.pathLength
      let double: [[Double]] = Theory.thoughts(of: problem, indexMatchingLogit: mu, count: length)
      let single: [[Float]] = Theory.thoughts(of: problem, indexMatchingLogit: Float(mu), count: length)
      let dense = denseThoughts(of: problem, indexMatchingLogit: Float(mu), count: length)
      for c in 1...max(1, length) where c <= length {
        let reachable = problem.reachable(c)
        exactInDouble += support(double[c]) == reachable ? 1 : 0
        exactInFloat += support(single[c]) == reachable ? 1 : 0
        let wanted = Set(reachable)
        let least = reachable.map { dense[c][$0] }.min() ?? 0
        let noise = dense[c].indices.reduce(Float(0)) {
          wanted.contains($1) ? $0 : max($0, abs(dense[c][$1]))
        }
        resolved += least > noise ? 1 : 0
        total += 1
      }
      guard length > 0 else { continue }
      let reachable = problem.reachable(length)
      let last = double[length]
      let frontier = problem.frontier(length)
      frontierMass += frontier.reduce(0) { $0 + last[$1] } / last.reduce(0, +)
      frontierEven += Reachability.evenness(frontier.map { last[$0] }, of: frontier.count)
      even += Reachability.evenness(last, of: reachable.count)
      let logits = nextLogits(double[length - 1], in: problem.graph, indexMatchingLogit: mu)
      let p = softmax(logits: logits)
      softmaxMass += reachable.reduce(0) { $0 + p[$1] }
      softmaxEven += Reachability.evenness(reachable.map { p[$0] }, of: reachable.count)
      // A softmax of its own, so that the frontier's shares do not vanish beside those of larger logits.
      softmaxFrontierEven += Reachability.evenness(
        softmax(logits: frontier.map { logits[$0] }), of: frontier.count)
    }
    let thoughts = Double(max(total, 1))
    let count = Double(max(problems.count, 1))
    self.init(
      indexMatchingLogit: mu, exactInDouble: Double(exactInDouble) / thoughts,
      exactInFloat: Double(exactInFloat) / thoughts, resolvedInDenseFloat: Double(resolved) / thoughts,
      frontierMass: frontierMass / count, evenness: even / count, frontierEvenness: frontierEven / count,
      softmaxMass: softmaxMass / count, softmaxEvenness: softmaxEven / count,
      softmaxFrontierEvenness: softmaxFrontierEven / count)
  }
}
