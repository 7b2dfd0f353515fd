// Bars: histograms over bins and groups of bars over categories. Counting is done by whoever has the data.

/// Bars between edges, as a histogram has them.
public struct Histogram: Mark {
  /// n + 1 ascending edges of n bins.
  public var edges: [Double]
  /// Height of each bin's bar.
  public var heights: [Double]
  /// Name, in markup; empty for none.
  public var label: String
  /// Colour of bars or outline.
  public var colour: Colour
  /// Whether bars are filled; else their common outline is drawn, to lie over another histogram.
  public var isFilled: Bool

  /// Bars of given heights between given edges, one more of these.
  public init(
    edges: [Double], heights: [Double], label: String = "", colour: Colour = .palette[0],
    isFilled: Bool = true
  ) {
    self.edges = edges
    self.heights = heights
    self.label = label
    self.colour = colour
    self.isFilled = isFilled
  }

  /// Throws `PlottingError.unequalLengths` unless there is one more edge than bars.
  public func check() throws {
    guard edges.count == heights.count + 1 || (edges.isEmpty && heights.isEmpty) else {
      throw PlottingError.unequalLengths(
        what: "histogram '\(MathMarkup.plain(label))' (one more edge than bins)", edges.count,
        heights.count + 1)
    }
  }

  /// From the first to the last edge.
  public func extent(x kind: Scale.Kind) -> Extent? { Extent(edges, kind) }

  /// Over the heights and 0, a firm end where no bar passes it; on a logarithmic axis over the heights alone.
  public func extent(y kind: Scale.Kind) -> Extent? { barExtent(heights, kind) }

  /// One entry, unless the label is empty.
  public var legend: [LegendEntry] {
    guard !label.isEmpty else { return [] }
    return [LegendEntry(label, isFilled ? .area(colour) : .line(Stroke(colour, width: 0), nil))]
  }

  /// The bars' boxes, foot on the axis; nil for those that cannot be drawn.
  private func boxes(in frame: Frame) -> [Box?] {
    heights.indices.map { index in
      guard let left = frame.x.position(edges[index]), let right = frame.x.position(edges[index + 1]),
        let top = frame.y.position(heights[index])
      else { return nil }
      let foot = frame.y.position(0) ?? frame.box.maxY
      return Box(x: min(left, right), y: min(top, foot), width: abs(right - left), height: abs(foot - top))
    }
  }

  /// Fills the bars, or draws the outline they have in common.
  public func draw(on canvas: Canvas, in frame: Frame) {
    canvas.clipped(to: frame.clip) {
      let boxes = boxes(in: frame)
      if isFilled {
        for box in boxes.compactMap({ $0 }) where box.height > 0 {
          let gap = min(0.5, box.width * 0.08)
          canvas.fill(
            Box(x: box.x + gap / 2, y: box.y, width: box.width - gap, height: box.height), colour)
        }
      } else {
        let foot = frame.y.position(0) ?? frame.box.maxY
        for stretch in runs(boxes) {
          guard let first = stretch.first, let last = stretch.last else { continue }
          let tops = stretch.flatMap { [Point(x: $0.x, y: $0.y), Point(x: $0.maxX, y: $0.y)] }
          canvas.stroke(
            [Point(x: first.x, y: foot)] + tops + [Point(x: last.maxX, y: foot)],
            Stroke(colour, width: frame.theme.lineWidth))
        }
      }
    }
  }

  /// Points all over the bars.
  public func obstacles(in frame: Frame) -> [Point] { boxes(in: frame).compactMap { $0 }.flatMap(grid) }
}

/// Bars side by side at 0, 1, 2, …, one of each series; use with `Axis.categories`.
public struct GroupedBars: Mark {
  /// The bars of one colour.
  public struct Series: Sendable {
    /// Name, in markup.
    public var label: String
    /// Height at each category; not finite ones are left out.
    public var values: [Double]
    /// How far the error bar reaches below and above the value at each category; empty for none.
    public var errors: [(below: Double, above: Double)]
    /// Values to compare with, marked by diamonds; empty or not finite for none.
    public var references: [Double]
    /// Colour of its bars or points.
    public var colour: Colour

    /// The bars of one colour, with error bars that reach as far below as above.
    public init(
      _ label: String, _ values: [Double], errors: [Double] = [], references: [Double] = [], colour: Colour
    ) {
      self.init(
        label, values, uneven: errors.map { (below: $0, above: $0) }, references: references, colour: colour)
    }

    /// The bars of one colour, with error bars that may reach further to one side.
    public init(
      _ label: String, _ values: [Double], uneven errors: [(below: Double, above: Double)],
      references: [Double] = [], colour: Colour
    ) {
      self.references = references
      self.label = label
      self.values = values
      self.errors = errors
      self.colour = colour
    }
  }

  /// From left to right in each group.
  public var series: [Series]
  /// Name of the references in the legend, in markup; empty for none.
  public var referenceName: String
  /// Whether values are points with error bars, on an axis that need not begin at 0, instead of bars.
  public var arePoints: Bool

  /// Groups of bars, a bar a series in each.
  public init(_ series: [Series], referenceName: String = "", arePoints: Bool = false) {
    self.series = series
    self.referenceName = referenceName
    self.arePoints = arePoints
  }

  /// Throws `PlottingError.unequalLengths` unless all series have one number of categories.
  public func check() throws {
    for one in series {
      for count in [one.values.count, one.errors.isEmpty ? one.values.count : one.errors.count]
      where count != series[0].values.count {
        throw PlottingError.unequalLengths(
          what: "bars '\(MathMarkup.plain(one.label))'", series[0].values.count, count)
      }
    }
  }

  /// Half a step around the categories 0, 1, 2, …; firm at both ends.
  public func extent(x kind: Scale.Kind) -> Extent? {
    let count = series.map(\.values.count).max() ?? 0
    guard count > 0 else { return nil }
    return Extent(-0.5...(Double(count) - 0.5), firmLower: true, firmUpper: true)
  }

  /// Over values, error bars, references and, unless they are points, 0.
  public func extent(y kind: Scale.Kind) -> Extent? {
    let heights = series.flatMap { one in
      one.values + one.references + zip(one.values, one.errors).flatMap { [$0 - $1.below, $0 + $1.above] }
    }
    return arePoints ? Extent(heights, kind) : barExtent(heights, kind)
  }

  /// One entry a named series, and one for the references.
  public var legend: [LegendEntry] {
    series.enumerated().filter { !$0.element.label.isEmpty }.map { number, one in
      LegendEntry(one.label, arePoints ? .point(marker(number), one.colour) : .area(one.colour))
    }
      + (referenceName.isEmpty
        ? [] : [LegendEntry(referenceName, .point(.diamond, .ink))])
  }

  /// Each series of points has a marker of its own, for print in grey.
  private func marker(_ number: Int) -> Marker { Marker.allCases[number % Marker.allCases.count] }

  private func bars(in frame: Frame) -> [(box: Box, series: Int, index: Int)] {
    let width = 0.8 / Double(max(series.count, 1))
    return series.indices.flatMap { number in
      series[number].values.indices.compactMap { index in
        let left = Double(index) - 0.4 + width * Double(number)
        guard let start = frame.x.position(left), let end = frame.x.position(left + width),
          let top = frame.y.position(series[number].values[index])
        else { return nil }
        let foot = frame.y.position(0) ?? frame.box.maxY
        let gap = (end - start) * 0.06
        let box = Box(
          x: start + gap, y: min(top, foot), width: end - start - 2 * gap, height: abs(foot - top))
        return (box, number, index)
      }
    }
  }

  /// Fills bars or sets points, then error bars and references over them.
  public func draw(on canvas: Canvas, in frame: Frame) {
    canvas.clipped(to: frame.clip) {
      for bar in bars(in: frame) {
        if !arePoints { canvas.fill(bar.box, series[bar.series].colour) }
        drawError(series[bar.series], bar.index, bar.box, on: canvas, in: frame)
        if arePoints, let y = frame.y.position(series[bar.series].values[bar.index]) {
          let place = Point(x: bar.box.centre.x, y: y)
          canvas.marker(
            marker(bar.series), at: place, radius: frame.theme.markerRadius, series[bar.series].colour)
        }
        drawReference(series[bar.series], bar.index, bar.box, on: canvas, in: frame)
      }
    }
  }

  private func drawError(_ one: Series, _ index: Int, _ bar: Box, on canvas: Canvas, in frame: Frame) {
    guard one.errors.indices.contains(index),
      let low = frame.y.position(one.values[index] - one.errors[index].below),
      let high = frame.y.position(one.values[index] + one.errors[index].above)
    else { return }
    let (x, cap) = (bar.centre.x, min(bar.width * 0.25, frame.theme.tickLength / 2))
    // A light seam keeps it apart from dark bars.
    let width = frame.theme.axisWidth * 1.3
    for pen in [Stroke(.white, width: 2 * width), Stroke(.ink, width: width)] {
      canvas.stroke([Point(x: x, y: low), Point(x: x, y: high)], pen)
      for y in [low, high] { canvas.stroke([Point(x: x - cap, y: y), Point(x: x + cap, y: y)], pen) }
    }
  }

  private func drawReference(_ one: Series, _ index: Int, _ bar: Box, on canvas: Canvas, in frame: Frame) {
    guard one.references.indices.contains(index), let y = frame.y.position(one.references[index])
    else { return }
    let radius = min(frame.theme.markerRadius, bar.width * 0.4)
    canvas.marker(.diamond, at: Point(x: bar.centre.x, y: y), radius: radius, .ink)
  }

  /// Points all over the bars, or where bars would be.
  public func obstacles(in frame: Frame) -> [Point] { bars(in: frame).flatMap { grid($0.box) } }
}

/// Bars reach from nothing to their heights; nothing is a firm end of the axis.
private func barExtent(_ heights: [Double], _ kind: Scale.Kind) -> Extent? {
  guard let extent = Extent(heights, kind) else { return nil }
  guard kind == .linear else { return extent }
  return extent.union(
    Extent(0...0, firmLower: extent.range.lowerBound >= 0, firmUpper: extent.range.upperBound <= 0))
}
