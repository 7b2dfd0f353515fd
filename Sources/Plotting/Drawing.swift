// Draws a figure whose places are known.

extension Layout {
  /// Draws everything.
  func draw(on canvas: Canvas) {
    let em = figure.theme.textSize
    for (index, line) in title.enumerated() {
      canvas.text(
        line, at: Point(x: 0.5 * em, y: 1.35 * em + titleLine * Double(index)), size: em, bold: true)
    }
    commonLegend?.draw(on: canvas)
    for placed in panels { placed.draw(on: canvas) }
    if let top = panels.map(\.frame.box.y).min(), let end = panels.map(\.frame.box.maxX).max(),
      let bottom = panels.map(\.frame.box.maxY).max()
    {
      commonColourBar?.draw(on: canvas, beside: Box(x: end, y: top, width: 0, height: bottom - top))
    }
  }
}

extension PlacedPanel {
  func draw(on canvas: Canvas) {
    drawGrid(on: canvas)
    for mark in panel.marks { mark.draw(on: canvas, in: frame) }
    drawAxes(on: canvas)
    drawTitle(on: canvas)
    colourBar?.draw(on: canvas, beside: frame.box)
    if panel.legend == .direct { drawDirectLabels(on: canvas) }
    legend?.draw(on: canvas)
  }

  private func drawTitle(on canvas: Canvas) {
    let (box, em) = (frame.box, frame.theme.textSize)
    let baseline = box.y - margins.top + 1.1 * em
    let edge = panel.y.isHidden || !numbersY ? box.x : box.x - margins.left + 0.2 * em
    canvas.text(letter, at: Point(x: edge, y: baseline), size: em * 1.15, bold: true)
    // The title stands over the middle of the frame, unless the letter is in its way.
    let centred = box.centre.x - canvas.width(panel.title, size: em) / 2
    let free = letter.isEmpty ? centred : edge + canvas.width(letter, size: em * 1.15, bold: true) + 0.5 * em
    canvas.text(panel.title, at: Point(x: max(centred, free), y: baseline), size: em)
  }

  /// Names at the right ends of curves, moved apart where they would touch.
  private func drawDirectLabels(on canvas: Canvas) {
    let (box, theme) = (frame.box, frame.theme)
    let line = 1.25 * theme.smallText
    let labels = panel.marks.flatMap { $0.directLabels(in: frame) }.sorted { $0.end.y < $1.end.y }
    let places = spread(labels.map(\.end.y), apart: line, within: box.y...box.maxY)
    for (label, y) in zip(labels, places) {
      canvas.text(
        label.label, at: Point(x: box.maxX + 0.6 * theme.textSize, y: y), size: theme.smallText,
        centred: true,
        colour: label.colour.mixed(with: .ink, 0.25))
    }
  }
}

/// Ascending places moved as little as possible (least squares) so that neighbours are `gap` apart: places that would
/// touch join into groups, each centred where its members want to be.
func spread(_ places: [Double], apart gap: Double, within limits: ClosedRange<Double>) -> [Double] {
  var groups: [(first: Double, count: Int)] = []
  for place in places {
    groups.append((min(max(place, limits.lowerBound), limits.upperBound), 1))
    while groups.count > 1, let last = groups.last {
      let before = groups[groups.count - 2]
      guard before.first + Double(before.count) * gap > last.first else { break }
      let count = before.count + last.count
      let wanted =
        Double(before.count) * before.first + Double(last.count) * (last.first - Double(before.count) * gap)
      groups.removeLast(2)
      let latest = limits.upperBound - Double(count - 1) * gap
      groups.append((max(min(wanted / Double(count), latest), limits.lowerBound), count))
    }
  }
  return groups.flatMap { group in (0..<group.count).map { group.first + Double($0) * gap } }
}

extension Panel {
  /// The colour scale of the first mark that has one.
  var colourScale: ColourScale? { marks.lazy.compactMap(\.colourScale).first }
}
