// Fits Theorem 3's equation to a trained model's answers. Definitions are in Records/AnswerRegression.swift.

import Coconut
import Reachability
import Records
import Transformer

extension AnswerRegression.Model {
  /// Measures a model that can read `problems`; nil where λ and candidates do not tell μ_A and μ_R apart.
  public static func measure(
    _ reader: Reader, _ problems: [Problem], name: String, epoch: Int? = nil, record: RunRecord?
  ) -> AnswerRegression.Model? {
    let sequences = evaluationSamples(problems, seed: 0).map(\.sequence)
    let (thoughts, answers) = (reader.thoughts(sequences), reader.lastLogits(sequences))
    let rows = zip(problems, zip(thoughts, answers)).map { problem, read in
      AnswerMoments(
        problem, lambda: reader.innerProducts(read.0.last ?? [], nodes: problem.graph.nodeCount),
        logits: read.1)
    }
    let fit = AnswerFit(rows.map(\.sums))
    func estimate(_ value: KeyPath<TargetFit, Double>) -> Estimate? {
      Estimate(of: rows) { TargetFit($0)[keyPath: value] }
    }
    guard let carryOver = Estimate(of: rows.map(\.sums), { AnswerFit($0).carryOver }),
      let lift = Estimate(of: rows.map(\.sums), { AnswerFit($0).lift }),
      let explained = Estimate(of: rows.map(\.sums), { AnswerFit($0).explained }),
      let carriedToTarget = estimate(\.carryOver), let liftOfTarget = estimate(\.lift),
      let leftOver = estimate(\.leftOver)
    else { return nil }
    func share(_ holds: (Int) -> Bool) -> Double {
      Double(problems.indices.count(where: holds)) / Double(max(problems.count, 1))
    }
    return AnswerRegression.Model(
      name: name, epoch: epoch, record: record,
      accuracy: share { greedy(answers[$0]) == problems[$0].target },
      carryOver: carryOver, lift: lift, explained: explained, byThought: fit.explainedByThought,
      rightByEquation: share { greedy(rows[$0].logits(fit)) == problems[$0].target },
      target: AnswerRegression.Target(
        carryOver: carriedToTarget, lift: liftOfTarget, leftOver: leftOver),
      attention: PredictionStage.measure(reader, problems).layers)
  }
}

/// One problem's nodes in the regression.
public struct AnswerMoments: Sendable {
  /// λ_v, and whether v is a candidate (1 or 0), for every node.
  let regressors: [SIMD2<Double>]
  /// Centred sums of products over the nodes.
  public let sums: AnswerSums
  /// The same over the nodes other than c*.
  let others: AnswerSums
  /// How far c* lies above the mean of the other nodes: regressors and logit.
  let target: (x: SIMD2<Double>, y: Double)

  /// Moments of the nodes of `problem`; `logits` may have more tokens than the graph has nodes.
  public init(_ problem: Problem, lambda: [Double], logits: [some BinaryFloatingPoint]) {
    let regressors = lambda.indices.map { v in
      SIMD2(lambda[v], v == problem.target || v == problem.negativeTarget ? 1 : 0)
    }
    func centred(_ nodes: [Int]) -> (x: SIMD2<Double>, y: Double, sums: AnswerSums) {
      let count = Double(max(nodes.count, 1))
      let centre = nodes.reduce(SIMD2(0, 0)) { $0 + regressors[$1] } / count
      let mean = nodes.reduce(0) { $0 + Double(logits[$1]) } / count
      let sums = nodes.reduce(into: AnswerSums()) { sums, v in
        let (x, y) = (regressors[v] - centre, Double(logits[v]) - mean)
        sums += AnswerSums(xx: x * x, xz: x.x * x.y, xy: x * y, yy: y * y)
      }
      return (centre, mean, sums)
    }
    let rest = centred(lambda.indices.filter { $0 != problem.target })
    self.regressors = regressors
    sums = centred(Array(lambda.indices)).sums
    others = rest.sums
    target = (regressors[problem.target] - rest.x, Double(logits[problem.target]) - rest.y)
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

/// The equation as the nodes other than c* give it, held against c*, the one node that has both effects.
public struct TargetFit: Sendable {
  /// What λ adds to c*, above the mean of the other nodes.
  public let carryOver: Double
  /// What being a candidate adds to c*, above that mean.
  public let lift: Double
  /// What c* has beyond both: 0 where the two effects add.
  public let leftOver: Double

  /// The fit to all nodes of these problems but c*.
  public init(_ problems: [AnswerMoments]) {
    let fit = AnswerFit(problems.map(\.others))
    func mean(_ value: (AnswerMoments) -> Double) -> Double {
      problems.reduce(0) { $0 + value($1) } / Double(problems.count)
    }
    carryOver = fit.carryOver * mean { $0.target.x.x }
    lift = fit.lift * mean { $0.target.x.y }
    leftOver = mean { $0.target.y } - carryOver - lift
  }
}
