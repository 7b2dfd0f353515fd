// Test 6 of the causal tests as figures: accuracy over the number of thoughts, and by family of graphs.

import Inputs
import Plotting
import Reachability
import Records

/// Above: accuracy over the number of thoughts, one curve a path length, one panel a model. Below: accuracy by family with as
/// many thoughts as hops, with 95 % intervals. Dotted lines mark a guess between the candidates.
public func distributionFigure(_ data: CausalFile<OutOfDistribution>) -> Figure {
  let curves = data.shown.map { model in
    let lengths: [(hops: Int, family: GraphFamily)] = [
      (3, .published), (4, .published), (5, .fiveHops), (6, .sixHops), (7, .sevenHops),
    ]
    return Panel(
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
  let bars = data.shown.map { model in
    let shares = model.result.families.map { $0.answers().share("t") }
    return Panel(
      x: .categories(model.result.families.map(\.family.rawValue), turnsLabels: true),
      y: .share("Accuracy, *L* thoughts", upTo: 1.04),
      marks: [
        GroupedBars([
          GroupedBars.Series(
            "", shares.map(\.value),
            uneven: shares.map {
              (
                $0.value - ($0.interval?.lowerBound ?? $0.value),
                ($0.interval?.upperBound ?? $0.value) - $0.value
              )
            }, colour: .palette[0])
        ]),
        Guide(.horizontal, at: 0.5, dash: .dotted),
      ])
  }
  let worst = data.shown.compactMap { model in
    model.result.families.map { $0.answers().share("t").value }.min().map { "\(model.title) \(number($0))" }
  }
  return Figure(
    title: "Accuracy on the hardest family, with as many thoughts as hops: \(worst.joined(separator: ", "))",
    width: Figure.pageWidth, height: 4.8, columns: max(data.shown.count, 1),
    sharesY: true, isLettered: true, hasCommonLegend: true, panels: curves + bars)
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
