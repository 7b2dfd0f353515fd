// Theorem 2 as μ varies, from NextThoughtReport: how often the support is exact, how even the weights.

import Foundation
import Inputs
import Plotting
import Records

/// Three panels over log μ, with the roots μ* of Coconut's flow as dotted lines. How even a thought and the softmax of its
/// logits are over N_L, and what share of their mass lies on the frontier and on N_L, for the μ within two decades of the
/// roots. The share of thoughts that hold exactly N_c, in three kinds of arithmetic, for all μ.
public func nextThoughtFigure(_ data: NextThoughtReport) -> Figure {
  let middle = data.roots.isEmpty ? 1 : exp(mean(data.roots.map(log)))
  let near = data.rows.filter { (0.99e-2...1.01e2).contains($0.indexMatchingLogit / middle) }
  func panel(
    _ title: String, _ label: String, _ rows: [NextThoughtRow], hasRoots: Bool = true,
    _ curves: [(String, Int, Dash, (NextThoughtRow) -> Double)]
  ) -> Panel {
    Panel(
      title: title, x: Axis("*μ*", kind: .logarithmic), y: .share(label, upTo: 1.04),
      marks: (hasRoots ? data.roots.map { Guide(.vertical, at: $0, dash: .dotted) } : [])
        + curves.map { name, colour, dash, value in
          Line(
            x: rows.map(\.indexMatchingLogit), y: rows.map(value), label: name, colour: .palette[colour],
            dash: dash)
        })
  }
  let atRoots = data.rows.filter { data.roots.contains($0.indexMatchingLogit) }
  let far = near.last.map {
    "at *μ* = \(number($0.indexMatchingLogit, 0)): \(number($0.evenness)) and \(number($0.softmaxEvenness))"
  }
  return Figure(
    title:
      "Evenness of the thought and of its softmax: at the roots \(span(atRoots.map(\.evenness), 2)) and \(span(atRoots.map(\.softmaxEvenness), 2)); \(far ?? "")",
    width: Figure.pageWidth, height: 2.6, columns: 3, isLettered: true, hasCommonLegend: true,
    panels: [
      panel(
        "Evenness over *N*_*L*", "Entropy / its maximum", near,
        [("thought", 0, .solid, \.evenness), ("its softmax", 3, .dashed, \.softmaxEvenness)]),
      panel(
        "Mass", "Thought: frontier; softmax: *N*_*L*", near,
        [("thought", 0, .solid, \.frontierMass), ("its softmax", 3, .dashed, \.softmaxMass)]),
      panel(
        "Support exactly *N*_*c*", "Share of thoughts", data.rows,
        [
          ("double precision", 5, .solid, \.exactInDouble), ("single", 1, .longDashed, \.exactInFloat),
          ("single, dense embeddings", 2, .dashDotted, \.resolvedInDenseFloat),
        ]),
    ])
}
