// How layer 1 copies, as FirstLayerCopying measured it: one prompt's map, and mass on source and target.

import Inputs
import Plotting
import Records

/// The map of the first problem's first six edges, heads summed; each head's mean mass on source and target.
public func firstLayerFigure(_ data: FirstLayerCopying) -> Figure {
  let tokens = data.map.tokens.prefix(1 + 3 * 6)
  // A token cannot attend to later ones, so cells above the diagonal are empty, not zero.
  let total = tokens.indices.map { query in
    tokens.indices.map { key in
      key > query
        ? Double.nan
        : data.map.weights.reduce(0) { sum, head in
          sum + (head.indices.contains(query) && head[query].indices.contains(key) ? head[query][key] : 0)
        }
    }
  }
  let names = tokens.map(MathMarkup.escape)
  let map = Panel(
    x: .categories(names.map { _ in "" }, label: "Key: the same tokens in the same order"),
    y: .categories(names, label: "Query", isReversed: true),
    aspect: 1,
    marks: [
      HeatMap(
        total,
        scale: ColourScale(
          range: 0...Double(max(data.map.weights.count, 1)), label: "Attention, sum of heads"))
    ])
  let heads = data.heads
  let bars = Panel(
    x: .categories(heads.indices.map { "\($0 + 1)" }, label: "Head"),
    y: .share(
      "Attention from ‘|’",
      upTo: max(
        1.04, 0.02 + (heads.flatMap { [$0.source, $0.target] }.map { $0.mean + $0.deviation }.max() ?? 0))),
    legend: .above,
    marks: [
      GroupedBars([
        .init(
          "own source", heads.map(\.source.mean), errors: heads.map(\.source.deviation), colour: .palette[0]),
        .init(
          "own target", heads.map(\.target.mean), errors: heads.map(\.target.deviation), colour: .palette[1]),
      ])
    ])
  return Figure(
    title:
      "Heads 1 to \(heads.count) give \(heads.map { number($0.source.mean + $0.target.mean) }.joined(separator: ", ")) of an edge token's attention to its own source and target",
    width: Figure.pageWidth, height: 3.2, columns: 2, isLettered: true,
    panels: [map, bars])
}

/// The share of edge tokens that copy, by the edge's place in the prompt, for places with at least five
/// edges. Throws `InputError` for raw data without places.
public func firstLayerPlacesFigure(_ data: FirstLayerCopying, from file: String) throws -> Figure {
  guard let places = data.places else {
    throw InputError(
      in: file, at: "result.places", expected: "a list", found: "none", next: "probe the checkpoint again")
  }
  let counted = places.indices.filter { places[$0].count >= 5 }
  let shares = counted.map { Double(places[$0].copying) / Double(places[$0].count) }
  return Figure(
    title:
      "Of the edge tokens at one place, at least \(percent(shares.min() ?? .nan)) copy",
    panels: [
      Panel(
        x: Axis("Edge, counted from the start"), y: .share("Edge tokens that copy", upTo: 1.04),
        marks: [
          Line(
            x: counted.map { Double($0 + 1) }, y: shares)
        ])
    ])
}
