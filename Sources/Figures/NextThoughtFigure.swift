// Theorem 2 as μ varies, from NextThoughtReport: how often the support is exact, how even the weights.

import Plotting
import Records

/// Three panels over log μ, with the roots μ* of Coconut's flow as dotted lines. Support: the share of
/// thoughts that hold exactly N_c, in three kinds of arithmetic. Exploration: how evenly a thought weights
/// N_L, and the softmax of its logits the frontier. Exploitation: the thought's mass on the frontier, and the
/// softmax's on N_L.
public func nextThoughtFigure(_ data: NextThoughtReport) -> Figure {
  let mu = data.rows.map(\.indexMatchingLogit)
  let roots = data.roots.map { Guide(.vertical, at: $0, dash: .dotted) }
  func line(
    _ label: String, _ colour: Int, _ dash: Dash = .solid, _ value: (NextThoughtRow) -> Double
  ) -> Line {
    Line(x: mu, y: data.rows.map(value), label: label, colour: .palette[colour], dash: dash)
  }
  func panel(_ title: String, _ label: String, _ lines: [Line]) -> Panel {
    Panel(
      title: title, x: Axis("*μ*", kind: .logarithmic), y: .share(label, upTo: 1.04), legend: .above,
      marks: roots + lines)
  }
  return Figure(
    title: "One hop of breadth-first search against the index-matching logit", width: Figure.pageWidth,
    height: 2.5, columns: 3, sharesX: true, isLettered: true,
    panels: [
      panel(
        "support", "Thoughts exactly on *N*_*c*",
        [
          line("double", 0) { $0.exactInDouble },
          line("single", 1, .dashed) { $0.exactInFloat },
          line("single, dense", 2, .dashDotted) { $0.resolvedInDenseFloat },
        ]),
      panel(
        "exploration", "Entropy / its maximum",
        [
          line("thought over *N*_*L*", 0) { $0.evenness },
          line("softmax over the frontier", 3, .dashed) { $0.softmaxFrontierEvenness },
        ]),
      panel(
        "exploitation", "Mass",
        [
          line("thought on the frontier", 0) { $0.frontierMass },
          line("softmax on *N*_*L*", 3, .dashed) { $0.softmaxMass },
        ]),
    ])
}
