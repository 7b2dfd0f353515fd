// Computes at which μ each loss is least in the theory's own model: the scale test without a transformer.

import Reachability
import Records

extension ScaleReport {
  /// Computes the report on `problems`, at c = 0 for each ε of `deviations`.
  public static func compute(
    _ problems: [Problem], deviations: [Double] = [0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-4, 1e-5]
  ) -> ScaleReport {
    ScaleReport(
      problems: problems.count, scales: ScaleTest.grid,
      uneven: inParallel(deviations.count) { index in
        UnevenRow(UnevenChildren(problems, deviation: deviations[index]), deviations[index], ScaleTest.grid)
      },
      later: (1...3).compactMap { LeastLossRow(problems, c: $0) })
  }
}

extension UnevenRow {
  init(_ children: UnevenChildren, _ deviation: Double, _ scales: [Double]) {
    let root = children.coconutRoot
    let losses = root.map { root in scales.map { children.losses($0 * root) } } ?? []
    self.init(
      deviation: deviation, coconutRoot: root, bfsRoot: children.bfsRoot,
      evenness: root.flatMap(children.evenness), coconutLoss: losses.map(\.coconut),
      bfsLoss: losses.map(\.bfs))
  }
}

extension LeastLossRow {
  /// Nil without a problem that has a hop c + 1.
  init?(_ problems: [Problem], c: Int) {
    let flow = IndexMatchingFlow(problems, c: c, loss: .coconut)
    guard flow.problemCount > 0 else { return nil }
    let deep = problems.filter { $0.pathLength > c }
    let roots = inParallel(deep.count) { IndexMatchingFlow([deep[$0]], c: c, loss: .coconut).root() }
      .compactMap(\.self).sorted()
    self.init(
      c: c, problems: flow.problemCount, root: flow.root(), least: flow.leastLoss,
      boundedShare: Double(roots.count) / Double(flow.problemCount),
      quartiles: roots.isEmpty ? [] : [0.25, 0.5, 0.75].map { percentile(roots, $0) })
  }
}
