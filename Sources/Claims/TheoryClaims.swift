// The claims of the theory and the rules that judge them, from the numbers in theory records. The module
// Theory computes those numbers.

import Foundation
import Inputs
import Reachability
import Records

/// Judges the theory's records in `folder`, in the order of the theorems. Throws `InputError`.
func theoryClaims(in folder: String) throws -> [Claim] {
  func claims<Report: Codable & Sendable>(_ name: TheoryName, _ judge: (Report) -> [Claim]) throws -> [Claim]
  {
    let path = "\(folder)/\(name.file)"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return judge(try TheoryFile<Report>.read(path).report)
  }
  let all =
    try claims(.construction, judge(construction:)) + claims(.flow, judge(flow:))
    + claims(.keyQuery, judge(keyQuery:)) + claims(.prediction, judge(prediction:))
    + claims(.simplified, judge(simplified:)) + claims(.nextThought, judge(nextThought:))
    + claims(.scale, judge(scale:))
  return all.enumerated().sorted { ($0.element.source, $0.offset) < ($1.element.source, $1.offset) }.map(
    \.element)
}

/// Judges Theorem 1 on its gradient flow.
public func judge(flow report: FlowReport) -> [Claim] {
  let rows = report.rows
  func some(_ loss: Loss, _ range: ClosedRange<Int>) -> [FlowRow] {
    rows.filter { $0.loss == loss && range.contains($0.c) }
  }
  func list(_ rows: [FlowRow], _ value: (FlowRow) -> Double?) -> String {
    rows.map { "c = \($0.c): " + (value($0).map { significant($0, 3) } ?? "none") }
      .joined(separator: ", ")
  }
  /// The slope on log t at the end of the flow, and the one that it tends to.
  func slopes(_ rows: [FlowRow]) -> String {
    rows.map { row in
      "c = \(row.c): \(number(row.rate)) → \(row.slopeInTheLimit.map { number($0) } ?? "none")"
    }.joined(separator: ", ")
  }
  let later = some(.coconut, 1...3)
  let first = some(.coconut, 0...0)
  let frontier = some(.bfsFrontier, 1...3)
  let unbounded = some(.bfsReachable, 0...3) + some(.bfsSuccessors, 0...3)
  let rises = rows.map {
    zip($0.expectedInDegree, $0.expectedInDegree.dropFirst()).map { $1 - $0 }.min() ?? 0
  }
  let gaps = later.compactMap { row in row.root.map { abs($0 - row.endValue) } }
  return [
    Claim(
      id: "theory-flow-rises", statement: "F(μ) increases in μ", source: "Theorem 1, F' = Var(d)/√K",
      paper: "F' ≥ 0",
      ours: "smallest rise of F on the grid " + significant(rises.min() ?? 0, 2),
      holds: (rises.min() ?? -1) >= -1e-12),
    Claim(
      id: "theory-coconut-root", statement: "Coconut's μ is bounded where d* < d_max (c ≥ 1)",
      source: "Theorem 1",
      paper: "converges to the root of F(μ*) = d*", ours: "μ* " + list(later, \.root),
      holds: !later.isEmpty && later.allSatisfy { $0.root != nil }),
    Claim(
      id: "theory-flow-ends-at-root", statement: "The integrated Coconut flow ends at the root (c ≥ 1)",
      source: "Theorem 1",
      paper: "μ(t) → μ*", ours: "largest distance " + significant(gaps.max() ?? .infinity, 1),
      holds: gaps.count == later.count && (gaps.max() ?? 1) < 1e-6),
    Claim(
      id: "theory-coconut-no-root-first-hop",
      statement: "At c = 0 no problem meets Theorem 1's condition, and Coconut's μ grows without bound too",
      source: "Theorem 1 where d* = d_max", table: .ours, paper: "assumes d* < d_max",
      ours: "share of pairs with d* < d_max " + list(first, \.share) + "; root μ* " + list(first, \.root)
        + "; slope on log t at the end → in the limit " + slopes(first),
      holds: !first.isEmpty && first.allSatisfy { $0.share == 0 && $0.root == nil && $0.rate > 0 }),
    Claim(
      id: "theory-bfs-log-growth",
      statement: "Coconut-BFS's μ grows at least like log t (reachable, successors)", source: "Theorem 1",
      paper: "μ(t) → ∞, Ω(log t)",
      ours: "slope on log t at the end → in the limit: reachable " + slopes(some(.bfsReachable, 0...3))
        + "; successors " + slopes(some(.bfsSuccessors, 0...3)),
      holds: !unbounded.isEmpty && unbounded.allSatisfy { $0.root == nil && $0.rate > 0 }),
    Claim(
      id: "theory-bfs-frontier-growth",
      statement: "Coconut-BFS with the frontier as candidate set grows without bound too (c ≥ 1)",
      source: "Theorem 1 applied to another candidate set", table: .ours,
      ours: "μ* " + list(frontier, \.root),
      holds: !frontier.isEmpty && frontier.allSatisfy { $0.root == nil }),
  ]
}

/// Judges at which μ the losses are least in the theory's own model.
public func judge(scale report: ScaleReport) -> [Claim] {
  func each(_ value: (UnevenRow) -> Double?) -> String {
    report.uneven.map { "ε = \(significant($0.deviation, 1)): " + (value($0).map { number($0) } ?? "none") }
      .joined(separator: ", ")
  }
  let roots = report.uneven.compactMap { row in row.coconutRoot.map { (deviation: row.deviation, mu: $0) } }
  // What μ* gains for each factor e by which ε falls. The theory says 2 in the limit, a little less before.
  let gains = zip(roots, roots.dropFirst()).map { ($1.mu - $0.mu) / log($0.deviation / $1.deviation) }
  let scales = report.later.map { row in row.root.flatMap { root in row.least.map { $0 / root } } ?? .nan }
  return [
    Claim(
      id: "theory-uneven-bounded",
      statement:
        "At c = 0 Coconut's μ is bounded as soon as the root's children match unequally, independently of the label, and "
        + "Coconut-BFS's is not",
      source: "why c = 0 is bounded", table: .ours,
      ours: "μ* of Coconut " + each(\.coconutRoot) + "; of Coconut-BFS "
        + (report.uneven.allSatisfy { $0.bfsRoot == nil } ? "none" : each(\.bfsRoot)),
      holds: !roots.isEmpty && roots.count == report.uneven.count
        && report.uneven.allSatisfy { $0.bfsRoot == nil }),
    Claim(
      id: "theory-uneven-limit",
      statement: "That bound grows without limit as the children become equal",
      source: "why c = 0 is bounded", table: .ours,
      ours: "μ* gains " + numbers(gains) + " (2 in the limit) for each factor e by which ε falls",
      holds: !gains.isEmpty && gains.allSatisfy { $0 > 1 }),
    Claim(
      id: "theory-least-loss",
      statement:
        "At c ≥ 1 Coconut's mean loss has its minimum near the flow's root, although the flow weighs problems by 1/(n√K)",
      source: "Theorem 1, and the scale test", table: .ours,
      ours: zip(report.later, scales).map { "c = \($0.c): s = \(number($1))" }.joined(separator: ", "),
      holds: !scales.isEmpty && scales.allSatisfy { (0.75...4 / 3).contains($0) }),
  ]
}

/// Judges the description of the key-query matrix by two numbers, μ and ν.
public func judge(keyQuery report: KeyQueryReport) -> [Claim] {
  let rows = report.rows
  let stepLengths = rows.first?.trainings.map(\.stepLength) ?? []
  let finest = rows.compactMap(\.trainings.last)
  let deviation = finest.map { max($0.muDeviation, $0.nuDeviation) }.max() ?? .infinity
  let shrinks = rows.allSatisfy { row in
    zip(row.trainings, row.trainings.dropFirst()).allSatisfy { $1.muDeviation < $0.muDeviation }
  }
  let lost = rows.map { row in
    String(
      format: "c = %d %@: μ %.2f instead of %.2f (ν %.3f), loss %.3f instead of %.3f", row.c,
      row.loss.rawValue,
      row.oneNumberMu.last ?? 0, row.mu.last ?? 0, row.nu.last ?? 0, row.oneNumberLoss, row.coupledLoss)
  }
  return [
    Claim(
      id: "theory-key-query-form",
      statement:
        "The key-query matrix keeps the form μ I + ν (1 1ᵀ − I), up to label noise that shrinks with the step length",
      source: "reparameterisation by symmetry",
      paper: "in expectation over labels",
      ours: String(
        format: "largest relative distance %.3f at step length %.3g, %.3f at %.3g",
        rows.compactMap(\.trainings.first?.asymmetry).max() ?? .infinity, stepLengths.first ?? 0,
        finest.map(\.asymmetry).max() ?? .infinity, stepLengths.last ?? 0),
      holds: !rows.isEmpty
        && rows.allSatisfy { row in
          zip(row.trainings, row.trainings.dropFirst()).allSatisfy { $1.asymmetry < $0.asymmetry }
        }),
    Claim(
      id: "theory-two-numbers",
      statement: "The (μ, ν) of the trained matrix follows the coupled two-number flow",
      source: "reparameterisation by symmetry", table: .ours,
      ours: "within \(significant(deviation, 2)) at step length \(significant(stepLengths.last ?? 0, 3)); "
        + (shrinks
          ? "shrinking at every halving" : "not shrinking at every halving: labels are drawn by chance"),
      holds: deviation < 0.01),
    Claim(
      id: "theory-one-number-loses",
      statement: "Following μ alone, without ν, costs more than 1 % of the loss for some loss and c",
      source: "reparameterisation by symmetry", table: .ours, paper: "follows μ alone",
      ours: lost.joined(separator: "; "),
      holds: rows.contains { $0.oneNumberLoss - $0.coupledLoss > 0.01 * $0.coupledLoss }),
  ]
}

/// Judges the simplified model, trained end to end.
public func judge(simplified report: SimplifiedReport) -> [Claim] {
  let rows = report.rows
  func each(_ rows: [SimplifiedRow], _ value: (SimplifiedRow) -> Double) -> String {
    rows.map { "\($0.attention.rawValue) \($0.loss.rawValue) " + number(value($0), 3) }
      .joined(separator: ", ")
  }
  func distance(_ row: SimplifiedRow, _ flow: [Double]) -> Double {
    zip(row.mu, flow).reduce(0) { max($0, abs($1.0 - $1.1)) } / flow.reduce(0) { max($0, abs($1)) }
  }
  func change(_ row: SimplifiedRow) -> Double {
    (row.mu.last ?? 0) - row.mu[row.stage.lastIndex(of: 0) ?? 0]
  }
  let linear = rows.filter { $0.attention == .linear }
  let softmax = rows.filter { $0.attention == .softmax }
  return [
    Claim(
      id: "theory-simplified-answers",
      statement:
        "Trained end to end, the simplified model's last thought names the answer in 95 % of problems",
      source: "Theorems 1 and 2, uniform thoughts assumed", table: .ours, ours: each(rows, \.answerAccuracy),
      holds: !rows.isEmpty && rows.allSatisfy { $0.answerAccuracy > 0.95 }),
    Claim(
      id: "theory-simplified-two-numbers",
      statement: "The flow of μ and ν predicts a model that makes its own thoughts within 10 %",
      source: "Theorem 1, uniform thoughts assumed", table: .ours,
      ours: "largest distance " + each(linear) { distance($0, $0.coupledMu) },
      holds: !linear.isEmpty && linear.allSatisfy { distance($0, $0.coupledMu) < 0.1 }),
    Claim(
      id: "theory-simplified-one-number",
      statement: "The flow of μ alone predicts a model that makes its own thoughts within 10 %",
      source: "Theorem 1, uniform thoughts assumed", table: .ours, paper: "assumes uniform thoughts",
      ours: "largest distance " + each(linear) { distance($0, $0.flowMu) },
      holds: !linear.isEmpty && linear.allSatisfy { distance($0, $0.flowMu) < 0.1 }),
    Claim(
      id: "theory-simplified-softmax",
      statement:
        "With softmax attention μ still grows after the first stage under Coconut-BFS, and not under Coconut",
      source: "Theorem 1, linear attention assumed", table: .ours,
      ours: "change of μ after stage 0 " + each(softmax, change),
      holds: !softmax.isEmpty && softmax.allSatisfy { ($0.loss == .coconut) == (change($0) <= 0) }),
  ]
}

/// Judges Theorem 2 on thoughts made with many values of μ.
public func judge(nextThought report: NextThoughtReport) -> [Claim] {
  let (rows, roots, thoughts) = (report.rows, report.roots, report.thoughts)
  let middle = rows.filter { (1e-3...1e3).contains($0.indexMatchingLogit) }
  let atRoots = rows.filter { roots.contains($0.indexMatchingLogit) }
  func decades(_ keep: (NextThoughtRow) -> Bool) -> String {
    let kept = rows.filter(keep).map(\.indexMatchingLogit)
    guard let first = kept.first, let last = kept.last else { return "nowhere" }
    return String(format: "for μ from %.0e to %.0e", first, last)
  }
  let exact = middle.map(\.exactInDouble).min() ?? 0
  let rooted = atRoots.map(\.exactInDouble).min() ?? 0
  func found(_ share: Double, _ place: String) -> String {
    share == 1
      ? "all \(thoughts) thoughts \(place)" : "\(number(share, 4)) of thoughts at the worst"
  }
  return [
    Claim(
      id: "theory-next-thought",
      statement: "The next thought has mass on N_{c+1} and only there, for μ from 0.001 to 1000",
      source: "Theorem 2", paper: "for every μ > 0",
      ours: found(exact, "for each of \(middle.count) values of μ"), holds: exact == 1),
    Claim(
      id: "theory-next-thought-at-roots", statement: "The same at the roots μ* of the Coconut flow",
      source: "Theorem 2",
      paper: "for every μ > 0",
      ours: found(
        rooted,
        "at μ* = " + atRoots.map { significant($0.indexMatchingLogit, 3) }.joined(separator: ", ")),
      holds: !atRoots.isEmpty && rooted == 1),
    Claim(
      id: "theory-next-thought-float",
      statement: "The next thought is as exact in single precision, one coordinate per node",
      source: "Theorem 2 in float arithmetic",
      table: .ours,
      ours: "exact " + decades { $0.exactInFloat == 1 },
      holds: !rows.isEmpty && rows.allSatisfy { $0.exactInFloat == 1 }),
    Claim(
      id: "theory-next-thought-dense",
      statement: "The next thought is as exact in single precision, nodes as dense vectors",
      source: "Theorem 2 in float arithmetic",
      table: .ours,
      ours: "N_c stands out from rounding " + decades { $0.resolvedInDenseFloat == 1 },
      holds: !rows.isEmpty && rows.allSatisfy { $0.resolvedInDenseFloat == 1 }),
    Claim(
      id: "theory-large-mu-commits", statement: "Large μ commits to locally attractive nodes",
      source: "discussion of Theorem 1", paper: "stated in words",
      ours: String(
        format:
          "softmax evenness within N_L %.3f at μ = 0.01, %.3f at μ = 100; of the thought itself %.3f and %.3f: "
          + "the prediction commits, the linear thought does not collapse",
        value(rows, 0.01, \.softmaxEvenness), value(rows, 100, \.softmaxEvenness),
        value(rows, 0.01, \.evenness),
        value(rows, 100, \.evenness)),
      holds: value(rows, 100, \.softmaxEvenness) < value(rows, 0.01, \.softmaxEvenness)),
  ]
}
private func value(_ rows: [NextThoughtRow], _ mu: Double, _ path: KeyPath<NextThoughtRow, Double>)
  -> Double
{
  rows.first { abs($0.indexMatchingLogit / mu - 1) < 1e-9 }.map { $0[keyPath: path] } ?? .nan
}

/// Judges Theorem 3 on the flow of carry-over and lift. In the limit the smallest margin grows like log t, so that the two
/// numbers gain the direction of the largest margin over that margin, for each factor e of time.
public func judge(prediction report: PredictionReport) -> [Claim] {
  let rows = report.rows
  func pair(_ a: Double, _ b: Double) -> String { "(\(significant(a, 3)), \(significant(b, 3)))" }
  func each(_ value: (PredictionRow) -> String) -> String {
    rows.map { ($0.indexMatchingLogit.map { "μ = " + significant($0, 6) } ?? "uniform") + " " + value($0) }
      .joined(separator: ", ")
  }
  return [
    Claim(
      id: "theory-carry-over-and-lift-grow",
      statement: "Carry-over and candidate lift both grow without bound", source: "Theorem 3",
      paper: "μ_A, μ_R → ∞",
      ours: "(μ_A, μ_R) gains for each factor e of time at the end → in the limit "
        + each {
          pair($0.growth($0.carryOver), $0.growth($0.lift)) + " → "
            + pair(cos($0.limitAngle) / $0.limitMargin, sin($0.limitAngle) / $0.limitMargin)
        },
      holds: !rows.isEmpty && rows.allSatisfy { $0.growth($0.carryOver) > 0 && $0.growth($0.lift) > 0 }),
    Claim(
      id: "theory-margin-direction",
      statement:
        "Their ratio converges to the direction of maximum margin (distance shrinking like 1 / log t)",
      source: "Theorem 3", paper: "converges in direction",
      ours: "angle at 10^50, at 10^100, limit "
        + each {
          String(
            format: "%.3f, %.3f, %.3f", $0.angle[$0.middle], $0.angle.last ?? .nan, $0.limitAngle)
        },
      holds: !rows.isEmpty
        && rows.allSatisfy { row in
          let (middle, last) = (row.distance(row.middle), row.distance(row.angle.count - 1))
          // The distance halves when log t doubles; below 1e-4 the integrator's own error dominates.
          return last < max(0.6 * middle, 1e-4)
        }),
    Claim(
      id: "theory-answer-largest", statement: "c* gets the largest logit", source: "Theorem 3",
      paper: "in the limit",
      ours: "accuracy " + each { number($0.accuracy.last ?? 0, 4) },
      holds: !rows.isEmpty && rows.allSatisfy { $0.accuracy.last == 1 }),
  ]
}

/// Judges the model whose weights are written down by hand.
public func judge(construction report: ConstructionReport) -> [Claim] {
  return [
    Claim(
      id: "theory-construction-uniform",
      statement: "Two layers hold the uniform superposition of N_c in each thought",
      source: "arXiv 2505.12514, Lemma 2", table: .predecessor, paper: "exact",
      ours: String(
        format: "largest deviation %.1g over %d thoughts", report.largestDeviation, report.thoughts),
      holds: report.largestDeviation < 1e-6),
    Claim(
      id: "theory-construction-answers", statement: "The construction answers every problem",
      source: "arXiv 2505.12514, Theorem 1", table: .predecessor, paper: "all",
      ours: "\(report.correct) of \(report.problems)",
      holds: report.correct == report.problems && report.correct > 0),
  ]
}

extension PredictionRow {
  /// The last index whose time is at most 10^50, which is halfway in log t.
  var middle: Int { times.lastIndex { $0 <= 1e50 } ?? 0 }

  /// How far the angle is from its limit, in radians.
  func distance(_ index: Int) -> Double { abs(angle[index] - limitAngle) }

  /// How much `carryOver` or `lift` gains while time grows by a factor e, on average from `middle` on.
  func growth(_ values: [Double]) -> Double {
    guard let last = values.last, let end = times.last, middle < values.count - 1 else { return 0 }
    return (last - values[middle]) / log(end / times[middle])
  }
}

extension Claim {
  /// A claim of the theory, by default the paper's.
  fileprivate init(
    id: String, statement: String, source: String, table: ClaimSource = .paper,
    paper: String = Claim.notStated,
    ours: String, holds: Bool
  ) {
    self.init(
      id: id, table: table, statement: statement, source: source, against: nil, paper: paper, ours: ours,
      seeds: nil,
      verdict: holds ? .holds : .doesNotHold, command: theoryCommand)
  }
}
