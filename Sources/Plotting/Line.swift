// A curve with markers and a band around it. Values that cannot be drawn leave gaps.

/// Values over positions, joined by a line.
public struct Line: Mark {
  /// Positions, usually ascending: the line joins them in this order.
  public var x: [Double]
  /// A value at each position; one that cannot be drawn leaves a gap.
  public var y: [Double]
  /// Lower and upper edge of the band at each position; nil for none.
  public var band: (lower: [Double], upper: [Double])?
  /// Name, in markup; empty for none.
  public var label: String
  /// Colour of line, band and markers.
  public var colour: Colour
  /// How the line is broken up.
  public var dash: Dash
  /// Width in points; nil takes the theme's.
  public var width: Double?
  /// The shape at values, at some of them where neighbours would touch; nil for none.
  public var marker: Marker?

  /// A curve, by default unbroken, of the theme's width and without markers.
  public init(
    x: [Double], y: [Double], band: (lower: [Double], upper: [Double])? = nil, label: String = "",
    colour: Colour = .palette[0], dash: Dash = .solid, width: Double? = nil, marker: Marker? = nil
  ) {
    self.x = x
    self.y = y
    self.band = band
    self.label = label
    self.colour = colour
    self.dash = dash
    self.width = width
    self.marker = marker
  }

  /// Throws `PlottingError.unequalLengths` unless positions, values and band have one length.
  public func check() throws {
    for other in [y.count, band?.lower.count ?? x.count, band?.upper.count ?? x.count] where other != x.count
    {
      throw PlottingError.unequalLengths(what: "line '\(MathMarkup.plain(label))'", x.count, other)
    }
  }

  /// From the least to the largest position.
  public func extent(x kind: Scale.Kind) -> Extent? { Extent(x, kind) }

  /// Over the values and the band.
  public func extent(y kind: Scale.Kind) -> Extent? {
    Extent([y, band?.lower ?? [], band?.upper ?? []].joined(), kind)
  }

  /// One entry, unless the label is empty. It looks like the line: with a disc where the line is nothing but discs.
  public var legend: [LegendEntry] {
    guard !label.isEmpty else { return [] }
    let stretches = runs(zip(x, y).map { $0.isFinite && $1.isFinite ? $0 : nil })
    let isDiscs = !stretches.isEmpty && stretches.allSatisfy { $0.count == 1 }
    let stroke = Stroke(colour, width: width ?? 0, dash: dash)
    return [LegendEntry(label, .line(stroke, marker ?? (isDiscs ? .circle : nil)))]
  }

  /// Draws the band, the curve between gaps, then markers. A value alone between gaps, which no line shows, always has a
  /// marker or, on a line without markers, a disc.
  public func draw(on canvas: Canvas, in frame: Frame) {
    let stretches = runs(zip(x, y).map { frame.point($0, $1) })
    canvas.clipped(to: frame.clip) {
      drawBand(on: canvas, in: frame)
      let pen = Stroke(colour, width: width ?? frame.theme.lineWidth, dash: dash)
      for stretch in stretches { canvas.stroke(thinned(stretch), pen) }
    }
    let points = stretches.flatMap { stretch in stretch.map { (place: $0, isLone: stretch.count == 1) } }
    let stride = markerStride(points.map(\.place.x), radius: frame.theme.markerRadius)
    for (index, point) in points.enumerated() where frame.clip.contains(point.place) {
      guard point.isLone || (marker != nil && index % stride == 0) else { continue }
      canvas.marker(marker ?? .circle, at: point.place, radius: frame.theme.markerRadius, colour)
    }
  }

  /// The step from one marked value to the next: 1 where neighbouring markers do not touch, and where no line joins them;
  /// else so large that markers stand three widths apart. `places` are those of the values along the page.
  private func markerStride(_ places: [Double], radius: Double) -> Int {
    guard dash != .none, let least = places.min(), let most = places.max(), least < most else { return 1 }
    let width = 2.6 * radius  // a disc with its white edge
    let distance = (most - least) / Double(places.count - 1)
    return distance >= width ? 1 : Int(min(3 * width / distance, Double(places.count)).rounded(.up))
  }

  private func drawBand(on canvas: Canvas, in frame: Frame) {
    guard let band else { return }
    let edges = x.indices.map { index -> (low: Point, high: Point)? in
      guard let low = frame.point(x[index], band.lower[index]),
        let high = frame.point(x[index], band.upper[index])
      else { return nil }
      return (low, high)
    }
    for stretch in runs(edges) {
      let outline = thinned(stretch.map(\.low)) + thinned(stretch.map(\.high)).reversed()
      canvas.fill(outline, colour, opacity: 0.2)
    }
  }

  /// Points along the curve and both edges of the band.
  public func obstacles(in frame: Frame) -> [Point] {
    let edges = [y] + (band.map { [$0.lower, $0.upper] } ?? [])
    return edges.flatMap { values in
      runs(zip(x, values).map { frame.point($0, $1) }).flatMap { samples(along: thinned($0), every: 3) }
    }
  }

  /// The name at the right-most value; none without a name.
  public func directLabels(in frame: Frame) -> [DirectLabel] {
    guard !label.isEmpty, let end = zip(x, y).compactMap({ frame.point($0, $1) }).max(by: { $0.x < $1.x })
    else { return [] }
    return [DirectLabel(end: end, label: label, colour: colour)]
  }
}

/// The stretches of `items` between missing ones.
func runs<Item>(_ items: [Item?]) -> [[Item]] {
  items.split { $0 == nil }.map { $0.compactMap { $0 } }
}

/// The same picture with fewer points: where many share a quarter of a point of width, the first, the lowest, the
/// highest and the last are kept.
func thinned(_ points: [Point]) -> [Point] {
  guard points.count > 2000 else { return points }
  var result: [Point] = []
  var start = points.startIndex
  while start < points.endIndex {
    let column = (points[start].x * 4).rounded(.down)
    let end = points[start...].firstIndex { ($0.x * 4).rounded(.down) != column } ?? points.endIndex
    let group = points[start..<end]
    let kept = [
      group.startIndex, group.indices.min { points[$0].y < points[$1].y } ?? start,
      group.indices.max { points[$0].y < points[$1].y } ?? start, group.endIndex - 1,
    ]
    result += Set(kept).sorted().map { points[$0] }
    start = end
  }
  return result
}

/// Points along a polyline, at most `step` apart.
func samples(along points: [Point], every step: Double) -> [Point] {
  guard var last = points.first else { return [] }
  var result = [last]
  for point in points.dropFirst() {
    let (dx, dy) = (point.x - last.x, point.y - last.y)
    let count = max(1, Int(((dx * dx + dy * dy).squareRoot() / step).rounded(.up)))
    for index in 1...count {
      let share = Double(index) / Double(count)
      result.append(Point(x: last.x + dx * share, y: last.y + dy * share))
    }
    last = point
  }
  return result
}
