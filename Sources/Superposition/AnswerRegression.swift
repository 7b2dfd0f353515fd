// Fits Theorem 3's equation to a trained model's answers. Definitions are in Records/AnswerRegression.swift.

import Coconut
import Reachability
import Records
import Transformer

extension AnswerRegression.Model {
  /// Measures a model that can read `problems`; nil where λ and candidates do not tell μ_A and μ_R apart.
  public static func measure(
    _ reader: Reader, _ problems: [Problem], name: String, record: RunRecord?
  ) -> AnswerRegression.Model? {
    let sequences = problems.map { ThoughtSequence(asItStands: $0) }
    let (thoughts, answers) = (reader.thoughts(sequences), reader.lastLogits(sequences))
    let rows = zip(problems, zip(thoughts, answers)).map { problem, read in
      AnswerMoments(
        problem, lambda: reader.innerProducts(read.0.last ?? [], nodes: problem.graph.nodeCount),
        logits: read.1)
    }
    let fit = AnswerFit(rows.map(\.sums))
    guard let carryOver = Estimate(of: rows.map(\.sums), { AnswerFit($0).carryOver }),
      let lift = Estimate(of: rows.map(\.sums), { AnswerFit($0).lift }),
      let explained = Estimate(of: rows.map(\.sums), { AnswerFit($0).explained })
    else { return nil }
    func share(_ holds: (Int) -> Bool) -> Double {
      Double(problems.indices.count(where: holds)) / Double(max(problems.count, 1))
    }
    return AnswerRegression.Model(
      name: name, record: record, accuracy: share { greedy(answers[$0]) == problems[$0].target },
      carryOver: carryOver, lift: lift, explained: explained, byThought: fit.explainedByThought,
      rightByEquation: share { greedy(rows[$0].logits(fit)) == problems[$0].target })
  }
}

/// One problem's nodes in the regression.
public struct AnswerMoments: Sendable {
  /// λ_v, and whether v is a candidate (1 or 0), for every node.
  let regressors: [SIMD2<Double>]
  /// Centred sums of products over the nodes.
  public let sums: AnswerSums

  /// Moments of the nodes of `problem`; `logits` may have more tokens than the graph has nodes.
  public init(_ problem: Problem, lambda: [Double], logits: [some BinaryFloatingPoint]) {
    let nodes = lambda.indices
    let logits = nodes.map { Double(logits[$0]) }
    regressors = nodes.map { v in
      SIMD2(lambda[v], v == problem.target || v == problem.negativeTarget ? 1 : 0)
    }
    let count = Double(max(nodes.count, 1))
    let centre = regressors.reduce(SIMD2(0, 0), +) / count
    let mean = logits.reduce(0, +) / count
    sums = zip(regressors, logits).reduce(into: AnswerSums()) { sums, node in
      let (x, y) = (node.0 - centre, node.1 - mean)
      sums += AnswerSums(xx: x * x, xz: x.x * x.y, xy: x * y, yy: y * y)
    }
  }

  /// The equation's logits, up to the problem's intercept.
  func logits(_ fit: AnswerFit) -> [Double] {
    regressors.map { $0.x * fit.carryOver + $0.y * fit.lift }
  }
}

/// Sums of products of centred regressors (λ, candidate) and logits, over nodes.
public struct AnswerSums: Sendable {
  /// Squares of the regressors.
  var xx = SIMD2(0.0, 0.0)
  /// λ times candidate.
  var xz = 0.0
  /// Each regressor times the logit.
  var xy = SIMD2(0.0, 0.0)
  /// Squares of the logits.
  var yy = 0.0

  static func += (sums: inout AnswerSums, more: AnswerSums) {
    sums.xx += more.xx
    sums.xz += more.xz
    sums.xy += more.xy
    sums.yy += more.yy
  }
}

/// Least squares of logits on λ and candidate, with an intercept for each problem.
public struct AnswerFit: Sendable {
  /// μ_A; NaN where the regressors do not tell the two apart.
  public let carryOver: Double
  /// μ_R; NaN likewise.
  public let lift: Double
  /// Share of the variance within problems that both explain.
  public let explained: Double
  /// Share that λ alone explains.
  public let explainedByThought: Double

  /// The fit to all nodes of these problems.
  public init(_ problems: [AnswerSums]) {
    let all = problems.reduce(into: AnswerSums(), +=)
    let determinant = all.xx.x * all.xx.y - all.xz * all.xz
    carryOver =
      determinant > 0 ? (all.xy.x * all.xx.y - all.xy.y * all.xz) / determinant : .nan
    lift = determinant > 0 ? (all.xy.y * all.xx.x - all.xy.x * all.xz) / determinant : .nan
    explained = (carryOver * all.xy.x + lift * all.xy.y) / all.yy
    explainedByThought = all.xy.x * all.xy.x / (all.xx.x * all.yy)
  }
}
