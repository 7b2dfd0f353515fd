// The simplified model's key-query matrix: its two-number flow (μ, ν) and its training entry by entry. Its
// thoughts are the theory's uniform superpositions; SimplifiedModel.swift has thoughts of its own.

import Randomness
import Reachability

/// A problem after `c` thoughts, the last one uniform, for a loss that accepts one of several sets.
struct FlowExample: Sendable {
  let graph: Graph
  /// λ_v: 1/√K on N_c, else 0; and its sum √K.
  let lambda: [Double]
  let sum: Double
  let inside: [Int]
  let acceptedSets: [[Int]]

  init?(_ problem: Problem, c: Int, loss: Loss) {
    acceptedSets = loss.acceptedSets(problem, c: c)
    guard !acceptedSets.isEmpty else { return nil }
    graph = problem.graph
    inside = problem.reachable(c)
    var lambda = [Double](repeating: 0, count: graph.nodeCount)
    for v in inside { lambda[v] = 1 / Double(inside.count).squareRoot() }
    self.lambda = lambda
    sum = Double(inside.count).squareRoot()
  }

  /// Loss (nats, mean over accepted sets) and −∂loss/∂(score of source s), for edge scores that depend on the source:
  /// `ξ_v = λ_v + Σ_{s → v} score_s`, `pull_s = Σ_{s → v} (q_v − p_v)`.
  func pull(_ scores: [Double]) -> (loss: Double, pull: [Double]) {
    var logits = lambda
    for edge in graph.edges { logits[edge.target] += scores[edge.source] }
    let costs = acceptedSets.map { crossEntropy(logits: logits, accepting: $0) }
    let share = 1 / Double(costs.count)
    var pull = [Double](repeating: 0, count: lambda.count)
    for edge in graph.edges { pull[edge.source] -= share * costs.reduce(0) { $0 + $1.gradient[edge.target] } }
    return (share * costs.reduce(0) { $0 + $1.loss }, pull)
  }
}

/// The gradient flow of the full key-query matrix on label-permuted graphs: symmetry keeps the matrix at
/// `μ I + ν (1 1ᵀ − I)`, so two numbers describe it. The paper follows μ alone, as if ν stayed 0.
///
/// With g_s the pull on edges from s, S = Σ λ, n labels and time in units of 1/α:
/// `μ' = Σ_s λ_s g_s / n`, `ν' = (S Σ_s g_s − Σ_s λ_s g_s) / (n (n − 1))`.
public struct KeyQueryFlow: Sendable {
  let examples: [FlowExample]
  /// n, the number of node labels; at least as many as any problem has nodes.
  public let labelCount: Int

  /// The flow of `problems` after `c` thoughts with `labelCount` node labels.
  public init(_ problems: [Problem], c: Int, loss: Loss, labelCount: Int = Vocabulary.nodeCount) {
    examples = problems.compactMap { FlowExample($0, c: c, loss: loss) }
    self.labelCount = labelCount
  }

  /// (μ', ν') at α = 1, averaged over problems.
  public func velocity(mu: Double, nu: Double) -> (mu: Double, nu: Double) {
    let sums = examples.reduce((0.0, 0.0)) { sums, example in
      let pull = example.pull(scores(example, mu, nu)).pull
      let matched = zip(example.lambda, pull).reduce(0) { $0 + $1.0 * $1.1 }
      let all = example.sum * pull.reduce(0, +)
      return (sums.0 + matched, sums.1 + all - matched)
    }
    let n = Double(labelCount)
    let count = Double(max(examples.count, 1))
    return (sums.0 / count / n, sums.1 / count / n / (n - 1))
  }

  /// The loss in nats, averaged over problems.
  public func loss(mu: Double, nu: Double) -> Double {
    examples.reduce(0) { $0 + $1.pull(scores($1, mu, nu)).loss } / Double(max(examples.count, 1))
  }

  /// (μ, ν) at `times` (ascending) from zero; with `coupled` false ν is held at 0, the paper's one-number flow.
  public func values(at times: [Double], coupled: Bool) -> [(mu: Double, nu: Double)] {
    var value = (mu: 0.0, nu: 0.0)
    var before = 0.0
    return times.map { time in
      value = self.value(after: time - before, from: value, coupled: coupled)
      before = time
      return value
    }
  }

  /// (μ, ν) a time `duration` after they were `start`.
  public func value(
    after duration: Double, from start: (mu: Double, nu: Double), coupled: Bool
  ) -> (mu: Double, nu: Double) {
    // Trainings are compared to three digits at most, so 1e-7 suffices, and a run takes a second.
    let path = DormandPrince(relative: 1e-7, absolute: 1e-8).integrate(
      from: [start.mu, start.nu], to: duration
    ) { y in
      let velocity = velocity(mu: y[0], nu: y[1])
      return [velocity.mu, coupled ? velocity.nu : 0]
    }
    return path.last.map { ($0.state[0], $0.state[1]) } ?? start
  }

  private func scores(_ example: FlowExample, _ mu: Double, _ nu: Double) -> [Double] {
    example.lambda.map { mu * $0 + nu * (example.sum - $0) }
  }
}

/// The full key-query matrix, trained by gradient descent from zero; labels are permuted anew for every problem and step.
public struct KeyQueryMatrix: Sendable {
  /// n, the number of node labels: the matrix is (n, n).
  public let labelCount: Int
  /// The entries W[u, s] row by row: thought node u, edge source s.
  public private(set) var entries: [Double]

  /// The zero matrix for `labelCount` node labels.
  public init(labelCount: Int = Vocabulary.nodeCount) {
    self.labelCount = labelCount
    entries = [Double](repeating: 0, count: labelCount * labelCount)
  }

  /// One step of length `stepLength` (time in units of 1/α) along the average gradient of the flow's problems.
  public mutating func descend(_ flow: KeyQueryFlow, stepLength: Double, random: inout RandomStream) {
    let before = entries
    let scale = stepLength / Double(max(flow.examples.count, 1))
    for example in flow.examples {
      let label = random.permutation(labelCount)
      let scores = example.lambda.indices.map { s in
        example.inside.reduce(0) { $0 + example.lambda[$1] * before[label[$1] * labelCount + label[s]] }
      }
      let pull = example.pull(scores).pull
      for u in example.inside {
        for s in pull.indices where pull[s] != 0 {
          entries[label[u] * labelCount + label[s]] += scale * example.lambda[u] * pull[s]
        }
      }
    }
  }

  /// μ and ν: the means on and off the diagonal.
  public var means: (mu: Double, nu: Double) {
    let n = labelCount
    let diagonal = (0..<n).reduce(0) { $0 + entries[$1 * n + $1] }
    return (diagonal / Double(n), (entries.reduce(0, +) - diagonal) / Double(n * (n - 1)))
  }

  /// ‖W − (μ I + ν (1 1ᵀ − I))‖ / ‖W‖ (Frobenius): the part of W that μ and ν miss. 0 for the zero matrix.
  public var asymmetry: Double {
    let (mu, nu) = means
    var rest = 0.0
    var all = 0.0
    for (index, entry) in entries.enumerated() {
      let symmetric = index % (labelCount + 1) == 0 ? mu : nu
      rest += (entry - symmetric) * (entry - symmetric)
      all += entry * entry
    }
    return all > 0 ? (rest / all).squareRoot() : 0
  }
}
