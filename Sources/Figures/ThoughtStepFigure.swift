// Theorem 2 against μ: where the support is exact, and how evenly the nodes found are weighted, from ThoughtStepReport.

import Plotting
import Theory

/// Over log μ, the roots μ* of Coconut's flow as dotted lines: the share of thoughts whose support is exactly N_c, in three
/// kinds of arithmetic; how even a thought, and the softmax of its logits, is over the frontier (exploration); and the mass
/// they have there and on N_L (exploitation).
public func thoughtStepFigure(_ data: ThoughtStepReport) -> Figure {
  let rows = data.rows
  let mu = rows.map(\.indexMatchingLogit)
  func line(
    _ label: String, _ colour: Int, _ dash: Dash = .solid, _ value: (ThoughtStepRow) -> Double
  ) -> Line {
    Line(x: mu, y: rows.map(value), label: label, colour: .palette[colour], dash: dash)
  }
  func panel(_ title: String, _ label: String, _ lines: [Line]) -> Panel {
    Panel(
      title: title, x: Axis("*μ*", kind: .logarithmic), y: .share(label, upTo: 1.04), legend: .above,
      marks: lines)
  }
  return Figure(
    title: "One step of breadth-first search against the index-matching logit", width: Figure.pageWidth,
    height: 2.6, columns: 3, sharesX: true, isLettered: true,
    panels: [
      panel(
        "support", "Thoughts with support *N*_*c*",
        [
          line("double", 0) { $0.exactInDouble },
          line("single", 1, .dashed) { $0.exactInFloat },
          line("single, dense", 2, .dashDotted) { $0.resolvedInDenseFloat },
        ]),
      panel(
        "exploration", "Entropy over the frontier / maximum",
        [
          line("thought", 0) { $0.frontierEvenness },
          line("softmax", 3, .dashed) { $0.softmaxFrontierEvenness },
        ]),
      panel(
        "exploitation", "Mass",
        [
          line("thought, on the frontier", 0) { $0.frontierMass },
          line("softmax, on *N*_*L*", 3, .dashed) { $0.softmaxMass },
        ]),
    ])
}
