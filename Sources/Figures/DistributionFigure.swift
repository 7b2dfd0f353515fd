// Test 6 of the causal tests as figures: accuracy over the number of thoughts, and by family of graphs.

import Inputs
import Plotting
import Reachability
import Records

/// Accuracy over the number of thoughts, one curve a path length, one panel a model: those that read thoughts, then the
/// controls. Bands are 95 % intervals; a dotted line marks a guess between the candidates.
public func distributionFigure(_ data: CausalFile<OutOfDistribution>) -> Figure {
  let lengths: [(hops: Int, family: GraphFamily)] = [
    (3, .published), (4, .published), (5, .fiveHops), (6, .sixHops), (7, .sevenHops),
  ]
  let panels = compared(data).map { model in
    Panel(
      title: model.title,
      x: Axis(
        "Thoughts", range: -0.3...10.3,
        ticks: stride(from: 0, through: 10, by: 2).map { Tick(Double($0), "\($0)") }),
      y: .share("Accuracy", upTo: 1.04), legend: .above,
      marks: [Guide(.horizontal, at: 0.5, dash: .dotted)]
        + lengths.enumerated().compactMap { index, wanted -> (any Mark)? in
          guard let family = model.result.family(wanted.family) else { return nil }
          let shares = family.answers.map { family.share("t", of: $0, hops: wanted.hops) }
          return Line(
            x: shares.indices.map(Double.init), y: shares.map(\.value),
            band: (
              shares.map { $0.interval?.lowerBound ?? $0.value },
              shares.map { $0.interval?.upperBound ?? $0.value }
            ), label: "\(wanted.hops) hops", colour: .palette[index], marker: Marker.allCases[index])
        })
  }
  let sevenHops = compared(data).compactMap { model in
    model.result.family(.sevenHops).map { "\(model.title) \(number($0.answers().share("t").value))" }
  }
  return Figure(
    title: "Paths of 7 hops with 7 thoughts: \(sevenHops.joined(separator: ", "))",
    width: Figure.pageWidth, height: panels.count > 3 ? 4.4 : 2.5, columns: 3,
    sharesY: true, isLettered: true, hasCommonLegend: true, panels: panels)
}

/// Accuracy by family of graphs with as many thoughts as hops, one series a model, with 95 % intervals. The dotted line marks
/// a guess between the candidates.
public func familiesFigure(_ data: CausalFile<OutOfDistribution>) -> Figure {
  let models = compared(data)
  let families = models.first?.result.families.map(\.family) ?? []
  let series = models.enumerated().map { index, model in
    let shares = families.map { model.result.family($0)?.answers().share("t") }
    return GroupedBars.Series(
      model.title, shares.map { $0?.value ?? .nan },
      uneven: shares.map { $0.map { reach($0.value, $0.interval) } ?? (0, 0) }, colour: .palette[index])
  }
  let worst = models.compactMap { model in
    model.result.families.map { $0.answers().share("t").value }.min().map { "\(model.title) \(number($0))" }
  }
  return Figure(
    title:
      "Accuracy with as many thoughts as hops, each model on its hardest family: \(worst.joined(separator: ", "))",
    width: Figure.pageWidth, height: 3,
    panels: [
      Panel(
        x: .categories(families.map(\.rawValue), turnsLabels: true),
        y: .share("Accuracy, *L* thoughts", upTo: 1.04), legend: .above,
        marks: [GroupedBars(series, arePoints: true), Guide(.horizontal, at: 0.5, dash: .dotted)])
    ])
}

/// The models in the order of panels and series.
private func compared(_ data: CausalFile<OutOfDistribution>) -> [CausalFile<OutOfDistribution>.Measured] {
  data.shown + data.controls.filter { ($0.seed ?? 0) == 0 }
}

extension OutOfDistribution.Family {
  /// The share of the problems with a path of `hops` hops whose letter is one of `wanted`.
  package func share(_ wanted: String, of outcomes: Outcomes, hops: Int) -> Share {
    var mine = outcomes
    for (index, length) in zip(mine.letters.indices, lengths) where length != hops {
      mine.letters[index] = 0x2D
    }
    return mine.share(wanted)
  }
}
