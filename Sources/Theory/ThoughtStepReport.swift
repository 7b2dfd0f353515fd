// Theorem 2 over a set of problems: supports and weights of thoughts against μ, in exact and in float arithmetic.

import Foundation
import Reachability

/// Thoughts made with one μ, over all problems: `[t_1] … [t_L]`, L the hops to the target.
public struct ThoughtStepRow: Codable, Sendable {
  /// μ, the index-matching logit.
  public let indexMatchingLogit: Double
  /// Share of thoughts whose support is exactly N_c, in double precision; 1 by Theorem 2.
  public let exactInDouble: Double
  /// The same in single precision.
  public let exactInFloat: Double
  /// Share of thoughts, held in `Float` in a dense embedding space, in which every node of N_c reads larger than the
  /// rounding left on every other node.
  public let resolvedInDenseFloat: Double
  /// Of the last thought's mass Σ x the share on the nodes exactly L hops away. This and the rest are means over
  /// problems.
  public let frontierMass: Double
  /// How even the last thought is over N_L: entropy over its maximum, 1 for uniform.
  public let evenness: Double
  /// How even it is over the nodes exactly L hops away alone.
  public let frontierEvenness: Double
  /// Mass on N_L of the softmax of the last thought's logits, which the losses see.
  public let softmaxMass: Double
  /// How even that softmax is over N_L.
  public let softmaxEvenness: Double
  /// How even it is over the nodes exactly L hops away alone.
  public let softmaxFrontierEvenness: Double
}

/// One exact step of breadth-first search for every μ > 0 (Theorem 2), and what arithmetic makes of it.
public struct ThoughtStepReport: Codable, Sendable {
  /// Problems measured on.
  public let problems: Int
  /// Thoughts made for each μ, L a problem.
  public let thoughts: Int
  /// The roots μ* among the rows' μ.
  public let roots: [Double]
  /// One row per μ, ascending.
  public let rows: [ThoughtStepRow]
  /// The claims, judged on these rows.
  public let claims: [Claim]

  /// Measures `problems` for μ = 10^k, k = −12 … 12, for half decades from 10^−3 to 10^3, and for the given roots μ*.
  public init(_ problems: [Problem], roots: [Double]) {
    let decades = (-12...12).map { pow(10, Double($0)) }
    let halves = (-3...2).map { pow(10, Double($0) + 0.5) }
    self.roots = roots.filter { $0 > 0 }
    let values = (decades + halves + roots).filter { $0 > 0 }.sorted()
    rows = inParallel(values.count) { ThoughtStepRow(problems, indexMatchingLogit: values[$0]) }
    self.problems = problems.count
    thoughts = problems.reduce(0) { $0 + $1.pathLength }
    claims = ThoughtStepReport.claims(rows, roots: roots, thoughts: thoughts)
  }

  private static func claims(_ rows: [ThoughtStepRow], roots: [Double], thoughts: Int) -> [Claim] {
    let middle = rows.filter { (1e-3...1e3).contains($0.indexMatchingLogit) }
    let atRoots = rows.filter { roots.contains($0.indexMatchingLogit) }
    func decades(_ keep: (ThoughtStepRow) -> Bool) -> String {
      let kept = rows.filter(keep).map(\.indexMatchingLogit)
      guard let first = kept.first, let last = kept.last else { return "nowhere" }
      return String(format: "for μ from %.0e to %.0e", first, last)
    }
    let exact = middle.map(\.exactInDouble).min() ?? 0
    let rooted = atRoots.map(\.exactInDouble).min() ?? 0
    func found(_ share: Double, _ place: String) -> String {
      share == 1
        ? "all \(thoughts) thoughts \(place)" : String(format: "%.4f of thoughts at the worst", share)
    }
    return [
      Claim(
        statement: "The next thought has mass on N_{c+1} and only there, for μ from 0.001 to 1000",
        source: "Theorem 2", paper: "for every μ > 0",
        here: found(exact, "for each of \(middle.count) values of μ"), holds: exact == 1),
      Claim(
        statement: "The same at the roots μ* of the Coconut flow", source: "Theorem 2",
        paper: "for every μ > 0",
        here: found(
          rooted,
          "at μ* = " + atRoots.map { String(format: "%.3g", $0.indexMatchingLogit) }.joined(separator: ", ")),
        holds: !atRoots.isEmpty && rooted == 1),
      Claim(
        statement: "The same in single precision, one coordinate per node",
        source: "Theorem 2 in float arithmetic",
        paper: "not stated", here: "exact " + decades { $0.exactInFloat == 1 },
        holds: rows.allSatisfy { $0.exactInFloat == 1 }),
      Claim(
        statement: "The same in single precision, nodes as dense vectors",
        source: "Theorem 2 in float arithmetic",
        paper: "not stated", here: "N_c stands out from rounding " + decades { $0.resolvedInDenseFloat == 1 },
        holds: rows.allSatisfy { $0.resolvedInDenseFloat == 1 }),
      Claim(
        statement: "Large μ commits to locally attractive nodes",
        source: "discussion of Theorem 1", paper: "stated in words",
        here: String(
          format:
            "softmax evenness within N_L %.3f at μ = 0.01, %.3f at μ = 100; of the thought itself %.3f and %.3f: "
            + "the prediction commits, the linear thought does not collapse",
          value(rows, 0.01, \.softmaxEvenness), value(rows, 100, \.softmaxEvenness),
          value(rows, 0.01, \.evenness),
          value(rows, 100, \.evenness)),
        holds: value(rows, 100, \.softmaxEvenness) < value(rows, 0.01, \.softmaxEvenness)),
    ]
  }

  private static func value(_ rows: [ThoughtStepRow], _ mu: Double, _ path: KeyPath<ThoughtStepRow, Double>)
    -> Double
  {
    rows.first { abs($0.indexMatchingLogit / mu - 1) < 1e-9 }.map { $0[keyPath: path] } ?? .nan
  }
}

extension ThoughtStepRow {
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
      frontierEven += Theory.evenness(frontier.map { last[$0] }, of: frontier.count)
      even += Theory.evenness(last, of: reachable.count)
      let logits = nextLogits(double[length - 1], in: problem.graph, indexMatchingLogit: mu)
      let largest = logits.max() ?? 0
      let weights = logits.map { exp($0 - largest) }
      softmaxMass += reachable.reduce(0) { $0 + weights[$1] } / weights.reduce(0, +)
      softmaxEven += Theory.evenness(reachable.map { weights[$0] }, of: reachable.count)
      // From the frontier's own largest logit, so that it does not vanish beside others.
      let most = frontier.map { logits[$0] }.max() ?? 0
      softmaxFrontierEven += Theory.evenness(frontier.map { exp(logits[$0] - most) }, of: frontier.count)
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
